"""Claims in people's hands: given, done, handed back, taken back. One claim is in one person's hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from claims import record
from claims.access import Action, may
from claims.models import Assignment, Claim, User
from claims.models.assignment import Priority
from claims.states import AssignmentState

from .refusal import CannotDecide


def assignment_give(
    *,
    user: User,
    claims: Sequence[Claim],
    assignee: User,
    due_at: datetime | None = None,
    priority: int = Priority.NORMAL,
    instruction: str = "",
) -> list[Assignment]:
    """Give locked `claims` to `assignee`; who held one before loses it. Returns the new assignments.

    Editors give to anybody of the desk who may review; everybody else only takes for themselves what
    nobody else holds. Raises CannotDecide.
    """
    _can_be_given(user, claims, assignee)
    held = {row.claim_id: row for row in _open(claims)}
    for claim in claims:
        if claim.pk in held:
            _withdraw(held[claim.pk], user, assignee)
    rows = [
        Assignment(
            claim=claim,
            assignee=assignee,
            assigned_by=user,
            due_at=due_at,
            priority=priority,
            instruction=instruction.strip(),
        )
        for claim in claims
    ]
    Assignment.objects.bulk_create(rows)
    for row in rows:
        record.created(
            row,
            actor=user,
            action="assignment.give",
            note=row.instruction,
            after={"assignee": assignee, "due_at": due_at, "priority": Priority(priority).label},
        )
    return rows


def _open(claims: Sequence[Claim]) -> QuerySet[Assignment]:
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("assignee")
        .filter(claim__in=[claim.pk for claim in claims], state=AssignmentState.OPEN)
        .order_by("pk")
    )


def _can_be_given(user: User, claims: Sequence[Claim], assignee: User) -> None:
    if not claims:
        raise CannotDecide("No claims were chosen.")
    if not may(assignee, Action.REVIEW):
        raise CannotDecide(f"{assignee.display_name} cannot review claims. Choose a reporter or an editor.")
    if any(claim.desk_id != assignee.desk_id for claim in claims):
        raise CannotDecide(f"{assignee.display_name} works on another desk.")
    if may(user, Action.ASSIGN):
        return
    if assignee.pk != user.pk:
        raise CannotDecide("Only editors hand out claims. You can take them yourself.")
    others = [row for row in _open(claims) if row.assignee_id != user.pk]
    if others:
        raise CannotDecide(
            f"{others[0].assignee.display_name} has this claim. Ask an editor to hand it to you."
        )


def _withdraw(row: Assignment, user: User, assignee: User) -> None:
    record.change(
        row,
        actor=user,
        action="assignment.withdraw",
        state=AssignmentState.WITHDRAWN,
        closed_at=timezone.now(),
        closing_note=f"Given to {assignee.display_name}"[:500],
    )


def assignment_done(*, user: User, assignment: Assignment, note: str = "") -> Assignment:
    """Close the locked assignment as done, by its holder or an editor. Raises CannotDecide."""
    _can_be_closed(user, assignment)
    _close(assignment, user, "assignment.done", AssignmentState.DONE, note)
    return assignment


def assignment_hand_back(*, user: User, assignment: Assignment, reason: str) -> Assignment:
    """Give the locked assignment back with the reason, so that an editor can hand it to somebody else."""
    _can_be_closed(user, assignment)
    if not reason.strip():
        raise CannotDecide("Say why you hand it back.")
    _close(assignment, user, "assignment.hand_back", AssignmentState.HANDED_BACK, reason)
    return assignment


def assignments_finish(*, claim: Claim, actor: User, note: str) -> None:
    """Close the open assignment of the locked `claim` as done, if there is one."""
    for row in _open([claim]):
        _close(row, actor, "assignment.done", AssignmentState.DONE, note)


def _close(row: Assignment, user: User, action: str, state: AssignmentState, note: str) -> None:
    record.change(
        row,
        actor=user,
        action=action,
        note=note.strip(),
        state=state,
        closed_at=timezone.now(),
        closing_note=note.strip()[:500],
    )


def _can_be_closed(user: User, assignment: Assignment) -> None:
    if assignment.assignee_id != user.pk and not may(user, Action.ASSIGN):
        raise CannotDecide("This claim is in somebody else's hands.")
    if assignment.state != AssignmentState.OPEN:
        raise CannotDecide("This assignment is closed already.")
