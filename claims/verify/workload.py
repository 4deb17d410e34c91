"""Reads of the assignments page: who has how much, what is late, what nobody has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from claims.access import Action, may, visible_to
from claims.models import Assignment, Claim, User
from claims.states import AssignmentState, Review, Verdict

from . import handed
from .handed import ACCEPTED, ALL, MINE, POOL, Handed, HandedPage, Wanted

BAR = 240  # units of the drawing
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
    """What one person has in hand (`person` None: nobody, or the pool)."""

    person: User | None
    to_review: int = 0
    verifying: int = 0
    submitted: int = 0
    returned: int = 0
    due_today: int = 0
    overdue: int = 0
    in_work: int = 0
    not_started: int = 0
    usual: int = 0
    segments: list[Segment] = field(default_factory=list)
    usual_x: float = 0

    @property
    def total(self) -> int:
        """All open claims of the person."""
        return self.to_review + self.verifying + self.submitted + self.returned


@dataclass(frozen=True)
class Board:
    """Everything on the assignments page of one person."""

    loads: list[Load]
    pool: Load
    nobody: Load
    free: list[Claim]
    free_count: int
    open_count: int
    person: User | None  # whose list it is; None for everybody's or the pool's
    listed: HandedPage
    people: list[User]

    @property
    def mine(self) -> list[Handed]:
        """The rows of the list."""
        return self.listed.rows

    @property
    def late(self) -> int:
        """How many assignments of the desk are late; for editors."""
        return sum(load.overdue for load in self.loads)

    @property
    def overdue(self) -> int:
        """How many of the list are late."""
        return self.listed.counts["overdue"]


def board(
    user: User, *, person: User | None = None, wanted: Wanted | None = None, all_free: bool = False
) -> Board:
    """Return the page for `user`; editors see everybody, others theirs, the pool and what is free."""
    editor = may(user, Action.ASSIGN)
    wanted = wanted or Wanted(person=str(person.pk) if person else MINE)
    everybody = desk_everybody(user.desk_id)
    if not editor and wanted.person != POOL:
        wanted = replace(wanted, person=MINE)
    known = {str(row.pk): row for row in everybody}
    if wanted.person not in {MINE, ALL, POOL} and wanted.person not in known:
        wanted = replace(wanted, person=MINE)
    free = unassigned(user)
    loads, pool = _loads(user, everybody) if editor else ([], Load(None))
    nobody = _nobody(free)
    return Board(
        loads=loads,
        pool=pool,
        nobody=nobody,
        free=list(free.select_related("source")[: FREE_LIMIT if all_free else FREE_SHOWN]),
        free_count=nobody.total,
        open_count=sum(load.total for load in loads) + pool.total + nobody.total,
        person=user if wanted.person == MINE else known.get(wanted.person),
        listed=handed.page(user, wanted),
        people=_reviewers(everybody) if editor else [user],
    )


def desk_everybody(desk_id: UUID | None) -> list[User]:
    """Return everybody of a desk, those who left too, by name."""
    if desk_id is None:
        return []
    return list(User.objects.filter(desk_id=desk_id).order_by("first_name", "username"))


def desk_people(desk_id: UUID | None) -> list[User]:
    """Return the people of a desk who may review: reporters, then editors, then admins, by name."""
    return _reviewers(desk_everybody(desk_id))


def _reviewers(rows: list[User]) -> list[User]:
    ranked = sorted(rows, key=lambda row: may(row, Action.ASSIGN) + may(row, Action.ADMINISTER))
    return [row for row in ranked if may(row, Action.REVIEW)]


def open_work(people: Iterable[User], *, without: Iterable[Claim] = ()) -> dict[UUID, int]:
    """Return how many claims each of `people` has in hand, those of `without` left out."""
    found = {person.pk: 0 for person in people}
    rows = Assignment.objects.filter(state=AssignmentState.OPEN, assignee__in=found)
    rows = rows.exclude(claim__in=[claim.pk for claim in without])
    return found | dict(rows.order_by().values_list("assignee").annotate(n=Count("pk")))


def held_already(claims: Iterable[Claim]) -> int:
    """Return how many of `claims` are in somebody's hands, or in the pool."""
    keys = [claim.pk for claim in claims]
    return Assignment.objects.filter(state=AssignmentState.OPEN, claim__in=keys).count()


def unassigned(user: User) -> QuerySet[Claim]:
    """Return claims to review or to assess that are in nobody's hands, the most worth first."""
    held = Assignment.objects.filter(claim=OuterRef("pk"), state=AssignmentState.OPEN)
    work = Q(review_state=Review.EXTRACTED, set_aside=False) | Q(
        review_state=Review.ACCEPTED, verdict=Verdict.UNASSESSED
    )
    return visible_to(user, Claim).filter(work).filter(~Exists(held)).order_by("-worth", "id")


def _nobody(free: QuerySet[Claim]) -> Load:
    counts = free.order_by().aggregate(
        to_review=Count("pk", filter=Q(review_state=Review.EXTRACTED)),
        verifying=Count("pk", filter=Q(review_state=Review.ACCEPTED)),
    )
    return Load(None, **counts)


def _loads(user: User, everybody: list[User]) -> tuple[list[Load], Load]:
    """Return the load of each person of the desk, with bars on one scale, and that of the pool."""
    waits, sent_back = Q(waits=True), Q(sent_back=True)
    rows = (
        handed.open_assignments(user)
        .filter(claim__desk=user.desk_id)
        .order_by()
        .values("assignee")
        .annotate(
            to_review=Count("pk", filter=~ACCEPTED),
            submitted=Count("pk", filter=ACCEPTED & waits),
            returned=Count("pk", filter=ACCEPTED & sent_back & ~waits),
            verifying=Count("pk", filter=ACCEPTED & ~waits & ~sent_back),
            **handed.state_counts(),
        )
    )
    counts: dict[Any, dict[str, Any]] = {row["assignee"]: _counted(dict(row)) for row in rows}
    usual = _usual(user)
    reviewers = _reviewers(everybody)
    left = [row for row in everybody if row not in reviewers and row.pk in counts]
    loads = [
        Load(person, usual=usual.get(person.pk, 0), **counts.get(person.pk, {}))
        for person in reviewers + left
    ]
    return _drawn(loads), Load(None, **counts.get(None, {}))


def _counted(row: dict[str, Any]) -> dict[str, int]:
    steps = {name: row[name] for name in ("to_review", "verifying", "submitted", "returned", "overdue")}
    return {
        **steps,
        "due_today": row["today"],
        "in_work": row["work"] + row["waiting"],
        "not_started": row["new"],
    }


def _usual(user: User) -> dict[object, int]:
    """Return how many claims each person finished on a working day lately."""
    since = timezone.now() - timedelta(days=USUAL_DAYS)
    rows = (
        Assignment.objects.filter(claim__desk=user.desk_id, state=AssignmentState.DONE, closed_at__gte=since)
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
    parts = (
        ("over", load.overdue),
        ("due", load.due_today),
        ("work", load.in_work),
        ("rest", load.not_started),
    )
    segments: list[Segment] = []
    x = 0.0
    for look, count in parts:
        if count:
            segments.append(Segment(look, round(x, 1), round(max(0.5, count * unit - 1), 1)))
            x += count * unit
    return replace(load, segments=segments, usual_x=round(load.usual * unit, 1))
