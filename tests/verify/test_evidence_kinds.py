"""Addresses that are captured, searches that found nothing, grades and passages."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from claims import flow
from claims.ingest import services
from claims.ingest.fetch import Fetched
from claims.ingest.versions import article_change
from claims.models import Article, ArticleVersion, AuditEntry, Evidence, Touch, Work
from claims.models.blast import ChangeKind
from claims.review.source_merging import source_merge
from claims.states import ArticleState
from claims.verify.gathered import place_of
from tests.cast import make_article, make_source

from .test_claim_page import text_of

pytestmark = pytest.mark.django_db
PAGE = "https://port.example/log"
TEXT = "The port published its log on Tuesday. Some 41   containers are missing, it says. More will follow."


def url(name: str, row) -> str:
    return reverse(f"claims:{name}", args=[row.pk])


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)


@pytest.fixture
def client(as_user, bob):
    return as_user(bob)


def add(client, claim, **values):
    return client.post(url("evidence-add", claim), {"relation": "context", **values})


def fetched(monkeypatch, body: bytes | None) -> None:
    """Run the fetch that waits; None for a page that is not there."""

    def page(address, **_):
        if body is None:
            raise services.IngestError("The page could not be read: port.example says there is no such page.")
        return Fetched(address, 200, "text/plain", "utf-8", body, ())

    monkeypatch.setattr(services, "fetch", page)
    work = flow.begin(str(Work.objects.get(stage="fetch").pk))
    services.article_fetch(work=work)


def test_an_address_is_fetched_by_a_worker_and_says_how_far_it_is(client, accepted, monkeypatch):
    assert add(client, accepted, kind="url", url=PAGE, passage="41 containers are missing").status_code == 303
    row = Evidence.objects.get()
    assert row.capture == "fetching"
    assert "Being fetched" in text_of(client.get(url("claim", accepted)))
    fetched(monkeypatch, TEXT.encode())
    row = Evidence.objects.get()
    assert row.capture == "captured"
    assert row.read.sha256 == hashlib.sha256(row.read.text.encode()).hexdigest()
    words = text_of(client.get(url("evidence", row)))
    assert "Captured" in words
    assert "Exact, characters" in words
    assert "published its log" in words  # what stands around the passage


def test_a_page_that_cannot_be_fetched_is_tried_again_or_pasted(client, accepted, monkeypatch):
    add(client, accepted, kind="url", url=PAGE, passage="41 containers are missing")
    fetched(monkeypatch, None)
    row = Evidence.objects.get()
    assert row.capture == "failed"
    words = text_of(client.get(url("evidence", row)))
    assert "no such page" in words
    assert "Try again" in words
    refused = client.post(url("evidence-paste", row), {"text": "Only some other words of a page."})
    assert refused.status_code == 422
    assert "Only some other words of a page." in refused.content.decode()
    again = client.post(url("article-retry", row.page), {"next": url("evidence", row)})
    assert again["Location"] == url("evidence", row)
    fetched(monkeypatch, None)
    assert client.post(url("evidence-paste", row), {"text": TEXT}).status_code == 303
    row = Evidence.objects.get()
    assert (row.capture, row.body) == ("captured", row.read.text[row.start : row.end])
    assert AuditEntry.objects.filter(action="evidence.paste", claim=accepted).exists()
    assert client.post(url("evidence-paste", row), {"text": TEXT}).status_code == 422


def test_an_address_that_is_here_already_is_not_fetched_again(client, accepted, foreign_desk):
    page = make_article(foreign_desk, text=TEXT, url=PAGE)
    add(client, accepted, kind="url", url=PAGE, passage="41 containers are missing")
    row = Evidence.objects.get()
    assert (row.page, row.version, row.capture) == (page, page.latest, "captured")
    assert TEXT[row.start : row.end] == row.body == "41   containers are missing"
    assert "in the evidence of this claim already" in text_of(add(client, accepted, kind="url", url=PAGE))


def test_a_passage_that_does_not_stand_in_the_text_is_refused(client, accepted, foreign_desk):
    make_article(foreign_desk, text=TEXT, url=PAGE)
    answer = add(client, accepted, kind="url", url=PAGE, passage="42 containers are missing")
    assert answer.status_code == 422
    assert "does not stand in the text word for word" in text_of(answer)
    assert "42 containers are missing" in answer.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/admin", "http://169.254.169.254/", "ftp://port.example/"]
)
def test_addresses_that_are_never_fetched_are_refused_at_once(client, accepted, address):
    answer = add(client, accepted, kind="url", url=address)
    assert answer.status_code == 422
    assert not Article.objects.filter(url=address).exists()


def test_a_search_that_found_nothing_says_where_what_and_when(client, accepted):
    values = {"kind": "search", "searched_where": "Port register", "searched_what": "a list of losses"}
    assert add(client, accepted, **values, searched_at="2025-06-09T15:40").status_code == 303
    row = Evidence.objects.get()
    assert (row.relation, row.searched_where, row.searched_what) == (
        "absence",
        "Port register",
        "a list of losses",
    )
    assert timezone.localtime(row.searched_at).strftime("%Y-%m-%d %H:%M") == "2025-06-09 15:40"
    words = text_of(client.get(url("claim", accepted)))
    assert "Searched Port register for a list of losses" in words


def test_a_search_without_a_time_was_made_now_and_none_in_the_future(client, accepted):
    values = {"kind": "search", "searched_where": "Port register", "searched_what": "a list"}
    later = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    refused = add(client, accepted, **values, searched_at=later)
    assert "That time has not been yet" in text_of(refused)
    add(client, accepted, **values)
    assert abs(Evidence.objects.get().searched_at - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "file"}, "Choose a file."),
        ({"kind": "url"}, "Write the address."),
        ({"kind": "used"}, "Search, then choose what is to be used here too."),
        ({"kind": "used", "reuse": "nonsense"}, "valid UUID"),
        ({"kind": "search", "searched_where": "Register"}, "Say what was searched for."),
        ({"kind": "note", "body": "x", "relation": ""}, "Choose how it bears on the claim."),
        ({"kind": "note", "body": "x", "reliability": "G"}, "not one of the available choices"),
    ],
)
def test_what_is_missing_is_asked_for(client, accepted, values, said):
    answer = add(client, accepted, **values)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_grade_is_given_changed_and_taken_back_on_record(client, accepted):
    add(client, accepted, kind="note", body="The harbour master called.", reliability="A", credibility="1")
    row = Evidence.objects.get()
    words = text_of(client.get(url("evidence", row)))
    assert "Completely reliable; confirmed by other sources" in words
    client.post(url("evidence-grade", row), {"reliability": "C", "credibility": ""})
    row.refresh_from_db()
    assert row.grade == "C–"
    entry = AuditEntry.objects.get(action="evidence.grade")
    assert (entry.before["reliability"], entry.after["reliability"]) == ("A", "C")
    client.post(url("evidence-grade", row), {"reliability": "", "credibility": ""})
    row.refresh_from_db()
    assert row.grade == ""
    assert client.post(url("evidence-grade", row), {"reliability": "Z"}).status_code == 422


def test_the_database_knows_the_scale(client, accepted):
    add(client, accepted, kind="note", body="A call.")
    for values in ({"reliability": "G"}, {"credibility": "0"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.update(**values)


def test_evidence_is_added_to_a_claim_whose_source_was_merged(client, accepted, bob):
    into = make_source("Port of the bay")
    with transaction.atomic():
        source_merge(user=bob, source=accepted.source, into=into)
    assert add(client, accepted, kind="note", body="A call.", relation="corroborates").status_code == 303
    assert client.get(url("claim", accepted)).status_code == 200


def test_who_only_reads_and_other_desks_may_not(client, accepted, as_user, dana, charlie):
    add(client, accepted, kind="note", body="A call.")
    row = Evidence.objects.get()
    for person, status in ((dana, 403), (charlie, 404)):
        assert as_user(person).get(url("evidence", row)).status_code == status
        assert as_user(person).post(url("evidence-grade", row), {"reliability": "A"}).status_code == status
        assert as_user(person).post(url("evidence-paste", row), {"text": "x"}).status_code == status


def test_the_page_of_evidence_takes_few_queries(
    client, accepted, foreign_desk, django_assert_max_num_queries
):
    make_article(foreign_desk, text=TEXT, url=PAGE)
    add(client, accepted, kind="url", url=PAGE, passage="41 containers")
    address = url("evidence", Evidence.objects.get())
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)


def test_a_passage_is_found_whatever_the_white_space_between_its_words():
    assert place_of("a b\n c", "b c") == (2, 6)
    assert place_of("a b c", "") is None
    assert place_of("a (b) c", "(b)") == (2, 5)


def test_as_of_a_moment_before_the_capture_there_is_no_text(client, accepted, monkeypatch):
    add(client, accepted, kind="url", url=PAGE)
    before = timezone.now()
    fetched(monkeypatch, TEXT.encode())
    record = url("claim-record", accepted)
    then = client.get(record, {"as_of": before.astimezone(UTC).isoformat()}).json()["content"]
    now = client.get(record, {"as_of": datetime.now(UTC).isoformat()}).json()["content"]
    assert then["claim"]["evidence"][0]["text"] is None
    assert (
        now["claim"]["evidence"][0]["text"]["sha256"] == ArticleVersion.objects.get(article__url=PAGE).sha256
    )


def test_a_captured_page_that_is_retracted_touches_the_claim(client, accepted, bob, monkeypatch):
    add(client, accepted, kind="url", url=PAGE)
    fetched(monkeypatch, TEXT.encode())
    for state in (ArticleState.RUNNING, ArticleState.READY):  # its claims are read, too
        Article.objects.filter(url=PAGE).update(state=state)
    with transaction.atomic():
        page = Article.objects.select_for_update(of=("self",)).get(url=PAGE)
        article_change(user=bob, article=page, kind=ChangeKind.RETRACTED, reason="It says so at the top.")
    assert Touch.objects.get().claim == accepted
