"""The one writer of status: guarded, audited, in one transaction, and the database behind it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from claims import record, states
from claims.models import Assessment, AuditEntry, Claim
from claims.states import AssessmentState, Review, Verdict


def accept(claim, actor):
    with transaction.atomic():
        locked = Claim.objects.select_for_update().get(pk=claim.pk)
        return record.change(
            locked,
            actor=actor,
            action="claim.accept",
            review_state=Review.ACCEPTED,
            reviewed_by=actor,
            reviewed_at=timezone.now(),
        )


def test_a_change_writes_the_status_the_version_and_who_did_it(twelve, bob):
    entry = accept(twelve, bob)
    twelve.refresh_from_db()
    assert (twelve.review_state, twelve.version, twelve.changed_by) == (Review.ACCEPTED, 2, bob)
    assert entry.before["review_state"] == "extracted"
    assert entry.after["review_state"] == "accepted"
    assert (entry.actor, entry.claim, entry.desk) == (bob, twelve, twelve.desk)


def test_a_move_that_the_table_lacks_is_refused_and_nothing_is_written(twelve, bob):
    with pytest.raises(states.RefusedTransition), transaction.atomic():
        record.change(twelve, actor=bob, action="claim.due", freshness=states.Freshness.DUE)
        record.change(twelve, actor=bob, action="claim.odd", review_state="published")
    twelve.refresh_from_db()
    assert twelve.freshness == "current"
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_a_transaction_is_refused(twelve, bob):
    with pytest.raises(transaction.TransactionManagementError):
        record.change(twelve, actor=bob, action="claim.accept", review_state=Review.ACCEPTED)
    assert not AuditEntry.objects.exists()


def test_the_audit_row_falls_with_the_change(twelve, bob):
    with pytest.raises(RuntimeError), transaction.atomic():
        accept(twelve, bob)
        raise RuntimeError
    twelve.refresh_from_db()
    assert twelve.review_state == Review.EXTRACTED
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_auditentry SET note = 'x'",
        "DELETE FROM claims_auditentry",
        "UPDATE claims_articleversion SET text = 'x'",
        "DELETE FROM claims_articleversion",
        "DELETE FROM claims_claim",
        "UPDATE claims_claim SET freshness = 'due' WHERE freshness = 'needs_recheck' OR true; "
        "UPDATE claims_claim SET freshness = 'needs_recheck', freshness_cause = 'x'; "
        "UPDATE claims_claim SET freshness = 'due'",
    ],
)
def test_the_database_refuses_what_the_record_never_does(twelve, bob, statement):
    accept(twelve, bob)
    refused = pytest.raises((ProgrammingError, IntegrityError))
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_lets_the_moves_of_the_table_pass(twelve, bob):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE claims_claim SET review_state = 'accepted', reviewed_by_id = %s, reviewed_at = now()",
            [bob.pk],
        )
        assert cursor.rowcount == 1


def test_a_rejection_needs_a_reason(twelve, bob):
    with pytest.raises(IntegrityError), transaction.atomic():
        record.change(
            twelve,
            actor=bob,
            action="claim.reject",
            review_state=Review.REJECTED,
            reviewed_by=bob,
            reviewed_at=timezone.now(),
        )


def test_nobody_approves_an_own_verdict_even_in_the_database(accepted, bob):
    assessment = Assessment.objects.create(
        claim=accepted,
        verdict=Verdict.SINGLE_SOURCE,
        reason="One voice only.",
        author=bob,
        state=AssessmentState.SUBMITTED,
        submitted_at=timezone.now(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        record.change(
            assessment,
            actor=bob,
            action="assessment.approve",
            state=AssessmentState.APPROVED,
            approver=bob,
            decided_at=timezone.now(),
        )


def test_the_words_of_a_submitted_verdict_stand(accepted, bob):
    assessment = Assessment.objects.create(
        claim=accepted,
        verdict=Verdict.SINGLE_SOURCE,
        reason="One voice only.",
        author=bob,
        state=AssessmentState.SUBMITTED,
    )
    assessment.reason = "Two voices."
    with pytest.raises(ProgrammingError), transaction.atomic():
        assessment.save()


def test_a_quotation_must_stand_at_its_place_in_the_text(twelve):
    appearance = twelve.appearances.get()
    appearance.exact = "its crews recovered 13 containers"
    with pytest.raises(IntegrityError), transaction.atomic():
        appearance.save()


def test_a_hash_must_be_that_of_the_text(harbour):
    with pytest.raises(IntegrityError), transaction.atomic():
        harbour.versions.create(
            number=2, text="Other words.", sha256="0" * 64, method="paste", captured_at=timezone.now()
        )


def test_a_stale_version_is_a_conflict(twelve, bob):
    accept(twelve, bob)
    twelve.refresh_from_db()
    record.expect_version(twelve, 2)
    with pytest.raises(record.Conflict) as caught:
        record.expect_version(twelve, 1)
    assert caught.value.row == twelve
