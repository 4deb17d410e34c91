"""One claim is in one person's hands; editors hand out, others take what is free."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.models import Assignment, AuditEntry, Claim
from claims.states import AssignmentState
from claims.verify import assignments, workload
from claims.verify.refusal import CannotDecide

from .scene import approved, submitted

pytestmark = pytest.mark.django_db


def give(by, claims, to, **more) -> list[Assignment]:
    with transaction.atomic():
        return assignments.assignment_give(user=by, claims=list(claims), assignee=to, **more)


def test_an_editor_hands_claims_out_with_due_time_priority_and_instruction(alice, bob, twelve, accepted):
    due = timezone.now() + timedelta(hours=3)
    rows = give(alice, [twelve, accepted], bob, due_at=due, priority=1, instruction="Find the post.")
    assert [(row.assignee, row.due_at, row.priority) for row in rows] == [(bob, due, 1)] * 2
    assert AuditEntry.objects.filter(action="assignment.give", actor=alice).count() == 2


def test_reassigning_takes_the_claim_from_its_holder(alice, bob, edna, twelve):
    old = give(alice, [twelve], bob)[0]
    new = give(alice, [twelve], edna)[0]
    old.refresh_from_db()
    assert (old.state, old.closing_note) == (AssignmentState.WITHDRAWN, "Given to Edna")
    assert list(Assignment.objects.filter(state="open")) == [new]


def test_a_failed_handout_leaves_the_old_holder(alice, bob, dana, twelve):
    old = give(alice, [twelve], bob)[0]
    with pytest.raises(CannotDecide, match="Dana cannot review"):
        give(alice, [twelve], dana)
    old.refresh_from_db()
    assert old.state == AssignmentState.OPEN


def test_the_database_keeps_a_claim_in_one_hand(alice, bob, edna, twelve):
    give(alice, [twelve], bob)
    with pytest.raises(IntegrityError, match="assignment_one_open"), transaction.atomic():
        Assignment.objects.create(claim=twelve, assignee=edna, assigned_by=alice)


def test_a_reporter_takes_what_is_free_and_nothing_else(alice, bob, edna, twelve, accepted):
    assert give(bob, [twelve], bob)[0].assignee == bob
    with pytest.raises(CannotDecide, match="Only editors"):
        give(bob, [accepted], edna)
    give(alice, [accepted], edna)
    with pytest.raises(CannotDecide, match="Edna has this claim"):
        give(bob, [accepted], bob)


def test_claims_go_to_people_of_their_desk_only(alice, charlie, twelve):
    with pytest.raises(CannotDecide, match="another desk"):
        give(alice, [twelve], charlie)


def test_the_holder_closes_it_and_a_colleague_does_not(alice, bob, twelve, foreign_desk):
    from tests.cast import person  # noqa: PLC0415

    row = give(alice, [twelve], bob)[0]
    carol = person("carol", "reporter", foreign_desk)
    with pytest.raises(CannotDecide, match="somebody else"), transaction.atomic():
        assignments.assignment_done(user=carol, assignment=row)
    with transaction.atomic():
        assignments.assignment_done(user=bob, assignment=row)
    assert row.state == AssignmentState.DONE
    with pytest.raises(CannotDecide, match="closed already"), transaction.atomic():
        assignments.assignment_done(user=bob, assignment=row)


def test_handing_back_needs_a_reason_and_frees_the_claim(alice, bob, twelve):
    row = give(alice, [twelve], bob)[0]
    with pytest.raises(CannotDecide, match="why"), transaction.atomic():
        assignments.assignment_hand_back(user=bob, assignment=row, reason="")
    with transaction.atomic():
        assignments.assignment_hand_back(user=bob, assignment=row, reason="I am away.")
    assert list(workload.unassigned(bob)) == [twelve]


def test_the_board_counts_each_claim_where_it_stands(alice, bob, edna, twelve, accepted):
    now = timezone.now()
    give(alice, [twelve], bob, due_at=now - timedelta(hours=1))
    give(alice, [accepted], bob, due_at=now + timedelta(days=3))
    submitted(accepted, bob)
    board = workload.board(alice, person=bob)
    load = next(load for load in board.loads if load.person == bob)
    assert (load.to_review, load.verifying, load.submitted, load.overdue, load.total) == (1, 0, 1, 1, 2)
    assert {item.step for item in board.mine} == {"To review", "Submitted"}
    assert (board.overdue, board.free_count) == (1, 0)
    assert [part.look for part in load.segments] == ["over", "work"]


def test_an_approved_claim_leaves_the_board(alice, bob, edna, accepted):
    give(alice, [accepted], bob)
    approved(accepted, bob, alice)
    board = workload.board(alice)
    assert board.open_count == 0
    assert next(load for load in board.loads if load.person == bob).usual == 1


def test_bars_share_one_scale_and_stay_within_the_drawing(alice, bob, edna, harbour, authority):
    from tests.cast import make_claim  # noqa: PLC0415

    claims = [
        make_claim(harbour, f"{words}", source=authority, statement=f"claim {n}")
        for n, words in enumerate(["41 containers", "12 containers", "3 boats", "2 ships"] * 8)
    ]
    give(alice, claims[:31], bob)
    give(alice, claims[31:], edna)
    loads = {load.person: load for load in workload.board(alice).loads}
    last = loads[bob].segments[-1]
    assert last.x + last.width <= workload.BAR
    assert loads[edna].segments[0].width < last.width


def test_another_desks_work_is_not_counted(alice, charlie, twelve, other_desk, authority):
    from .scene import earlier_claim  # noqa: PLC0415

    earlier_claim(other_desk, authority)
    assert workload.board(alice).free_count == 1
    assert Claim.objects.count() == 2
