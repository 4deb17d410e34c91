"""A verdict takes two people, rests on a reason, and says when to look again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.models import Assessment, AuditEntry, Claim
from claims.record import Conflict
from claims.states import AssessmentState, AssignmentState, Freshness, Verdict
from claims.verify import assessments, assignments, freshness
from claims.verify.refusal import CannotDecide
from tests.cast import make_claim

from .scene import approved, confirm, dismiss, earlier_claim, later_claim, proposed, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(foreign_desk, authority, bob) -> Claim:
    return earlier_claim(foreign_desk, authority, bob)


def locked(row: Claim) -> Claim:
    return Claim.objects.select_for_update(of=("self",)).get(pk=row.pk)


def approve(row: Assessment, by, version=None) -> Assessment:
    with transaction.atomic():
        return assessments.assessment_approve(
            user=by, claim=locked(row.claim), assessment=Assessment.objects.get(pk=row.pk), version=version
        )


def test_an_approval_writes_the_verdict_of_the_claim(first, bob, alice):
    row = submitted(first, bob)
    assert Claim.objects.get(pk=first.pk).verdict == Verdict.UNASSESSED
    approve(row, alice)
    first.refresh_from_db()
    assert (first.verdict, first.attribution_verdict) == ("single_source", "fair_paraphrase")
    row.refresh_from_db()
    assert (row.state, row.approver) == (AssessmentState.APPROVED, alice)


def test_the_author_never_approves_though_the_role_would_allow_it(first, alice, edna):
    row = submitted(first, alice)
    with pytest.raises(assessments.OwnVerdict):
        approve(row, alice)
    assert Claim.objects.get(pk=first.pk).verdict == Verdict.UNASSESSED
    approve(row, edna)
    assert Claim.objects.get(pk=first.pk).verdict == Verdict.SINGLE_SOURCE


def test_the_database_refuses_an_author_who_approves(first, alice):
    row = submitted(first, alice)
    with pytest.raises(IntegrityError, match="assessment_two_people"), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).update(
            state=AssessmentState.APPROVED, approver=alice, decided_at=timezone.now()
        )


def test_only_an_accepted_claim_gets_a_verdict(foreign_desk, authority, bob):
    open_claim = earlier_claim(foreign_desk, authority)
    with pytest.raises(CannotDecide, match="Accept the claim first"):
        submitted(open_claim, bob)


def test_a_verdict_needs_a_reason(first, bob):
    with pytest.raises(CannotDecide, match="Say why"), transaction.atomic():
        assessments.assessment_submit(
            user=bob, claim=locked(first), opinion=assessments.Opinion("disputed", "unchecked", "  ")
        )


def test_a_verdict_rests_on_evidence_of_its_own_claim_only(first, foreign_desk, authority, bob):
    second = later_claim(foreign_desk, authority)
    strange = proposed(second, first)
    with pytest.raises(CannotDecide, match="its own claim"):
        submitted(first, bob, rests_on=[strange])
    own = proposed(first, second)
    assert list(submitted(first, bob, rests_on=[own]).rests_on.all()) == [own]


def test_a_stale_form_is_refused(first, bob, alice):
    seen = first.version
    approved(first, bob, alice)
    with pytest.raises(Conflict), transaction.atomic():
        assessments.assessment_submit(
            user=bob,
            claim=locked(first),
            opinion=assessments.Opinion("disputed", "unchecked", "why"),
            version=seen,
        )
    assert Assessment.objects.count() == 1


def test_a_new_approval_supersedes_the_earlier_one(first, bob, alice):
    approved(first, bob, alice)
    approved(first, bob, alice, verdict="disputed")
    assert Claim.objects.get(pk=first.pk).verdict == Verdict.DISPUTED
    states = set(Assessment.objects.values_list("verdict", "state"))
    assert states == {("single_source", "superseded"), ("disputed", "approved")}


def test_an_author_replaces_the_own_proposal_but_not_somebody_elses(first, bob, alice):
    old = submitted(first, bob)
    submitted(first, bob, verdict="disputed")
    old.refresh_from_db()
    assert old.state == AssessmentState.SUPERSEDED
    with pytest.raises(CannotDecide, match="Bob proposed waits"):
        submitted(first, alice)


def test_changes_requested_leave_the_claim_as_it_was(first, bob, alice):
    row = submitted(first, bob)
    with transaction.atomic():
        assessments.assessment_return(
            user=alice, claim=locked(first), assessment=row, note="Name the second source."
        )
    row.refresh_from_db()
    assert (row.state, row.decision_note) == (AssessmentState.CHANGES_REQUESTED, "Name the second source.")
    assert Claim.objects.get(pk=first.pk).verdict == Verdict.UNASSESSED
    submitted(first, bob, verdict="disputed")


def test_asking_for_changes_says_which(first, bob, alice):
    row = submitted(first, bob)
    with pytest.raises(CannotDecide, match="what should change"), transaction.atomic():
        assessments.assessment_return(user=alice, claim=locked(first), assessment=row, note=" ")


def test_a_decided_verdict_is_not_decided_again(first, bob, alice, edna):
    row = submitted(first, bob)
    approve(row, alice)
    with pytest.raises(assessments.Outrun):
        approve(row, edna)


@pytest.mark.parametrize(
    ("words", "figure", "preliminary", "after"),
    [
        ("recovered 12 containers", (12, "container"), False, timedelta(hours=24)),
        ("recovered 12 containers", (12, "container"), True, timedelta(hours=6)),
        ("12 people were killed", (12, "person"), False, timedelta(hours=6)),
        ("the port was closed", None, False, None),
    ],
)
def test_the_next_look_follows_from_the_kind_of_claim(harbour, words, figure, preliminary, after):
    claim = make_claim(harbour, "12 containers", statement=words, figure=figure)
    claim.quantities.update(preliminary=preliminary)
    now = timezone.now()
    assert freshness.recheck_time(claim, now=now) == (now + after if after else None)


def test_a_toll_is_looked_at_less_often_the_longer_its_verdict_holds(first, bob, alice):
    Claim.objects.filter(pk=first.pk).update(statement="12 people were killed")
    waits = []
    for verdict in [
        "single_source",
        "single_source",
        "single_source",
        "single_source",
        "disputed",
        "single_source",
    ]:
        approve(submitted(first, bob, verdict), alice)
        claim = Claim.objects.get(pk=first.pk)
        waits.append(
            (claim.recheck_at - claim.assessments.get(state="approved").decided_at) // timedelta(hours=1)
        )
    assert waits == [6, 24, 168, 168, 6, 6]


def test_an_approval_makes_the_verdict_current_again(first, foreign_desk, authority, bob, alice):
    approved(first, bob, alice)
    confirm(proposed(first, later_claim(foreign_desk, authority)), bob, "contradicts")
    assert Claim.objects.get(pk=first.pk).freshness == Freshness.NEEDS_RECHECK
    row = approved(first, bob, alice, verdict="disputed")
    assert (row.freshness, row.freshness_cause) == (Freshness.CURRENT, "")
    assert row.recheck_at is not None


def test_the_approval_closes_the_assignment(first, bob, alice):
    with transaction.atomic():
        row = assignments.assignment_give(user=alice, claims=[locked(first)], assignee=bob)[0]
    approved(first, bob, alice)
    row.refresh_from_db()
    assert (row.state, row.closing_note) == (AssignmentState.DONE, "Verdict approved")


def test_a_confirmed_contradiction_asks_for_a_recheck_and_flips_nothing(
    first, foreign_desk, authority, bob, alice
):
    approved(first, bob, alice)
    confirm(proposed(first, later_claim(foreign_desk, authority), "repeats"), bob, "contradicts")
    first.refresh_from_db()
    assert (first.freshness, first.verdict) == (Freshness.NEEDS_RECHECK, Verdict.SINGLE_SOURCE)
    assert first.freshness_cause == "later source: Bay Post 3"


def test_a_confirmed_repetition_asks_for_no_recheck(first, foreign_desk, authority, bob, alice):
    approved(first, bob, alice)
    confirm(proposed(first, later_claim(foreign_desk, authority)), bob, "repeats")
    assert Claim.objects.get(pk=first.pk).freshness == Freshness.CURRENT


def test_dismissing_what_a_verdict_rests_on_asks_for_a_recheck(first, foreign_desk, authority, bob, alice):
    row = proposed(first, later_claim(foreign_desk, authority), "corroborates")
    confirm(row, bob, "corroborates")
    approved(first, bob, alice, verdict="corroborated", rests_on=[row])
    dismiss(row, bob, "Not the same bay")
    first.refresh_from_db()
    assert (first.freshness, first.verdict) == (Freshness.NEEDS_RECHECK, Verdict.CORROBORATED)


def test_a_passed_time_makes_a_verdict_due_once(first, bob, alice):
    claim = approved(first, bob, alice)
    later = claim.recheck_at + timedelta(minutes=1)
    assert freshness.claims_mark_due(now=claim.recheck_at - timedelta(minutes=1)) == 0
    assert [freshness.claims_mark_due(now=later), freshness.claims_mark_due(now=later)] == [1, 0]
    claim.refresh_from_db()
    assert (claim.freshness, claim.verdict) == (Freshness.DUE, Verdict.SINGLE_SOURCE)
    assert AuditEntry.objects.filter(action="claim.due", actor=None).count() == 1


@pytest.mark.parametrize(
    ("verdict", "relation", "warned"),
    [
        ("corroborated", None, True),
        ("corroborated", "repeats", True),
        ("corroborated", "corroborates", False),
        ("disputed", None, True),
        ("disputed", "contradicts", False),
        ("inaccurate", "updates", False),
        ("single_source", "corroborates", True),
        ("single_source", None, False),
    ],
)
def test_a_verdict_without_its_evidence_is_warned_about(
    first, foreign_desk, authority, bob, verdict, relation, warned
):
    rows = []
    if relation:
        rows = [confirm(proposed(first, later_claim(foreign_desk, authority)), bob, relation)]
    assert bool(assessments.warnings(verdict, rows)) is warned


def test_evidence_that_is_only_proposed_does_not_quieten_the_warning(first, foreign_desk, authority):
    row = proposed(first, later_claim(foreign_desk, authority), "corroborates")
    assert assessments.warnings("corroborated", [row])
