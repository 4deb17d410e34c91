"""The queue of claims: the page that answers what a person asks, and the way to the next one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime

from claims.access import visible_to
from claims.models import Appearance, Assignment, Claim, User
from claims.states import AssignmentState

from .facets import Choice, counts_of, facets_of, views_of
from .query import Query, all_of, conditions, open_assignment

PAGE = 50
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # sorts claims without a due time last
KEYS = {"worth": "worth", "newest": "created_at", "due": "due_key"}


@dataclass
class Listing:
    """One page of the queue with everything around it."""

    query: Query
    claims: list[Claim]
    total: int
    first: int
    back: str
    onward: str
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    views: list[Choice] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number of the last claim shown."""
        return self.first + len(self.claims) - 1


def listing(user: User, query: Query, cursor: str = "") -> Listing:
    """Return the page of `query` that starts at `cursor` (see `_cursor`), with facets and counts."""
    everything = visible_to(user, Claim)
    counts = counts_of(user, everything, query)
    rows, first, back, onward = _page(_asked(user, everything, query), query, cursor)
    return Listing(
        query=query,
        claims=rows,
        total=counts["total"],
        first=first,
        back=back,
        onward=onward,
        facets=facets_of(user, everything, query, counts),
        views=views_of(query, counts),
    )


def _asked(user: User, everything: QuerySet[Claim], query: Query) -> QuerySet[Claim]:
    due = open_assignment().values("due_at")[:1]
    rows = everything.filter(all_of(conditions(user, query))).annotate(
        due_key=Coalesce(Subquery(due), Value(NEVER), output_field=DateTimeField())
    )
    places = Appearance.objects.select_related("version__article__outlet").order_by("-version__captured_at")
    held = Assignment.objects.filter(state=AssignmentState.OPEN).select_related("assignee")
    return rows.select_related("source", "lease_holder").prefetch_related(
        "quantities",
        Prefetch("appearances", queryset=places.defer("version__text"), to_attr="places"),
        Prefetch("assignments", queryset=held, to_attr="held"),
    )


# --- Pages: keyset, so that a claim decided in the meantime neither repeats nor hides another ------------


def _page(rows: QuerySet[Claim], query: Query, cursor: str) -> tuple[list[Claim], int, str, str]:
    """Return the claims of a page, the number of the first, and the cursors back and onward ("" if none)."""
    key = KEYS[query.sort]
    at = _read_cursor(cursor, query.sort)
    backwards = at is not None and at[0] == "b"
    falling = query.sort != "due"
    order = [F(key).desc() if falling != backwards else F(key).asc(), "-id" if backwards else "id"]
    if at is not None:
        rows = rows.filter(_beyond(key, at[2], at[3], falling != backwards, backwards))
    found = list(rows.order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    first = 1 if at is None else max(1, at[1] - len(found) if backwards else at[1])
    has_back, has_onward = (more, True) if backwards else (at is not None, more)
    if not found:
        return [], first, "", ""
    back = _cursor("b", first, key, found[0]) if has_back and first > 1 else ""
    onward = _cursor("f", first + len(found), key, found[-1]) if has_onward else ""
    return found, first, back, onward


def _beyond(key: str, value: Any, pk: UUID, falling: bool, backwards: bool) -> Q:
    further = Q(**{f"{key}__lt" if falling else f"{key}__gt": value})
    return further | Q(**{key: value, "id__lt" if backwards else "id__gt": pk})


def _cursor(direction: str, number: int, key: str, claim: Claim) -> str:
    """Return "f~51~0.91~<id>": onward from the claim that has this value, the next one being number 51."""
    value = getattr(claim, key)
    text = value.isoformat() if isinstance(value, datetime) else repr(value)
    return f"{direction}~{number}~{text}~{claim.pk}"


def _read_cursor(cursor: str, sort: str) -> tuple[str, int, Any, UUID] | None:
    """Read a cursor; None (the first page) for anything that is not one."""
    try:
        direction, number, text, pk = cursor.split("~")
        value = float(text) if sort == "worth" else parse_datetime(text)
        if direction not in {"f", "b"} or value is None or value != value:
            return None
        return direction, int(number), value, UUID(pk)
    except ValueError:
        return None
