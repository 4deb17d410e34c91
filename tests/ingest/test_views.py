"""The pages of the ingest room: who may see them, what they refuse, and that nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from claims import flow
from claims.models import Article, Capture, Work
from claims.states import ArticleState
from tests.cast import make_article
from tests.ingest.pages import TEXT, newspaper

NEW = reverse("claims:article-new")
LIST = reverse("claims:article-list")
TYPED = {
    "way": "paste",
    "text": f"date 2025-06-09\n\nPrisoners come home after talks\n\n{TEXT}",
    "outlet": "Morning Ledger",
    "agency": "AP",
    "title": "Prisoners come “home” & rest",
    "byline": "Jane Doe",
    "url": "https://example.com/prisoners?a=1&b=2",
    "published_on": "2025-06-08",
    "published_time": "15:40",
}


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)


@pytest.fixture
def bobs(as_user, bob):
    return as_user(bob)


def typed(**other):
    return {name: value for name, value in {**TYPED, **other}.items() if value is not None}


def file_of(body, name="story.txt", content_type="text/plain"):
    return SimpleUploadedFile(name, body, content_type=content_type)


def assert_kept(response, sent, *, but=()):
    """Everything typed stands in the form that came back, and the page says that it was not added."""
    page = response.content.decode()
    assert response.status_code == 422
    assert "What you typed is kept" in page
    assert 'role="alert"' in page
    for name, value in sent.items():
        if name not in {"file", *but}:
            assert escape(str(value)) in page, name
    assert not Article.objects.exists()


# --- Who may ---


def addresses(article):
    return {
        "list": LIST,
        "new": NEW,
        "article": reverse("claims:article", args=[article.pk]),
        "status": reverse("claims:article-status", args=[article.pk]),
        "row": reverse("claims:article-status", args=[article.pk]) + "?row",
    }


@pytest.mark.parametrize("page", ["list", "new", "article", "status", "row"])
def test_the_desk_sees_its_pages_and_nobody_else_does(
    page, as_user, client, harbour, bob, alice, dana, charlie, eve
):
    address = addresses(harbour)[page]
    assert as_user(bob).get(address).status_code == 200
    assert as_user(alice).get(address).status_code == 200
    assert as_user(dana).get(address).status_code == 403
    own_page = page in {"list", "new"}
    assert as_user(charlie).get(address).status_code == (200 if own_page else 404)
    for nobody in (client, as_user(eve)):
        answer = nobody.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_the_list_holds_the_own_desk_only(as_user, bob, charlie, harbour):
    assert "Containers lost" in as_user(bob).get(LIST).content.decode()
    assert "Containers lost" not in as_user(charlie).get(LIST).content.decode()


def test_an_article_that_does_not_exist_is_not_found(bobs):
    for name in ("article", "article-status"):
        assert bobs.get(reverse(f"claims:{name}", args=[uuid4()])).status_code == 404
    assert bobs.get("/articles/1/").status_code == 404


def test_only_people_of_the_desk_who_may_add_can_ask_again(as_user, client, bob, dana, charlie, foreign_desk):
    article = make_article(foreign_desk, state=ArticleState.FAILED, message="No such page.")
    address = reverse("claims:article-retry", args=[article.pk])
    for person, status in ((dana, 403), (charlie, 404)):
        assert as_user(person).post(address).status_code == status
    assert client.post(address).status_code == 302
    assert as_user(bob).get(address).status_code == 405
    article.refresh_from_db()
    assert article.state == ArticleState.FAILED

    answer = as_user(bob).post(address)
    assert answer["Location"] == reverse("claims:article", args=[article.pk])
    article.refresh_from_db()
    assert article.state == ArticleState.QUEUED
    assert Work.objects.get().stage == "extract"


def test_asking_again_for_an_article_on_its_way_changes_nothing(bobs, foreign_desk):
    article = make_article(foreign_desk, state=ArticleState.RUNNING)
    assert bobs.post(reverse("claims:article-retry", args=[article.pk])).status_code == 302
    article.refresh_from_db()
    assert article.state == ArticleState.RUNNING
    assert not Work.objects.exists()


def test_only_people_who_may_add_can_add(as_user, client, bob, dana):
    assert as_user(dana).post(NEW, typed()).status_code == 403
    assert client.post(NEW, typed()).status_code == 302
    assert not Article.objects.exists()
    assert as_user(bob).post(NEW, typed()).status_code == 302
    assert Article.objects.exists()


# --- The three ways in ---


def test_pasted_text_is_added_with_what_was_typed(bobs, bob):
    answer = bobs.post(NEW, typed())
    article = Article.objects.get()
    assert answer["Location"] == reverse("claims:article", args=[article.pk])
    assert (article.title, article.outlet.name, article.agency) == (TYPED["title"], "Morning Ledger", "AP")
    assert (article.byline, article.url, article.added_by) == ("Jane Doe", TYPED["url"], bob)
    assert article.published_at.isoformat() == "2025-06-08T15:40:00+00:00"
    page = bobs.get(answer["Location"]).content.decode()
    assert "8 June 2025, 15:40" in page
    assert escape(TYPED["title"]) in page
    assert "air defences destroyed 277 drones" in page


def test_what_the_text_says_of_itself_is_read_and_said(bobs):
    answer = bobs.post(NEW, {"way": "paste", "text": TYPED["text"]}, follow=True)
    article = Article.objects.get()
    assert article.title == "Prisoners come home after talks"
    assert article.published_day_only
    page = answer.content.decode()
    said = page[page.index('id="toasts"') :]
    assert f"{len(TYPED['text']):,} characters" in said
    assert "9 June 2025" in said
    assert "Prisoners come home after talks" in said


def test_what_was_typed_is_not_said_to_be_read(bobs):
    page = bobs.post(NEW, typed(), follow=True).content.decode()
    assert "Read from the text" not in page
    assert f"{len(TYPED['text']):,} characters" in page


@pytest.mark.parametrize(
    ("name", "body"), [("story.txt", TYPED["text"].encode()), ("story.html", newspaper())]
)
def test_a_file_is_read_and_its_bytes_are_kept(bobs, name, body):
    answer = bobs.post(NEW, {"way": "file", "file": file_of(body, name), "published_on": "2025-06-09"})
    assert answer.status_code == 302
    article = Article.objects.get()
    assert "277 drones" in article.latest.text
    capture = Capture.objects.get()
    assert (bytes(capture.body), capture.filename) == (body, name)


def test_an_address_is_queued_and_the_page_waits_for_it(bobs):
    answer = bobs.post(NEW, {"way": "url", "url": "https://example.com/a"}, follow=True)
    article = Article.objects.get()
    assert Work.objects.get().stage == "fetch"
    page = answer.content.decode()
    assert "next in line" in page
    assert f'hx-get="{reverse("claims:article-status", args=[article.pk])}?seen=' in page


@pytest.mark.parametrize("way", ["paste", "url", "file"])
def test_each_way_has_its_form(bobs, way):
    page = bobs.get(NEW, {"by": way}).content.decode()
    field = {"paste": 'name="text"', "url": 'id="id_url"', "file": 'type="file"'}[way]
    assert field in page
    assert f'name="way" value="{way}"' in page


def test_an_unknown_way_is_the_first_one(bobs):
    assert 'name="text"' in bobs.get(NEW, {"by": "carrier-pigeon"}).content.decode()
    answer = bobs.post(NEW, typed(way="carrier-pigeon"))
    assert_kept(answer, typed(way="paste"), but={"way"})


def test_the_form_can_be_opened_with_an_address(bobs):
    page = bobs.get(NEW, {"by": "paste", "url": 'https://example.com/"a'}).content.decode()
    assert 'value="https://example.com/&quot;a"' in page


def test_the_same_text_leads_to_the_article_that_has_it(bobs):
    first = bobs.post(NEW, typed())
    again = bobs.post(NEW, {"way": "paste", "text": TYPED["text"]}, follow=True)
    assert again.redirect_chain == [(first["Location"], 302)]
    assert "You have this article already" in again.content.decode()
    assert Article.objects.count() == 1


def test_the_same_text_of_another_outlet_asks_first_and_keeps_what_was_typed(bobs):
    first = bobs.post(NEW, typed())
    sent = typed(outlet="Harbour Herald", title="Their title")
    asked = bobs.post(NEW, sent)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "Looks like an article you have" in page
    assert f'href="{first["Location"]}"' in page
    for value in sent.values():
        assert escape(value) in page
    assert Article.objects.count() == 1

    added = bobs.post(NEW, {**sent, "copy": "on"})
    assert added.status_code == 302
    assert added["Location"] != first["Location"]
    assert set(Article.objects.values_list("outlet__name", flat=True)) == {"Morning Ledger", "Harbour Herald"}


def test_a_text_that_is_here_is_led_to_before_its_date_is_asked_for(bobs):
    first = bobs.post(NEW, typed(text=TEXT))
    again = bobs.post(NEW, {"way": "paste", "text": TEXT})
    assert again["Location"] == first["Location"]


def test_pasting_is_looked_at_while_it_goes_on(bobs):
    look = reverse("claims:article-look")
    shown = bobs.post(look, {"text": TYPED["text"]}).content.decode()
    assert f"{len(TYPED['text']):,} characters." in shown
    assert "“date 2025-06-09” was read as the date" in shown
    assert "“Prisoners come home after talks” was read as the title" in shown
    assert "an article you have" not in shown
    added = bobs.post(NEW, typed())
    shown = bobs.post(look, {"text": TYPED["text"]}).content.decode()
    assert "Looks like an article you have" in shown
    assert f'href="{added["Location"]}"' in shown
    assert Article.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "\x00", "\u200b"])
def test_looking_at_nothing_says_nothing(bobs, text):
    assert bobs.post(reverse("claims:article-look"), {"text": text}).content.decode().strip() == ""


# --- Bad input ---


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x00", "\u200b", "12 34 …"])
def test_text_without_words_is_refused_and_the_rest_kept(bobs, text):
    sent = typed(text=text)
    answer = bobs.post(NEW, sent)
    assert_kept(answer, sent, but={"text"})
    assert "Paste the text of the article." in answer.content.decode()


def test_five_megabytes_of_text_are_refused_and_kept(bobs):
    words = "word " * 1_000_000
    answer = bobs.post(NEW, typed(text=words))
    assert_kept(answer, typed(text=words))
    assert "an article may have 1,000,000" in answer.content.decode()


def test_more_than_a_request_may_carry_is_refused_without_a_crash(bobs):
    assert bobs.post(NEW, typed(text="word " * 2_700_000)).status_code in {400, 413}
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"%PDF-1.7 and so on", "looks like a PDF"),
        (b"\x7fELF" + bytes(200), "looks like a program"),
        (bytes(range(256)) * 20, "binary data"),
        (b"\x89PNG\r\n" + bytes(60), "looks like a picture"),
        (b"", "There is no text"),
        (b"<?xml version='1.0'?><feed/>", "looks like XML"),
    ],
)
def test_a_file_that_is_no_text_is_refused_whatever_its_name(bobs, body, says):
    sent = typed(way="file", text=None, url=None)
    answer = bobs.post(NEW, {**sent, "file": file_of(body)})
    assert_kept(answer, sent)
    assert says in answer.content.decode()
    assert "story.txt" in answer.content.decode()


def test_a_file_of_another_kind_is_refused_by_its_name(bobs):
    sent = typed(way="file", text=None, url=None)
    answer = bobs.post(NEW, {**sent, "file": file_of(TEXT.encode(), "story.exe")})
    assert_kept(answer, sent)
    assert "story.exe is not a .txt or .html file" in answer.content.decode()


def test_a_file_of_more_than_ten_megabytes_is_refused(bobs):
    sent = typed(way="file", text=None, url=None)
    answer = bobs.post(NEW, {**sent, "file": file_of(b"word " * 2_200_000)})
    assert_kept(answer, sent)
    assert "larger than 10 MB" in answer.content.decode()


def test_no_file_is_asked_for(bobs):
    sent = typed(way="file", text=None, url=None)
    assert_kept(bobs.post(NEW, sent), sent)


def test_nothing_of_a_files_scripts_is_stored_or_shown(bobs):
    hostile = newspaper(
        inner=f"<script>steal('cookies')</script><p onclick=\"steal()\">{TEXT}</p><svg/onload=x>"
    )
    bobs.post(NEW, {"way": "file", "file": file_of(hostile, "a.html"), "published_on": "2025-06-09"})
    article = Article.objects.get()
    page = bobs.get(reverse("claims:article", args=[article.pk])).content.decode()
    for trace in ("steal", "onload", "onclick=", "Script text"):
        assert trace not in article.latest.text
        assert trace not in page


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:8000/",
        "http://[::1]/",
        "http://2130706433/",
        "http://10.0.0.7/x",
        "https://user:secret@example.com/",
        "ftp://example.com/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "not an address",
        "https://",
        "https://exa\x00mple.com/",
    ],
)
@pytest.mark.parametrize("way", ["url", "paste"])
def test_an_address_that_is_never_fetched_is_refused_and_kept(bobs, way, url):
    sent = typed(way=way, url=url)
    answer = bobs.post(NEW, sent)
    assert_kept(answer, sent, but={"text", *({"url"} if "\x00" in url else ())})
    assert 'href="#id_url"' in answer.content.decode()
    assert not Work.objects.exists()


def test_no_address_is_asked_for(bobs):
    sent = typed(way="url", url="", text=None)
    assert_kept(bobs.post(NEW, sent), sent)


@pytest.mark.parametrize(
    ("day", "time"), [(10, ""), (2, "15:40"), (0, "23:59")], ids=["ten days", "two days", "tonight"]
)
def test_a_publication_in_the_future_is_refused_and_the_text_kept(bobs, day, time, monkeypatch):
    now = timezone.now().replace(hour=12)
    monkeypatch.setattr(timezone, "now", lambda: now)
    sent = typed(published_on=(now + timedelta(days=day)).date().isoformat(), published_time=time)
    answer = bobs.post(NEW, sent)
    assert_kept(answer, sent)
    assert "is in the future" in answer.content.decode()


def test_a_publication_an_hour_ago_is_accepted(bobs):
    ago = timezone.now() - timedelta(hours=1)
    sent = typed(published_on=ago.date().isoformat(), published_time=ago.strftime("%H:%M"))
    assert bobs.post(NEW, sent).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("published_on", "yesterday", "Write a date such as 2025-06-09."),
        ("published_on", "2025-02-30", "Write a date such as 2025-06-09."),
        ("published_on", "0001-01-01", "cannot be right"),
        ("published_time", "half past three", "Write a time such as 15:40."),
    ],
)
def test_a_date_that_cannot_be_read_says_how_to_write_it_and_keeps_the_text(bobs, field, value, says):
    sent = typed(**{field: value})
    answer = bobs.post(NEW, sent)
    assert_kept(answer, sent)
    assert says in answer.content.decode()


def test_a_time_without_a_day_asks_for_the_day(bobs):
    sent = typed(published_on="", text=TEXT)
    answer = bobs.post(NEW, sent)
    assert_kept(answer, sent)


@pytest.mark.parametrize("way", ["paste", "file"])
def test_a_missing_date_is_asked_for_and_not_known_lets_it_pass(bobs, way):
    sent = typed(way=way, text=TEXT, published_on="", published_time="", url=None)

    def send(**more):
        body = {**sent, **more}
        if way == "file":
            body = {**body, "file": file_of(TEXT.encode())}
        return bobs.post(NEW, body)

    asked = send()
    assert_kept(asked, sent, but={"text"} if way == "file" else ())
    assert "Write the day it was published" in asked.content.decode()
    assert send(date_unknown="on").status_code == 302
    assert Article.objects.get().published_at is None


def test_a_tick_survives_another_mistake(bobs):
    page = bobs.post(NEW, typed(text="", date_unknown="on", copy="on")).content.decode()
    assert page.count(" checked") == 2
    assert bobs.post(NEW, typed(text="")).content.decode().count(" checked") == 0


@pytest.mark.parametrize("name", ["text", "title", "outlet", "byline", "agency"])
def test_nul_bytes_are_taken_out_wherever_they_stand(bobs, name):
    assert bobs.post(NEW, typed(**{name: f"{TYPED[name][:4]}\x00{TYPED[name][4:]}"})).status_code == 302
    article = Article.objects.get()
    assert article.latest.text == TYPED["text"]
    assert (article.title, article.outlet.name) == (TYPED["title"], TYPED["outlet"])
    assert (article.byline, article.agency) == (TYPED["byline"], TYPED["agency"])


def test_lone_surrogates_are_replaced_and_the_text_is_added(bobs):
    body = b"way=paste&published_on=2025-06-09&title=A%ED%A0%80B&text=" + TEXT.replace("\n", "%0A").encode()
    body += b"%20%ED%A0%80%ED%BF%BF%20end"
    answer = bobs.post(NEW, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    article = Article.objects.get()
    assert article.latest.text.encode("utf-8").decode() == article.latest.text
    assert "\ufffd" in article.latest.text
    assert "\ufffd" in article.title
    assert bobs.get(answer["Location"]).status_code == 200


def test_direction_overrides_go_and_direction_marks_stay(bobs):
    text = f"{TEXT}\n\nThe ship \u202egnp.exe\u202c came from \u05d7\u05d9\u05e4\u05d4\u200f at dawn."
    assert bobs.post(NEW, typed(text=text, title="Safe \u202eeltit", byline="J\u2066ane")).status_code == 302
    article = Article.objects.get()
    assert "\u202e" not in article.latest.text
    assert "\u200f" in article.latest.text
    assert (article.title, article.byline) == ("Safe eltit", "Jane")
    page = bobs.get(reverse("claims:article", args=[article.pk])).content.decode()
    assert "\u202e" not in page
    assert 'dir="auto"' in page


@pytest.mark.parametrize("name", ["title", "outlet", "byline", "agency", "url"])
def test_a_line_that_is_too_long_is_kept_and_said(bobs, name):
    long = ("https://example.com/" if name == "url" else "") + "x" * 2100
    sent = typed(**{name: long})
    answer = bobs.post(NEW, sent)
    assert_kept(answer, sent)


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ED%A0%80", "state=%00", "from=-1", "from=9999999999", "q=%25_"]
)
def test_the_list_stands_any_query(bobs, harbour, query):
    assert bobs.get(f"{LIST}?{query}").status_code == 200


def test_the_form_stands_any_query(bobs):
    assert bobs.get(f"{NEW}?by=%00&url=%00%ED%A0%80").status_code == 200
