"""Two people at the same moment: one wins, the other is told; nothing is lost or doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.access import Action, access_assessment, access_claim, access_evidence
from claims.models import Assessment, Assignment, Claim, ClaimReading, Event, Evidence, ReadingFigure
from claims.verify import assessments, assignments, event_placing, evidence, readings
from claims.verify.grouping import linking
from claims.verify.refusal import CannotDecide

from .scene import article_of, earlier_claim, later_claim, matched, proposed, submitted

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds: Callable[[], object]) -> list[object]:
    """Run all deeds at once, each with a connection of its own; returns results or exceptions."""
    gate = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=10)
            results[place] = deed()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def errors(results: list[object]) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def test_of_two_editors_who_approve_at_once_one_wins(foreign_desk, authority, bob, alice, edna):
    claim = earlier_claim(foreign_desk, authority, bob)
    row = submitted(claim, bob)

    def approve(by):
        def deed():
            with transaction.atomic():
                locked = access_claim(by, claim.pk, Action.APPROVE, lock=True)
                found = access_assessment(by, row.pk, Action.APPROVE, lock=True)
                assessments.assessment_approve(user=by, claim=locked, assessment=found)
            return by.username

        return deed

    results = together(approve(alice), approve(edna))
    assert errors(results) == [assessments.Outrun]
    assert Assessment.objects.filter(state="approved").count() == 1
    assert Claim.objects.get(pk=claim.pk).version == 2


def test_an_approval_and_a_request_for_changes_do_not_both_happen(foreign_desk, authority, bob, alice, edna):
    claim = earlier_claim(foreign_desk, authority, bob)
    row = submitted(claim, bob)

    def decide(by, service, **more):
        def deed():
            with transaction.atomic():
                locked = access_claim(by, claim.pk, Action.APPROVE, lock=True)
                found = access_assessment(by, row.pk, Action.APPROVE, lock=True)
                service(user=by, claim=locked, assessment=found, **more)

        return deed

    results = together(
        decide(alice, assessments.assessment_approve),
        decide(edna, assessments.assessment_return, note="More."),
    )
    assert errors(results) == [assessments.Outrun]
    row.refresh_from_db()
    assert Claim.objects.get(pk=claim.pk).verdict == (
        "single_source" if row.state == "approved" else "unassessed"
    )


def test_two_decisions_on_one_proposal_leave_one(foreign_desk, authority, bob, alice):
    claim = earlier_claim(foreign_desk, authority, bob)
    row = proposed(claim, later_claim(foreign_desk, authority))

    def decide(by, relation):
        def deed():
            with transaction.atomic():
                locked = access_claim(by, claim.pk, Action.EVIDENCE, lock=True)
                found = access_evidence(by, row.pk, Action.EVIDENCE, lock=True)
                evidence.evidence_confirm(
                    user=by, claim=locked, evidence=found, relation=relation, seen="proposed"
                )

        return deed

    assert errors(together(decide(bob, "updates"), decide(alice, "contradicts"))) == [evidence.AlreadyDecided]


def test_two_editors_who_hand_out_the_same_claim_leave_it_in_one_hand(
    foreign_desk, authority, bob, alice, edna
):
    claim = earlier_claim(foreign_desk, authority, bob)

    def give(by, to):
        def deed():
            with transaction.atomic():
                locked = access_claim(by, claim.pk, Action.ASSIGN, lock=True)
                assignments.assignment_give(user=by, claims=[locked], assignee=to)

        return deed

    assert errors(together(give(alice, bob), give(edna, edna))) == []
    assert sorted(Assignment.objects.values_list("state", flat=True)) == ["open", "withdrawn"]


def test_two_reporters_who_take_the_same_claim_one_gets_it(foreign_desk, authority, bob, alice):
    from tests.cast import person  # noqa: PLC0415

    claim = earlier_claim(foreign_desk, authority, bob)
    carol = person("carol", "reporter", foreign_desk)

    def take(by):
        def deed():
            with transaction.atomic():
                locked = access_claim(by, claim.pk, Action.REVIEW, lock=True)
                assignments.assignment_give(user=by, claims=[locked], assignee=by)

        return deed

    assert errors(together(take(bob), take(carol))) == [CannotDecide]
    assert Assignment.objects.count() == 1


def test_two_articles_matched_at_once_propose_each_pair_once(foreign_desk, authority):
    first = earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    results = together(lambda: matched(article_of(first)), lambda: matched(article_of(second)))
    assert errors(results) == []
    assert sorted(results) == [0, 1]
    assert Evidence.objects.count() == 1


def test_two_workers_that_read_the_same_claims_keep_one_reading_of_each(foreign_desk, authority):
    rows = [earlier_claim(foreign_desk, authority), later_claim(foreign_desk, authority)]
    for _ in range(3):
        ClaimReading.objects.update(fingerprint="")
        assert errors(together(lambda: readings.keep(rows), lambda: readings.keep(reversed(rows)))) == []
        assert (ClaimReading.objects.count(), ReadingFigure.objects.count()) == (2, 2)


def test_a_claim_that_a_person_places_while_the_machine_works_it_out_stays_there(
    foreign_desk, authority, bob, monkeypatch
):
    matched(article_of(earlier_claim(foreign_desk, authority)))
    later = later_claim(foreign_desk, authority)
    chosen = Event.objects.create(desk=foreign_desk, title="Chosen by hand")
    asked = []

    def meanwhile(*given):
        asked.append(given)
        if len(asked) == 1:
            moved = Claim.objects.filter(pk=later.pk)
            assert together(lambda: moved.update(event=chosen, event_by=bob)) == [1]
        return linking.linked(*given)

    monkeypatch.setattr(event_placing, "linked", meanwhile)
    matched(article_of(later))
    later.refresh_from_db()
    assert (later.event, later.event_by) == (chosen, bob)
    assert asked, "the machine had begun"


def test_the_last_try_holds_what_it_looks_at(foreign_desk, authority, monkeypatch):
    matched(article_of(earlier_claim(foreign_desk, authority)))
    later = later_claim(foreign_desk, authority)
    real, tries = event_placing._lock, []

    def overtaken(*given):
        tries.append(given)
        if len(tries) < event_placing.TRIES:
            raise event_placing.Overtaken
        return real(*given)

    monkeypatch.setattr(event_placing, "_lock", overtaken)
    matched(article_of(later))
    assert len(tries) == event_placing.TRIES
    later.refresh_from_db()
    assert later.event is not None
    assert Event.objects.count() == 1, "what the first tries began is gone"


def test_placing_and_deciding_on_the_same_claims_never_wait_in_a_circle(foreign_desk, authority):
    """The machine locks by id, as people do, whatever order it writes in."""
    matched(article_of(earlier_claim(foreign_desk, authority)))
    later = later_claim(foreign_desk, authority)
    with CaptureQueriesContext(connection) as seen:
        matched(article_of(later))
    locks = [
        query["sql"]
        for query in seen
        if "FOR NO KEY UPDATE" in query["sql"] and "claims_claim" in query["sql"]
    ]
    writes = [
        at for at, query in enumerate(seen) if query["sql"].startswith('UPDATE "claims_claim" SET "event_id"')
    ]
    first = next(at for at, query in enumerate(seen) if query["sql"] in locks)
    assert locks
    assert all(sql.startswith('SELECT "claims_claim"."id"') and "ORDER BY 1 ASC" in sql for sql in locks)
    assert first < writes[0]
