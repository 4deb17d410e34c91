"""Pages of the queue by keyset: a claim decided in the meantime neither repeats nor hides another.

An order is a row of stretches, each with a condition and a key that an index serves: what is due comes
first by its time, what has no due time after it. A page that ends inside a stretch goes on in the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, JSONObject
from django.utils.dateparse import parse_datetime

from claims.models import Appearance, Assignment, Claim, ClaimTag, Quantity, User
from claims.models.source import SourceKind
from claims.states import AssignmentState, Review

from . import heard
from .asking import due

PAGE = 50
BRIEF = 80  # characters of a statement where a button says which claim it is for
# What a row shows of a claim. The words that are searched are the widest column, and nobody reads them.
_SHOWN = (
    "statement",
    "attribution",
    "review_state",
    "reject_reason",
    "second_opinion",
    "verdict",
    "freshness",
    "freshness_cause",
    "lease_until",
    "source__name",
    "source__kind",
    *(f"lease_holder__{name}" for name in ("username", "first_name", "last_name")),
)


@dataclass(frozen=True)
class Stretch:
    """A part of an order: which claims, by which key, rising or falling; equal keys by id."""

    key: str
    falling: bool
    where: Q | None = None

    def rows(self, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        """Keep the claims of this stretch, with the key as a column."""
        if self.key == "duty__due_at":
            duty = FilteredRelation("assignments", condition=Q(assignments__state=AssignmentState.OPEN))
            rows = rows.annotate(duty=duty).filter(duty__due_at__isnull=False)
        elif self.where is not None:
            rows = rows.filter(self.where)
        return rows.annotate(at=F(self.key))


_UNDECIDED = Q(review_state=Review.EXTRACTED)


def stretches(sort: str) -> Sequence[Stretch]:
    """Return the stretches of an order."""
    return {
        "worth": (Stretch("worth", True),),
        "uncertain": (Stretch("confidence", False),),
        "newest": (Stretch("created_at", True),),
        "due": (Stretch("duty__due_at", False), Stretch("worth", True, due("none"))),
        "oldest": (Stretch("created_at", False, _UNDECIDED), Stretch("created_at", False, ~_UNDECIDED)),
    }[sort]


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: behind the claim `pk` with `value` in a stretch; its first is `number`."""

    backwards: bool
    number: int
    stretch: int
    value: Any
    pk: UUID

    def __str__(self) -> str:
        text = self.value.isoformat() if isinstance(self.value, datetime) else repr(self.value)
        return f"{'b' if self.backwards else 'f'}~{self.number}~{self.stretch}~{text}~{self.pk}"


@dataclass(frozen=True)
class Page:
    """The claims of a page, the number of the first, and the cursors back and onward ("" for none)."""

    claims: list[Claim]
    first: int
    back: str
    onward: str


def page(rows: QuerySet[Claim], sort: str, cursor: str, q: str = "") -> Page:
    """Return the page of `rows` in the order `sort` that begins at `cursor` ("" or nonsense: the first).

    With the words `q` each claim has what its quotations say of them, if its statement does not, as `heard`.
    """
    parts = stretches(sort)
    at = read_cursor(cursor, parts)
    backwards = at is not None and at.backwards
    found: list[tuple[int, Claim]] = []
    for number, stretch in _from(parts, at, backwards):
        begun = at if at is not None and at.stretch == number else None
        chosen = _ordered(stretch.rows(rows), stretch, begun, backwards)
        found += [(number, _told(claim)) for claim in full(chosen, q)[: PAGE + 1 - len(found)]]
        if len(found) > PAGE:
            break
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    first = 1 if at is None else max(1, at.number - len(found) if backwards else at.number)
    if not found:
        return Page([], first, "", "")
    back, onward = (more, True) if backwards else (at is not None, more)
    return Page(
        [claim for _, claim in found],
        first,
        _cursor(True, first, found[0]) if back and first > 1 else "",
        _cursor(False, first + len(found), found[-1]) if onward else "",
    )


def _from(parts: Sequence[Stretch], at: Cursor | None, backwards: bool) -> Iterator[tuple[int, Stretch]]:
    """Yield the stretches to look through, from that of the cursor on."""
    numbered = list(enumerate(parts))
    if at is None:
        return iter(numbered)
    return iter(numbered[at.stretch :: -1] if backwards else numbered[at.stretch :])


def _ordered(rows: QuerySet[Claim], stretch: Stretch, at: Cursor | None, backwards: bool) -> QuerySet[Claim]:
    falling = stretch.falling != backwards
    if at is not None:
        further = Q(**{"at__lt" if falling else "at__gt": at.value})
        same = Q(at=at.value, **{"id__lt" if backwards else "id__gt": at.pk})
        rows = rows.filter(further | same)
    return rows.order_by(F("at").desc() if falling else F("at").asc(), "-id" if backwards else "id")


def full(rows: QuerySet[Claim], q: str = "") -> QuerySet[Claim]:
    """Return the claims with what a row of the queue shows of each (see `_told`), in one query."""
    places = Appearance.objects.filter(claim=OuterRef("pk")).order_by("-version__captured_at")
    place = JSONObject(article=Cast("version__article", CharField()), outlet="version__article__outlet__name")
    said = heard.saying(places, q)
    tags = ClaimTag.objects.filter(claim=OuterRef("pk")).order_by("tag__name")
    figures = Quantity.objects.filter(claim=OuterRef("pk")).order_by("position")
    number = {name: Cast(name, CharField()) for name in ("low", "high")}
    figure = JSONObject(qualifier="qualifier", **number)
    held = Assignment.objects.filter(claim=OuterRef("pk"), state=AssignmentState.OPEN)
    person = JSONObject(
        **{name: f"assignee__{name}" for name in ("id", "username", "first_name", "last_name")}
    )
    shown = rows.only(*_SHOWN).select_related("source", "lease_holder")
    return shown.annotate(
        seen=Subquery(places.values(found=place)[:1]),
        said=Value("") if said is None else Subquery(said.values("around")[:1]),
        tags=ArraySubquery(tags.values("tag__name")),
        figure_data=Subquery(figures.values(found=figure)[:1]),
        due_at=Subquery(held.values("due_at")[:1]),
        holder_data=Subquery(held.values(found=person)[:1]),
    )


def _told(claim: Any) -> Claim:
    """Return a claim of `full` with its first figure and the person who has it as things of their own.

    `seen` is where it was read last: the id of the article and the name of the outlet, "" for none.
    """
    whole = len(claim.statement) <= BRIEF
    claim.brief = claim.statement if whole else f"{claim.statement[: BRIEF - 1]}…"
    claim.voice = _voice(claim)
    claim.heard = heard.parts(claim.said or "")
    claim.figure = SimpleNamespace(**claim.figure_data) if claim.figure_data else None
    held = claim.holder_data
    claim.holder = User(**held) if held and held["id"] else None
    claim.pooled = held is not None and claim.holder is None  # open to whoever takes it
    return cast(Claim, claim)


def _voice(claim: Any) -> str:
    """Return who says it and where: "Air force, in Reuters", "Reuters, own voice"."""
    source, place = claim.source, claim.seen or {}
    if source.kind == SourceKind.OUTLET if source else claim.attribution == "none":
        return f"{place.get('outlet') or 'Outlet not known'}, own voice"
    where = f", in {place.get('outlet') or 'an unknown outlet'}" if place else ""
    return f"{source or 'Nobody named'}{where}"


def _cursor(backwards: bool, number: int, row: tuple[int, Claim]) -> str:
    stretch, claim = row
    return str(Cursor(backwards, number, stretch, claim.at, claim.pk))  # type: ignore[attr-defined]


def read_cursor(cursor: str, parts: Sequence[Stretch]) -> Cursor | None:
    """Read a cursor; None (the first page) for anything that is not one."""
    try:
        direction, number, stretch, text, pk = cursor.split("~")
        part = parts[int(stretch)] if stretch.isascii() and stretch.isdigit() else None
        if part is None or direction not in {"f", "b"}:
            return None
        value = float(text) if part.key in {"worth", "confidence"} else parse_datetime(text)
        if value is None or value != value or (isinstance(value, datetime) and value.tzinfo is None):
            return None
        return Cursor(direction == "b", int(number), int(stretch), value, UUID(pk))
    except (ValueError, IndexError):
        return None
