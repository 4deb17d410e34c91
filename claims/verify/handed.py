"""Reads of open assignments: by state, filtered, page by page; what state each is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from claims.access import visible_to
from claims.models import Assessment, Assignment, Claim, User
from claims.models.assignment import Priority
from claims.states import AssessmentState, AssignmentState, Freshness, Review, Verdict
from claims.web.vocabulary import ASSESSMENT, FRESHNESS, REVIEW

PAGE = 50
MINE, ALL, POOL = "mine", "all", "pool"
ACCEPTED = Q(claim__review_state=Review.ACCEPTED)
WAITING = ACCEPTED & Q(waits=True)
STATES = {
    "overdue": "Overdue",
    "today": "Due today",
    "work": "In work",
    "new": "Not started",
    "waiting": "Waiting for approval",
}


@dataclass(frozen=True)
class Handed:
    """An open assignment with the step the claim is at."""

    row: Assignment
    step: str
    late: bool
    today: bool


@dataclass(frozen=True)
class Wanted:
    """Which open assignments are asked for."""

    person: str = MINE  # "mine", "all", "pool" or the id of a person
    state: str = ""  # a key of STATES, "" for every state
    priority: str = ""
    words: str = ""
    after: str = ""  # where the page before ended

    @classmethod
    def of(cls, data: Mapping[str, str], *, person: str) -> Wanted:
        """Return what an address asks for; what is not known counts as not asked."""
        state, priority = data.get("state", ""), data.get("priority", "")
        return cls(
            person=person,
            state=state if state in STATES else "",
            priority=priority if priority in {str(value) for value in Priority.values} else "",
            words=data.get("q", "").replace("\0", "").strip()[:200],
            after=data.get("after", ""),
        )

    @property
    def filtered(self) -> bool:
        """Whether it leaves out assignments of the person."""
        return bool(self.state or self.priority or self.words)

    def query(self, **changes: str) -> str:
        """Return the query string of this with `changes`; pages begin anew."""
        values = {"person": self.person, "state": self.state, "priority": self.priority, "q": self.words}
        values |= changes
        if values["person"] == MINE:
            values["person"] = ""
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class HandedPage:
    """A page of open assignments, how many there are by state, and where it goes on."""

    rows: list[Handed]
    counts: dict[str, int]
    wanted: Wanted
    onward: str

    @property
    def total(self) -> int:
        """How many there are in the states asked for."""
        return self.counts[self.wanted.state] if self.wanted.state else sum(self.counts.values())

    @property
    def tabs(self) -> list[tuple[str, str, int, bool]]:
        """The states to choose from: query, words, how many, whether it is the present one."""
        every = ("", "All", sum(self.counts.values()))
        found = [every, *((name, words, self.counts[name]) for name, words in STATES.items())]
        wanted = self.wanted
        return [(wanted.query(state=name), words, n, name == wanted.state) for name, words, n in found]


def end_of_day() -> datetime:
    """Return the end of today in the reader's zone."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1)


def open_assignments(user: User) -> QuerySet[Assignment]:
    """Return the open assignments that `user` may see, with `waits` and `sent_back` of their verdicts."""
    return (
        visible_to(user, Assignment)
        .filter(state=AssignmentState.OPEN)
        .annotate(waits=_has(AssessmentState.SUBMITTED), sent_back=_has(AssessmentState.CHANGES_REQUESTED))
    )


def _has(state: AssessmentState) -> Exists:
    return Exists(Assessment.objects.filter(claim=OuterRef("claim"), state=state))


def in_state(name: str) -> Q:
    """Return the condition of a state of STATES; each open assignment is in exactly one of them."""
    now, midnight = timezone.now(), end_of_day()
    late, today = Q(due_at__lt=now), Q(due_at__gte=now, due_at__lt=midnight)
    later = Q(due_at__isnull=True) | Q(due_at__gte=midnight)
    return {
        "waiting": WAITING,
        "overdue": late & ~WAITING,
        "today": today & ~WAITING,
        "work": later & ACCEPTED & ~WAITING,
        "new": later & ~ACCEPTED,
    }[name]


def page(user: User, wanted: Wanted) -> HandedPage:
    """Return a page of open assignments, the first due first; what has no due time comes last."""
    rows = _asked(open_assignments(user), user, wanted)
    counts = rows.order_by().aggregate(**{name: Count("pk", filter=in_state(name)) for name in STATES})
    if wanted.state:
        rows = rows.filter(in_state(wanted.state))
    rows = _behind(rows, wanted.after).select_related("claim__source", "assigned_by", "assignee")
    found = list(rows.order_by("due_at", "priority", "pk")[: PAGE + 1])
    onward = _cursor(found[PAGE - 1]) if len(found) > PAGE else ""
    return HandedPage([_handed(row) for row in found[:PAGE]], counts, wanted, onward)


def _asked(rows: QuerySet[Assignment], user: User, wanted: Wanted) -> QuerySet[Assignment]:
    if wanted.person == POOL:
        rows = rows.filter(assignee__isnull=True)
    elif wanted.person != ALL:
        rows = rows.filter(assignee=user.pk if wanted.person == MINE else UUID(wanted.person))
    if wanted.priority:
        rows = rows.filter(priority=int(wanted.priority))
    if wanted.words:
        rows = rows.filter(
            Q(claim__statement__icontains=wanted.words)
            | Q(claim__source__name__icontains=wanted.words)
            | Q(instruction__icontains=wanted.words)
        )
    return rows


def _cursor(row: Assignment) -> str:
    return f"{row.due_at.isoformat() if row.due_at else ''}|{row.priority}|{row.pk}"


def _behind(rows: QuerySet[Assignment], cursor: str) -> QuerySet[Assignment]:
    """Return the rows behind a place, all of them for a place that is none."""
    try:
        moment, priority, pk = cursor.split("|")
        due, place = parse_datetime(moment) if moment else None, (int(priority), UUID(pk))
    except ValueError:
        return rows
    if moment and (due is None or timezone.is_naive(due)):
        return rows
    same = Q(priority__gt=place[0]) | Q(priority=place[0], pk__gt=place[1])
    if due is None:
        return rows.filter(Q(due_at__isnull=True) & same)
    return rows.filter(Q(due_at__gt=due) | Q(due_at__isnull=True) | Q(due_at=due) & same)


def _handed(row: Assignment) -> Handed:
    now, midnight = timezone.now(), end_of_day()
    return Handed(
        row,
        _step(row),
        late=bool(row.due_at and row.due_at < now),
        today=bool(row.due_at and now <= row.due_at < midnight),
    )


def _step(row: Assignment) -> str:
    claim = row.claim
    if claim.review_state == Review.EXTRACTED:
        return "To review"
    if claim.review_state == Review.REJECTED:
        return REVIEW[Review.REJECTED].label
    if row.waits:  # type: ignore[attr-defined]
        return "Submitted"
    if row.sent_back:  # type: ignore[attr-defined]
        return ASSESSMENT[AssessmentState.CHANGES_REQUESTED].label
    again = FRESHNESS[Freshness.NEEDS_RECHECK].label
    return "Verifying" if claim.verdict == Verdict.UNASSESSED else again


def state_counts() -> dict[str, Any]:
    """Return the aggregates of each state, for grouping."""
    return {name: Count("pk", filter=in_state(name)) for name in STATES}


def of_claim(claim: Claim) -> tuple[Assignment | None, Assignment | None]:
    """Return the open assignment of a claim, and the one that was closed last; one query."""
    rows = claim.assignments.select_related("assignee", "assigned_by").order_by(
        F("closed_at").desc(nulls_first=True)
    )
    found = list(rows[:2])
    held = next((row for row in found if row.state == AssignmentState.OPEN), None)
    return held, next((row for row in found if row is not held), None)
