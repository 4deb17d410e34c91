"""Who is told that work is late: overdue, or nothing has happened lately. The same state is told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.utils import timezone

from claims import record
from claims.access import Action, may
from claims.models import Assessment, Assignment, AuditEntry, Claim, Notification, User
from claims.models.notification import NoticeKind
from claims.states import AssessmentState, AssignmentState

from .assignments import open_rows
from .refusal import CannotDecide

BATCH = 500  # notices of one run; the next one goes on
REMIND = "assignment.remind"


def nags_make(*, now: datetime | None = None) -> int:
    """Leave notices of assignments that became overdue or stale; returns how many rows were looked at.

    Safe to run at any time, twice and side by side: the database holds each state of an assignment once.
    """
    now = now or timezone.now()
    return _overdue(now) + _stale(now)


def _concerned() -> QuerySet[Assignment]:
    """Return open assignments on which the next move is the holder's, each with whom to tell.

    In the pool, or with an account that was closed, that is who gave it.
    """
    waits = Assessment.objects.filter(claim=OuterRef("claim"), state=AssessmentState.SUBMITTED)
    return (
        Assignment.objects.filter(state=AssignmentState.OPEN)
        .filter(~Exists(waits))
        .annotate(to=Case(When(assignee__is_active=True, then=F("assignee")), default=F("assigned_by")))
        .order_by("due_at", "pk")
    )


def _untold(kind: NoticeKind, moment: str) -> Any:
    told = Notification.objects.filter(
        assignment=OuterRef("pk"), user=OuterRef("to"), kind=kind, state_at=OuterRef(moment)
    )
    return ~Exists(told)


def _overdue(now: datetime) -> int:
    rows = _concerned().filter(due_at__lt=now).filter(_untold(NoticeKind.OVERDUE, "due_at"))
    return _tell(
        rows, NoticeKind.OVERDUE, "due_at", lambda row, zone: f"It was due {_moment(row.due_at, zone)}."
    )


def _stale(now: datetime) -> int:
    hours = settings.ASSIGNMENT_STALE_HOURS
    if not hours:
        return 0
    deeds = AuditEntry.objects.filter(claim=OuterRef("claim"), actor__isnull=False).exclude(action=REMIND)
    rows = (
        _concerned()
        .annotate(last=Subquery(deeds.order_by("-id").values("at")[:1]))
        .filter(last__lt=now - timedelta(hours=hours))
        .filter(_untold(NoticeKind.STALE, "last"))
    )
    return _tell(
        rows,
        NoticeKind.STALE,
        "last",
        lambda row, zone: f"Nobody has done anything about it since {_moment(row.last, zone)}.",
    )


def _tell(rows: QuerySet[Assignment], kind: NoticeKind, moment: str, reason: Any) -> int:
    found = list(rows[:BATCH])
    people = {person.pk: person for person in User.objects.filter(pk__in={row.to for row in found})}  # type: ignore[attr-defined]
    Notification.objects.bulk_create(
        (
            _notice(row, people[row.to], kind, getattr(row, moment), reason(row, people[row.to].zone))  # type: ignore[attr-defined]
            for row in found
            if may(people[row.to], Action.READ)  # type: ignore[attr-defined]
        ),
        ignore_conflicts=True,
    )
    return len(found)


def _notice(row: Assignment, user: User, kind: NoticeKind, state_at: datetime, reason: str) -> Notification:
    return Notification(
        user=user, kind=kind, claim_id=row.claim_id, assignment=row, state_at=state_at, reason=reason[:300]
    )


def _moment(at: datetime, zone: Any) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M}"


def reminders_send(*, user: User, claims: Sequence[Claim]) -> int:
    """Remind the holders of locked `claims`, once a day each; returns how many were reminded now.

    Raises CannotDecide for people who hand out no work.
    """
    if not may(user, Action.ASSIGN):
        raise CannotDecide("Only editors remind others.")
    day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = [row for row in open_rows(claims) if row.assignee and row.assignee_id != user.pk]
    told = Notification.objects.filter(kind=NoticeKind.REMINDED, state_at=day, assignment__in=rows)
    already = set(told.values_list("assignment", flat=True))
    fresh = [row for row in rows if row.pk not in already]
    reason = f"{user.display_name[:200]} reminds you."
    Notification.objects.bulk_create(
        _notice(row, row.assignee, NoticeKind.REMINDED, day, reason) for row in fresh if row.assignee
    )
    for row in fresh:
        record.change(row, actor=user, action=REMIND)
    return len(fresh)


def overdue_claims(user: User, rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return those of `rows` whose open assignment is overdue."""
    late = Assignment.objects.filter(
        claim=OuterRef("pk"), state=AssignmentState.OPEN, due_at__lt=timezone.now()
    )
    return rows.filter(Exists(late)).order_by("pk")
