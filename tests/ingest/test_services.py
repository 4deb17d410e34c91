"""Articles come in once, whole, with their work queued; what cannot be read says why."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from claims import flow
from claims.ingest import services
from claims.ingest.details import Details
from claims.ingest.errors import FetchRefused, TextRefused
from claims.ingest.fetch import Fetched
from claims.models import Article, AuditEntry, Work
from claims.states import ArticleState

ENGLISH = (
    "The harbour authority said on Monday that its crews recovered 12 containers before dawn. "
    "Officials said that nobody was hurt, and that the port would open again on Tuesday."
)
FRENCH = (
    "Le port a annoncé lundi que ses équipes avaient retrouvé douze conteneurs avant l’aube. "
    "Selon les autorités, personne n’a été blessé et le port devrait rouvrir mardi matin."
)


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)


def add(user, text=ENGLISH, **more):
    options = {key: more.pop(key) for key in ("method", "copy", "original") if key in more}
    return services.article_add_text(user=user, text=text, details=Details(**more), **options)


def test_pasted_text_becomes_an_article_with_a_version_and_queued_work(bob):
    added = add(bob, title="Port opens", outlet="Harbour Herald")
    article = added.article
    assert not added.already
    assert (article.outlet.name, article.language, article.state) == ("Harbour Herald", "en", "queued")
    assert article.latest.text == ENGLISH
    assert Work.objects.get().stage == "extract"
    assert AuditEntry.objects.filter(article=article, action="article.add", actor=bob).exists()


def test_the_same_text_leads_to_the_article_that_has_it(bob):
    first = add(bob, outlet="Harbour Herald")
    again = add(bob, text=f"\n{ENGLISH}  \n", outlet="Harbour Herald")
    assert again.already
    assert again.article == first.article
    assert Article.objects.count() == 1


def test_another_outlet_may_carry_the_same_words_when_a_person_says_so(bob):
    first = add(bob, outlet="Harbour Herald")
    assert add(bob, outlet="Morning Ledger").already
    copy = add(bob, outlet="Morning Ledger", copy=True)
    assert not copy.already
    assert copy.article != first.article
    assert add(bob, outlet="harbour  HERALD", copy=True).already


def test_another_desk_has_its_own_articles(bob, charlie):
    assert not add(bob).already
    assert not add(charlie).already


def test_a_language_that_is_not_read_is_kept_and_says_so(bob):
    article = add(bob, text=FRENCH).article
    assert (article.state, article.language) == (ArticleState.KEPT, "fr")
    assert "only English" in article.message
    assert not Work.objects.exists()


@pytest.mark.parametrize("text", ["", "   \n", "\x00", "12 34 …"])
def test_text_without_words_is_refused_and_leaves_nothing(bob, text):
    with pytest.raises(TextRefused):
        add(bob, text=text)
    assert not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_paste_the_same_text_at_once_make_one_article(bob, alice):
    start = threading.Barrier(2)
    results = []

    def paste(user):
        start.wait()
        results.append(add(user).already)
        connection.close()

    threads = [threading.Thread(target=paste, args=(user,)) for user in (bob, alice)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True]
    assert Article.objects.count() == 1


def test_an_address_is_queued_for_the_fetch(bob):
    added = services.article_add_url(
        user=bob, url="https://example.com/a", details=Details(url="https://example.com/a")
    )
    assert Work.objects.get().stage == "fetch"
    again = services.article_add_url(user=bob, url="https://example.com/a", details=Details())
    assert again.already
    assert again.article == added.article


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/",
        "ftp://example.com/",
        "http://[::1]/",
        "javascript:1",
    ],
)
def test_an_address_that_is_never_fetched_is_refused_before_it_is_stored(bob, url):
    with pytest.raises(FetchRefused):
        services.article_add_url(user=bob, url=url, details=Details(url=url))
    assert not Article.objects.exists()


def begun(bob, url="https://example.com/a"):
    services.article_add_url(user=bob, url=url, details=Details(url=url))
    return flow.begin(str(Work.objects.get(stage="fetch", article__url=url).pk))


def fetched(body: str, content_type="text/html"):
    return Fetched(
        url="https://example.com/a",
        status=200,
        content_type=content_type,
        charset="utf-8",
        body=body.encode(),
        redirects=(),
    )


PAGE = f"""<html lang="en"><head><title>Port opens - Harbour Herald</title>
<meta property="og:title" content="Port opens"><meta property="og:site_name" content="Harbour Herald">
<script type="application/ld+json">
{{"@type": "NewsArticle", "datePublished": "2025-06-09T15:40:00+03:00"}}
</script></head>
<body><article><h1>Port opens</h1><p>{ENGLISH}</p>
<p>{ENGLISH.replace("12", "14")}</p></article></body></html>"""


def test_a_fetched_page_gives_text_title_outlet_and_time(bob, monkeypatch):
    monkeypatch.setattr(services, "fetch", lambda url, **_: fetched(PAGE))
    services.article_fetch(work=begun(bob))
    article = Article.objects.get()
    assert "12 containers" in article.latest.text
    assert article.title == "Port opens"
    assert article.outlet.name == "Harbour Herald"
    assert article.published_at == datetime(2025, 6, 9, 12, 40, tzinfo=UTC)
    assert article.latest.capture.body == PAGE.encode()
    assert Work.objects.filter(stage="extract", version=article.latest).exists()


def test_a_page_that_cannot_be_had_fails_with_the_reason_and_can_be_tried_again(bob, monkeypatch):
    def refuses(url, **_):
        raise services.IngestError("The page asks for a login. Paste the text instead.")

    monkeypatch.setattr(services, "fetch", refuses)
    services.article_fetch(work=begun(bob))
    article = Article.objects.get()
    assert article.state == ArticleState.FAILED
    assert "asks for a login" in article.message
    with transaction.atomic():
        services.article_retry(user=bob, article=Article.objects.select_for_update(of=("self",)).get())
    article.refresh_from_db()
    assert article.state == ArticleState.QUEUED
    assert Work.objects.get(stage="fetch").state == "queued"


def test_a_fetched_text_that_is_there_already_says_where(bob, monkeypatch):
    monkeypatch.setattr(services, "fetch", lambda url, **_: fetched(ENGLISH, "text/plain"))
    add(bob, title="Port opens")
    services.article_fetch(work=begun(bob))
    article = Article.objects.get(url="https://example.com/a")
    assert article.state == ArticleState.KEPT
    assert "Port opens" in article.message


def test_work_that_was_begun_too_often_fails_the_article_and_keeps_its_text(bob):
    article = add(bob).article
    Work.objects.update(attempts=flow.MAX_ATTEMPTS)
    assert services.article_give_up() == 1
    article.refresh_from_db()
    assert article.state == ArticleState.FAILED
    assert article.latest.text == ENGLISH
