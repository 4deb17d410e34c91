"""Claims in people's hands: given, taken, done, handed back.

One claim is in one person's hands, or in the pool of its desk, from which anyone of the desk may take it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

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
    assignee: User | None,
    due_at: datetime | None = None,
    priority: int | None = None,
    instruction: str = "",
    question: str = "",
    act: str = "",
) -> list[Assignment]:
    """Give locked `claims` to `assignee`, or to the desk's pool (None). Returns the new assignments.

    Who held one before loses it: the old row is closed with a note, and what is left open here (due time,
    priority, instruction, question) is taken over from it. Editors give to anybody of the desk who may
    review; everybody else only takes for themselves what nobody else holds. `act` is the act that this is a
    part of (default: one of its own). Raises CannotDecide.
    """
    _can_be_given(user, claims, assignee)
    act = act or new_act()
    held = {row.claim_id: row for row in open_rows(claims)}
    rows = []
    for claim in claims:
        old = held.get(claim.pk)
        if old:
            note = f"Given to {assignee.display_name if assignee else 'the desk’s pool'}"
            _close(old, user, "assignment.withdraw", AssignmentState.WITHDRAWN, note, act)
        rows.append(
            Assignment(
                claim=claim,
                assignee=assignee,
                assigned_by=user,
                due_at=due_at or (old.due_at if old else None),
                priority=priority or (old.priority if old else Priority.NORMAL),
                instruction=instruction.strip() or (old.instruction if old else ""),
                question=question.strip() or (old.question if old else ""),
            )
        )
    Assignment.objects.bulk_create(rows)
    for row in rows:
        record.created(
            row, actor=user, action="assignment.give", note=row.instruction, after=_given(row, act)
        )
    return rows


def new_act() -> str:
    """Return the name of one act of a person, which may touch many rows and is undone as one."""
    return uuid4().hex


def _given(row: Assignment, act: str) -> dict[str, Any]:
    return {
        "assignee": row.assignee,
        "due_at": row.due_at,
        "priority": Priority(row.priority).label,
        **({"question": row.question} if row.question else {}),
        "act": act,
    }


def open_rows(claims: Sequence[Claim]) -> QuerySet[Assignment]:
    """Return the open assignments of locked `claims`, locked themselves, in one order for everybody."""
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("assignee", "claim")
        .filter(claim__in=[claim.pk for claim in claims], state=AssignmentState.OPEN)
        .order_by("pk")
    )


def _can_be_given(user: User, claims: Sequence[Claim], assignee: User | None) -> None:
    if not claims:
        raise CannotDecide("No claims were chosen.")
    editor = may(user, Action.ASSIGN)
    if not editor and (assignee is None or assignee.pk != user.pk):
        raise CannotDecide("Only editors hand out claims. You can take them yourself.")
    if assignee is not None:
        if not may(assignee, Action.REVIEW):
            raise CannotDecide(
                f"{assignee.display_name} cannot review claims. Choose a reporter or an editor."
            )
        if any(claim.desk_id != assignee.desk_id for claim in claims):
            raise CannotDecide(f"{assignee.display_name} works on another desk.")
    if not editor:
        _nobody_else_has(user, open_rows(claims))


def _nobody_else_has(user: User, rows: QuerySet[Assignment]) -> None:
    for row in rows:
        if row.assignee and row.assignee_id != user.pk:
            raise CannotDecide(
                f"{row.assignee.display_name} has this claim. Ask an editor to hand it to you."
            )


def claim_take(*, user: User, claim: Claim) -> Assignment:
    """Put the locked `claim` into the person's own hands: from the pool, as it was given there, or if nobody
    has it. Raises CannotDecide when somebody has it."""
    row = open_rows([claim]).first()
    if row is None:
        return assignment_give(user=user, claims=[claim], assignee=user)[0]
    if row.assignee_id == user.pk:
        raise CannotDecide("You have this claim already.")
    if row.assignee:
        raise CannotDecide(f"{row.assignee.display_name} has this claim. Ask an editor to hand it to you.")
    if claim.desk_id != user.desk_id:
        raise CannotDecide("This claim is in the pool of another desk.")
    record.change(row, actor=user, action="assignment.take", assignee=user, extra=({}, {"act": new_act()}))
    return row


def assignment_done(*, user: User, assignment: Assignment, note: str = "", answer: str = "") -> Assignment:
    """Close the locked assignment as done, by its holder or an editor; a question needs its answer."""
    can_be_closed(user, assignment)
    answer = answer.strip()
    if assignment.question and not answer:
        raise CannotDecide(f"Answer the question before it is done: {assignment.question}")
    _close(
        assignment, user, "assignment.done", AssignmentState.DONE, note or answer, new_act(), answer=answer
    )
    return assignment


def assignment_hand_back(*, user: User, assignment: Assignment, reason: str) -> Assignment:
    """Give the locked assignment back with the reason, so that an editor can hand it to somebody else."""
    can_be_closed(user, assignment)
    if not reason.strip():
        raise CannotDecide("Say why you hand it back.")
    _close(assignment, user, "assignment.hand_back", AssignmentState.HANDED_BACK, reason, new_act())
    return assignment


def assignments_finish(*, claim: Claim, actor: User, note: str) -> None:
    """Close the open assignment of the locked `claim` as done, if there is one."""
    for row in open_rows([claim]):
        _close(row, actor, "assignment.done", AssignmentState.DONE, note, new_act())


def assignment_withdraw(*, user: User, row: Assignment, note: str, act: str) -> None:
    """Take a locked open assignment back; the claim is then in nobody's hands."""
    _close(row, user, "assignment.withdraw", AssignmentState.WITHDRAWN, note, act)


def _close(
    row: Assignment, user: User, action: str, state: AssignmentState, note: str, act: str, **more: Any
) -> None:
    record.change(
        row,
        actor=user,
        action=action,
        note=note.strip(),
        state=state,
        closed_at=timezone.now(),
        closing_note=note.strip()[:500],
        extra=({}, {"act": act}),
        **more,
    )


def can_be_closed(user: User, assignment: Assignment) -> None:
    """Raise CannotDecide unless it is open and the person holds it or hands out work."""
    if assignment.state != AssignmentState.OPEN:
        raise CannotDecide("This assignment is closed already.")
    if assignment.assignee_id != user.pk and not may(user, Action.ASSIGN):
        if assignment.assignee_id is None:
            raise CannotDecide("Nobody has taken this claim yet. Take it first.")
        raise CannotDecide("This claim is in somebody else's hands.")
