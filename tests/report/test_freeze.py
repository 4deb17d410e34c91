"""Freezing: one moment, complete, sealed, numbered, never changed again."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, InternalError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Appearance, AuditEntry, Claim, ReportEdition
from claims.report import services
from claims.report.builder import canonical, seal
from claims.states import EvidenceState, Relation
from tests.cast import make_article, make_source
from tests.report import makers


def freeze(user, report, version=None):
    return services.report_freeze(user=user, report=report, version=version)


@pytest.fixture
def claim(bob, alice):
    return makers.full_claim(bob, alice)


@pytest.fixture
def report(bob, claim):
    return makers.report_of(bob, [claim])


def test_an_edition_holds_every_part_of_a_claim(bob, alice, report, claim):
    later = makers.later_claim(alice)
    makers.evidence(claim, alice, Relation.CORROBORATES, body="The log agrees.")
    makers.evidence(claim, alice, Relation.CONTRADICTS, kind="claim", other=later, body="")
    makers.evidence(claim, alice, Relation.ABSENCE, kind="search", body="Searched the ministry's site.")
    content = freeze(bob, report).content
    (found,) = content["claims"]
    seen = claim.appearances.get()
    version = seen.version

    assert found["statement"] == claim.statement
    assert found["print_line"].startswith("Harbour authority said")
    assert "disputed by Inspectors" in found["print_line"]
    assert found["source"] == {
        "id": str(claim.source.pk),
        "name": "Harbour authority",
        "kind": "government",
        "role": "port operator",
        "organisation": "Ministry of Ports",
        "party_to": "the port dispute",
    }
    (place,) = found["appearances"]
    quote, position = place["anchor"]["quote"], place["anchor"]["position"]
    assert version.text[position["start"] : position["end"]] == quote["exact"]
    assert version.text[: position["start"]].endswith(quote["prefix"])
    assert version.text[position["end"] :].startswith(quote["suffix"])
    assert place["anchor"]["pieces"] == [[position["start"], position["end"]]]
    assert [step["kind"] for step in place["chain"]] == ["outlet", "agency", "via", "source", "organisation"]
    assert [step["name"] for step in place["chain"]] == [
        "Harbour Herald",
        "Coast Wire",
        "the ministry's spokesperson",
        "Harbour authority",
        "Ministry of Ports",
    ]
    assert place["snapshot"]["sha256"] == hashlib.sha256(version.text.encode()).hexdigest()
    assert place["snapshot"]["captured_at"].endswith("+00:00")
    assert place["source_words"] == "Harbour authority"
    assert place["cue"] == "said"
    assert place["article"]["url"] == "https://herald.example/containers"
    assert found["quantities"][0]["low"] == "12"
    assert found["event"] == {
        "id": None,
        "title": "",
        "from": "2025-06-09",
        "to": None,
        "place": "The outer harbour",
    }
    assert found["review"]["by"] == "Bob"
    assert (found["verdict"], found["attribution_verdict"]) == ("disputed", "verbatim")
    assert found["assessment"] == {
        "reason": "A later source gives 460.",
        "author": "Bob",
        "approver": "Alice",
        "submitted_at": "2025-06-10T09:30:00+00:00",
        "approved_at": "2025-06-10T09:30:00+00:00",
        "rests_on": [],
    }
    assert [row["what"] for row in found["evidence"]["for"]] == ["The log agrees."]
    (against,) = found["evidence"]["against"]
    assert against["what"] == "40 containers were recovered"
    assert against["said_by"] == "Inspectors"
    assert against["where"]["outlet"] == "Channel Post"
    assert against["where"]["published"] == "2025-06-10"
    assert against["where"]["digest"] is True
    assert against["confirmed_by"] == "Alice"
    assert [row["relation"] for row in found["evidence"]["context"]] == ["absence"]


def test_only_confirmed_evidence_is_printed(bob, alice, report, claim):
    makers.evidence(claim, alice, body="Confirmed.")
    makers.evidence(claim, alice, body="Proposed.", state=EvidenceState.PROPOSED)
    makers.evidence(claim, alice, body="Dismissed.", state=EvidenceState.DISMISSED)
    text = canonical(freeze(bob, report).content).decode()
    assert "Confirmed." in text
    assert "Proposed." not in text
    assert "Dismissed." not in text


def test_a_verdict_without_approval_is_not_printed(bob, report, claim, alice):
    makers.supersede(claim.assessments.get())
    makers.assess(claim, bob, None, verdict="inaccurate", reason="I think so.")
    content = freeze(bob, report).content
    assert content["claims"][0]["verdict"] == "unassessed"
    assert content["claims"][0]["assessment"] is None
    assert "I think so." not in canonical(content).decode()


def test_the_seal_is_that_of_what_is_stored(bob, report):
    stored = ReportEdition.objects.get(pk=freeze(bob, report).pk)
    assert stored.sha256 == hashlib.sha256(canonical(stored.content)).hexdigest()
    again = json.loads(json.dumps(stored.content))
    assert seal(again) == stored.sha256
    again["claims"][0]["statement"] += "."
    assert seal(again) != stored.sha256


def test_an_edition_says_when_and_by_whom_it_was_frozen(bob, report):
    before = timezone.now()
    edition = freeze(bob, report)
    assert before - timedelta(seconds=1) <= edition.as_of <= timezone.now()
    assert edition.content["edition"]["frozen_by"] == "Bob"
    assert datetime.fromisoformat(edition.content["edition"]["as_of"]) == edition.as_of
    assert edition.as_of.tzinfo is UTC


def test_a_later_change_does_not_reach_an_edition(bob, report, claim):
    edition = freeze(bob, report)
    Claim.objects.filter(pk=claim.pk).update(statement="Something else")
    report.title = "Another title"
    report.save()
    stored = ReportEdition.objects.get(pk=edition.pk)
    assert stored.content == edition.content
    assert freeze(bob, report).content["claims"][0]["statement"] == "Something else"


def test_the_database_refuses_to_change_or_remove_an_edition(bob, report):
    edition = freeze(bob, report)
    with pytest.raises((DatabaseError, InternalError)), transaction.atomic():
        ReportEdition.objects.filter(pk=edition.pk).update(sha256="0" * 64)
    with pytest.raises((DatabaseError, InternalError)), transaction.atomic():
        edition.delete()


def test_freezing_writes_one_audit_row_on_the_report(bob, report):
    edition = freeze(bob, report)
    entry = AuditEntry.objects.get(action="report.freeze")
    assert (entry.subject_id, entry.actor, entry.desk) == (report.pk, bob, bob.desk)
    assert entry.after["sha256"] == edition.sha256
    assert entry.after["edition"] == 1


def test_a_report_without_claims_cannot_be_frozen(bob):
    with pytest.raises(services.NothingToFreeze):
        freeze(bob, makers.report_of(bob, []))
    assert not ReportEdition.objects.exists()


def test_a_stale_page_freezes_nothing(bob, alice, report):
    shown = report.version
    services.report_edit(user=alice, report=report, title="Changed", introduction="", version=None)
    with pytest.raises(services.Stale):
        freeze(bob, report, version=shown)
    assert not ReportEdition.objects.exists()
    assert freeze(bob, report, version=shown + 1).number == 1


def test_corrections_are_carried_through_later_editions(bob, alice, report, claim):
    freeze(bob, report)
    makers.supersede(claim.assessments.get())
    makers.assess(claim, bob, alice, verdict="single_source", reason="Nobody else counts.")
    second = freeze(bob, report).content
    assert [(row["field"], row["from"], row["to"]) for row in second["corrections"]] == [
        ("verdict", "disputed", "single_source")
    ]
    assert second["corrections"][0]["reason"] == "Nobody else counts."
    services.report_remove(user=bob, report=report, item_id=report.items.get().pk)
    services.report_add(user=bob, report=report, claims=[makers.later_claim(alice)])
    third = freeze(bob, report).content
    assert [row["field"] for row in third["corrections"]] == ["removed", "verdict"]
    assert [row["edition"] for row in third["corrections"]] == [3, 2]


def test_a_claim_in_the_outlets_own_voice_ends_at_the_outlet(bob, alice):
    article = make_article(bob.desk)
    source = make_source("Harbour Herald", "outlet", outlet=article.outlet)
    claim = makers.full_claim(bob, alice, source=source)
    chain = freeze(bob, makers.report_of(bob, [claim])).content["claims"][0]["appearances"][0]["chain"]
    assert [step["kind"] for step in chain] == ["outlet", "agency", "via"]


def many(bob, alice, count):
    """Return a report of `count` claims that all have a verdict and evidence."""
    first = makers.full_claim(bob, alice)
    seen = first.appearances.get()
    claims = Claim.objects.bulk_create(
        Claim(
            desk=bob.desk,
            source=first.source,
            statement=f"Statement {n}",
            review_state="accepted",
            reviewed_by=bob,
            reviewed_at=timezone.now(),
        )
        for n in range(count - 1)
    )
    Appearance.objects.bulk_create(
        Appearance(claim=row, version=seen.version, start=seen.start, end=seen.end, exact=seen.exact)
        for row in claims
    )
    for row in claims[:3]:
        makers.assess(row, bob, alice)
    makers.Evidence.objects.bulk_create(
        makers.Evidence(
            claim=row,
            kind="claim",
            relation="contradicts",
            other=first,
            state="confirmed",
            decided_by=alice,
            decided_at=timezone.now(),
        )
        for row in claims
    )
    return makers.report_of(bob, [first, *claims])


def queries_of_freezing(bob, report):
    with CaptureQueriesContext(connection) as caught:
        freeze(bob, report)
    return len(caught)


def test_the_number_of_queries_does_not_grow_with_the_claims(bob, alice, report):
    few = queries_of_freezing(bob, many(bob, alice, 5))
    assert queries_of_freezing(bob, many(bob, alice, 60)) == few
    assert few <= 25


def test_a_thousand_claims_are_frozen_in_seconds(bob, alice):
    report = many(bob, alice, 1000)
    began = time.perf_counter()
    edition = freeze(bob, report)
    assert time.perf_counter() - began < 10
    assert len(edition.content["claims"]) == 1000


@pytest.mark.django_db(transaction=True)
def test_two_freezes_at_once_give_numbers_one_and_two(bob, alice):
    report = makers.report_of(bob, [makers.full_claim(bob, alice)])
    together = threading.Barrier(2)
    numbers, errors = [], []

    def work(user):
        try:
            together.wait(timeout=10)
            numbers.append(freeze(user, report, version=1).number)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(user,)) for user in (bob, alice)]
    [thread.start() for thread in threads]
    [thread.join(timeout=30) for thread in threads]
    assert (sorted(numbers), errors) == ([1, 2], [])


@pytest.mark.django_db(transaction=True)
def test_an_edition_is_the_state_of_one_moment(bob, alice, monkeypatch):
    """A verdict that is approved while the edition is being read is in it wholly or not at all."""
    claim = makers.full_claim(bob, alice)
    report = makers.report_of(bob, [claim])
    plain_read = services.selectors.items_in_full

    def change_then_read(held):
        def elsewhere():
            Claim.objects.filter(pk=claim.pk).update(statement="Changed in the middle")
            connection.close()

        other = threading.Thread(target=elsewhere)
        other.start()
        other.join(timeout=10)
        return plain_read(held)

    monkeypatch.setattr(services.selectors, "items_in_full", change_then_read)
    edition = freeze(bob, report)
    assert edition.content["claims"][0]["statement"] == claim.statement
    assert Claim.objects.get(pk=claim.pk).statement == "Changed in the middle"
