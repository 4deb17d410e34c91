"""Reads of the assignments page: who has how much, what is late, what nobody has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from claims.access import Action, may, visible_to
from claims.models import Assessment, Assignment, Claim, User
from claims.states import AssessmentState, AssignmentState, Review, Verdict

BAR = 240  # units of the drawing
LIST_LIMIT = 200
FREE_SHOWN, FREE_LIMIT = 6, 200
USUAL_DAYS = 14


@dataclass(frozen=True)
class Segment:
    """A part of a workload bar, in units of the drawing."""

    look: str
    x: float
    width: float


@dataclass(frozen=True)
class Load:
    """What one person has in hand (`person` None: nobody)."""

    person: User | None
    to_review: int = 0
    verifying: int = 0
    submitted: int = 0
    returned: int = 0
    due_today: int = 0
    overdue: int = 0
    usual: int = 0
    segments: list[Segment] = field(default_factory=list)
    usual_x: float = 0

    @property
    def total(self) -> int:
        """All open claims of the person."""
        return self.to_review + self.verifying + self.submitted + self.returned


@dataclass(frozen=True)
class Handed:
    """An open assignment with the step the claim is at."""

    row: Assignment
    step: str
    late: bool
    today: bool


@dataclass(frozen=True)
class Board:
    """Everything on the assignments page of one person."""

    loads: list[Load]
    nobody: Load
    free: list[Claim]
    free_count: int
    open_count: int
    person: User | None
    mine: list[Handed]
    overdue: int
    people: list[User]


def board(user: User, *, person: User | None = None, all_free: bool = False) -> Board:
    """Return the page for `user`; editors see everybody, others themselves and what they may take."""
    editor = may(user, Action.ASSIGN)
    shown = person if editor and person else user
    free = unassigned(user)
    mine = handed_to(user, shown)
    loads = _loads(user) if editor else []
    counts = _nobody(free)
    return Board(
        loads=loads,
        nobody=counts,
        free=list(free.select_related("source")[: FREE_LIMIT if all_free else FREE_SHOWN]),
        free_count=counts.total,
        open_count=sum(load.total for load in loads) + counts.total,
        person=shown,
        mine=mine,
        overdue=sum(1 for item in mine if item.late),
        people=desk_people(user.desk_id) if editor else [user],
    )


def desk_people(desk_id: UUID | None) -> list[User]:
    """Return the people of a desk who may review: reporters, then editors, then admins, by name."""
    if desk_id is None:
        return []
    rows = User.objects.filter(desk_id=desk_id, is_active=True).order_by("first_name", "username")
    ranked = sorted(rows, key=lambda row: may(row, Action.ASSIGN) + may(row, Action.ADMINISTER))
    return [row for row in ranked if may(row, Action.REVIEW)]


def unassigned(user: User) -> QuerySet[Claim]:
    """Return claims to review or to assess that are in nobody's hands, the most worth first."""
    held = Assignment.objects.filter(claim=OuterRef("pk"), state=AssignmentState.OPEN)
    work = Q(review_state=Review.EXTRACTED, set_aside=False) | Q(
        review_state=Review.ACCEPTED, verdict=Verdict.UNASSESSED
    )
    return visible_to(user, Claim).filter(work).filter(~Exists(held)).order_by("-worth", "id")


def handed_to(user: User, person: User) -> list[Handed]:
    """Return the open assignments of `person` that `user` may see, the first due first."""
    rows = (
        visible_to(user, Assignment)
        .filter(assignee=person, state=AssignmentState.OPEN)
        .select_related("claim__source", "assigned_by")
        .annotate(waits=_has(AssessmentState.SUBMITTED), sent_back=_has(AssessmentState.CHANGES_REQUESTED))
        .order_by("due_at", "priority", "created_at")[:LIST_LIMIT]
    )
    now, midnight = timezone.now(), end_of_day()
    return [
        Handed(
            row,
            _step(row),
            late=bool(row.due_at and row.due_at < now),
            today=bool(row.due_at and now <= row.due_at < midnight),
        )
        for row in rows
    ]


def end_of_day() -> datetime:
    """Return the end of today in the reader's zone."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1)


def _has(state: AssessmentState) -> Exists:
    return Exists(Assessment.objects.filter(claim=OuterRef("claim"), state=state))


def _step(row: Assignment) -> str:
    claim = row.claim
    if claim.review_state == Review.EXTRACTED:
        return "To review"
    if claim.review_state == Review.REJECTED:
        return "Rejected"
    if row.waits:  # type: ignore[attr-defined]
        return "Submitted"
    if row.sent_back:  # type: ignore[attr-defined]
        return "Changes requested"
    return "Verifying" if claim.verdict == Verdict.UNASSESSED else "Re-check"


def _nobody(free: QuerySet[Claim]) -> Load:
    counts = free.order_by().aggregate(
        to_review=Count("pk", filter=Q(review_state=Review.EXTRACTED)),
        verifying=Count("pk", filter=Q(review_state=Review.ACCEPTED)),
    )
    return Load(None, **counts)


def _loads(user: User) -> list[Load]:
    """Return the load of each person of the desk, with bars on one scale."""
    now, midnight = timezone.now(), end_of_day()
    waits, sent_back = Q(waits=True), Q(sent_back=True)
    accepted = Q(claim__review_state=Review.ACCEPTED)
    rows = (
        Assignment.objects.filter(claim__desk__people=user, state=AssignmentState.OPEN)
        .annotate(waits=_has(AssessmentState.SUBMITTED), sent_back=_has(AssessmentState.CHANGES_REQUESTED))
        .order_by()
        .values("assignee")
        .annotate(
            to_review=Count("pk", filter=~accepted),
            submitted=Count("pk", filter=accepted & waits),
            returned=Count("pk", filter=accepted & sent_back & ~waits),
            verifying=Count("pk", filter=accepted & ~waits & ~sent_back),
            due_today=Count("pk", filter=Q(due_at__gte=now, due_at__lt=midnight)),
            overdue=Count("pk", filter=Q(due_at__lt=now)),
        )
    )
    counts: dict[Any, dict[str, Any]] = {
        row["assignee"]: {name: count for name, count in row.items() if name != "assignee"} for row in rows
    }
    usual = _usual(user)
    loads = [
        Load(person, usual=usual.get(person.pk, 0), **counts.get(person.pk, {}))
        for person in desk_people(user.desk_id)
    ]
    return _drawn(loads)


def _usual(user: User) -> dict[object, int]:
    """Return how many claims each person finished on a working day lately."""
    since = timezone.now() - timedelta(days=USUAL_DAYS)
    rows = (
        Assignment.objects.filter(claim__desk__people=user, state=AssignmentState.DONE, closed_at__gte=since)
        .order_by()
        .values("assignee")
        .annotate(n=Count("pk"))
    )
    return {row["assignee"]: max(1, round(row["n"] / (USUAL_DAYS * 5 / 7))) for row in rows}


def _drawn(loads: list[Load]) -> list[Load]:
    most = max((max(load.total, load.usual) for load in loads), default=0) or 1
    unit = min(12.0, (BAR - 4) / most)
    return [_bar(load, unit) for load in loads]


def _bar(load: Load, unit: float) -> Load:
    """Return the load with its segments: late, due today, in work, not started; each claim counts once."""
    pressing = load.overdue + load.due_today
    started = load.verifying + load.submitted + load.returned
    in_work = min(started, max(0, load.total - pressing))
    rest = max(0, load.total - pressing - in_work)
    parts = (("over", load.overdue), ("due", load.due_today), ("work", in_work), ("rest", rest))
    segments: list[Segment] = []
    x = 0.0
    for look, count in parts:
        if count:
            segments.append(Segment(look, round(x, 1), round(count * unit - 1, 1)))
            x += count * unit
    values = {name: getattr(load, name) for name in Load.__dataclass_fields__}
    return Load(**{**values, "segments": segments, "usual_x": round(load.usual * unit, 1)})
