"""Open assignments changed by editors, many at once, and any act on assignments taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from claims import record
from claims.access import Action, may
from claims.models import Assignment, AuditEntry, Claim, User
from claims.models.assignment import Priority
from claims.states import AssignmentState

from .assignments import assignment_withdraw, new_act, open_rows
from .refusal import CannotDecide

UNDO_WITHIN = timedelta(hours=1)
MOST = 2000  # rows of one act


def assignments_set(
    *, user: User, claims: Sequence[Claim], due_at: datetime | None = None, priority: int | None = None
) -> int:
    """Give the open assignments of locked `claims` another due time or priority; returns how many changed."""
    _editor(user)
    wanted: dict[str, Any] = {"due_at": due_at, "priority": priority}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    if not wanted:
        raise CannotDecide("Choose what to change: the person, the due time or the priority.")
    act, changed = new_act(), 0
    for row in open_rows(claims):
        if any(getattr(row, name) != value for name, value in wanted.items()):
            record.change(row, actor=user, action="assignment.set", extra=({}, {"act": act}), **wanted)
            changed += 1
    return changed


def assignments_take_back(*, user: User, claims: Sequence[Claim], note: str = "Taken back") -> int:
    """Close the open assignments of locked `claims`; they are in nobody's hands then. Returns how many."""
    _editor(user)
    act, rows = new_act(), list(open_rows(claims))
    for row in rows:
        assignment_withdraw(user=user, row=row, note=note, act=act)
    return len(rows)


def _editor(user: User) -> None:
    if not may(user, Action.ASSIGN):
        raise CannotDecide("Only editors change what others have in hand.")


def last_act(user: User) -> AuditEntry | None:
    """Return the newest entry of the person's last act on assignments, None when there is nothing to undo."""
    row = (
        AuditEntry.objects.filter(actor=user, subject_type="assignment", at__gt=timezone.now() - UNDO_WITHIN)
        .select_related("undone_by")
        .order_by("-id")
        .first()
    )
    if row is None or not row.after.get("act") or row.undoes_id or hasattr(row, "undone_by"):
        return None
    return row


def act_entries(user: User, act: str) -> QuerySet[AuditEntry]:
    """Return the entries of one act of the person, the newest first."""
    recent = timezone.now() - UNDO_WITHIN
    return AuditEntry.objects.filter(
        actor=user, subject_type="assignment", at__gt=recent, after__act=act
    ).order_by("-id")


def act_undo(*, user: User, act: str) -> int:
    """Take back one act of the person on assignments; returns how many claims it concerned.

    All or nothing: raises CannotDecide when somebody has changed one of them since, or when it was
    undone already. What was closed is opened as a new assignment, as it was; the history keeps both.
    """
    entries = list(act_entries(user, act)[:MOST]) if act else []
    if not entries:
        raise CannotDecide("There is nothing to undo any more.")
    claims = Claim.objects.select_for_update(of=("self",)).filter(pk__in={row.claim_id for row in entries})
    locked = {claim.pk: claim for claim in claims.order_by("pk")}
    if AuditEntry.objects.filter(undoes__in=[row.pk for row in entries]).exists():
        raise CannotDecide("This was undone already.")
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("claim", "assignee")
    found = rows.order_by("pk").in_bulk([row.subject_id for row in entries])
    for entry in entries:
        _UNDO[entry.action](user, found[entry.subject_id], entry)
    return len(locked)


def _undo_give(user: User, row: Assignment, entry: AuditEntry) -> None:
    """Close what was given, unless it was closed or went on since."""
    _unchanged(row, entry)
    record.change(
        row,
        actor=user,
        action="assignment.withdraw",
        note="Undone",
        undoes=entry,
        state=AssignmentState.WITHDRAWN,
        closed_at=timezone.now(),
        closing_note="Undone",
    )


def _undo_set(user: User, row: Assignment, entry: AuditEntry) -> None:
    """Put back the values that stood before."""
    _unchanged(row, entry)
    values: dict[str, Any] = {name: entry.before[name] for name in ("priority",) if name in entry.before}
    if "due_at" in entry.before:
        due = entry.before["due_at"]
        values["due_at"] = parse_datetime(due) if due else None
    if "assignee" in entry.before:
        values["assignee"] = None  # it was taken from the pool
    record.change(row, actor=user, action="assignment.set", note="Undone", undoes=entry, **values)


def _undo_close(user: User, row: Assignment, entry: AuditEntry) -> None:
    """Open what was closed again, as a new row with everything it had."""
    if Assignment.objects.filter(claim=row.claim_id, state=AssignmentState.OPEN).exists():
        raise CannotDecide(f"Somebody has “{row.claim.statement[:80]}” by now. Nothing was undone.")
    again = Assignment.objects.create(
        claim=row.claim,
        assignee=row.assignee,
        assigned_by=row.assigned_by,
        due_at=row.due_at,
        priority=row.priority,
        instruction=row.instruction,
        question=row.question,
    )
    record.change(
        again,
        actor=user,
        action="assignment.reopen",
        note="Undone",
        undoes=entry,
        extra=({}, {"assignee": row.assignee, "due_at": row.due_at}),
    )


_UNDO = {
    "assignment.give": _undo_give,
    "assignment.take": _undo_set,
    "assignment.set": _undo_set,
    "assignment.done": _undo_close,
    "assignment.hand_back": _undo_close,
    "assignment.withdraw": _undo_close,
}


def _unchanged(row: Assignment, entry: AuditEntry) -> None:
    """Raise CannotDecide when something happened to the assignment after `entry`."""
    later = AuditEntry.objects.filter(subject_type="assignment", subject_id=row.pk, pk__gt=entry.pk)
    if row.state != AssignmentState.OPEN or later.exists():
        raise CannotDecide(f"“{row.claim.statement[:80]}” was changed since. Nothing was undone.")


def priority_of(value: str) -> int | None:
    """Return the priority that a field carries, None for leaving it as it is."""
    return int(value) if value in {str(known) for known in Priority.values} else None
