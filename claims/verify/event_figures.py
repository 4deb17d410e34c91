"""Who says what of an event: a table of its sources and the kinds of figures they give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from claims.models import Appearance, Claim, Event, Quantity, Source
from claims.models.source import SourceKind
from claims.states import Review

from .candidates.told import figures_of
from .figures import Figure, covers
from .meaning.counted import kind_of
from .meaning.read import spoken
from .meaning.roles import COLOUR
from .meaning.words import deeds

LOOKED_AT = 2000  # claims, the most worth checking first
COLUMNS = 10
ROWS = 40
IN_CELL = 4

Column = tuple[str, str]  # what is counted, what was done with it


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in a cell: one claim that gives it, and how many do."""

    claim: Claim
    quantity: Quantity
    times: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures of one source for one kind; `more` are not shown."""

    said: Sequence[Said]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One source, or the outlets in their own voice, with a cell for each column."""

    source: Source | None
    outlets: Sequence[str]
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its label, and whether its figures differ."""

    label: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Sources by kinds of figures; what did not fit is counted."""

    heads: Sequence[Head]
    rows: Sequence[Row]
    more_columns: int
    more_rows: int
    part: bool  # whether only some of the claims were looked at


@dataclass(frozen=True, slots=True)
class _Found:
    claim: Claim
    quantity: Quantity
    figure: Figure
    column: Column
    voice: UUID | None


def table_of(event: Event) -> Table:
    """Return the table of an event, the most frequent kinds first."""
    claims = list(_claims(event)[: LOOKED_AT + 1])
    found = [item for claim in claims[:LOOKED_AT] for item in _figures(claim)]
    columns = [column for column, _ in Counter(item.column for item in found).most_common()]
    voices = list(
        dict.fromkeys(item.voice for item in sorted(found, key=lambda item: columns.index(item.column)))
    )
    shown = columns[:COLUMNS]
    return Table(
        heads=[
            Head(_label(column), _differ(item.figure for item in found if item.column == column))
            for column in shown
        ],
        rows=[_row([item for item in found if item.voice == voice], shown) for voice in voices[:ROWS]],
        more_columns=max(0, len(columns) - COLUMNS),
        more_rows=max(0, len(voices) - ROWS),
        part=len(claims) > LOOKED_AT,
    )


def _claims(event: Event) -> QuerySet[Claim]:
    return (
        Claim.objects.filter(event=event, quantities__isnull=False)
        .exclude(review_state=Review.REJECTED)
        .distinct()
        .select_related("source__merged_into", "source__outlet")
        .prefetch_related("quantities", Prefetch("appearances", queryset=_places()))
        .order_by("-worth", "id")
    )


def _places() -> QuerySet[Appearance]:
    return Appearance.objects.select_related("version__article__outlet").defer("version__text")


def _figures(claim: Claim) -> Iterable[_Found]:
    done = sorted(deeds(spoken(claim.statement)) - COLOUR)
    source = _voice(claim)
    for quantity, figure in zip(claim.quantities.all(), figures_of(claim), strict=True):
        noun = kind_of(figure.unit)[2]
        yield _Found(claim, quantity, figure, (noun, done[0] if done else ""), source.pk if source else None)


def _voice(claim: Claim) -> Source | None:
    """Return the source that speaks, None for an outlet in its own voice."""
    source = claim.source.merged_into or claim.source if claim.source else None
    return None if source is None or source.kind == SourceKind.OUTLET else source


def _label(column: Column) -> str:
    noun, deed = column
    things = {"%": "Share", "": "Figure"}.get(noun) or (
        noun.upper() if len(noun) == 3 else _plural(noun).capitalize()
    )
    return f"{things} {deed}".strip()


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return {"person": "people"}.get(noun) or (
        noun if noun.endswith("s") or noun in {"people"} else f"{noun}s"
    )


def _differ(figures: Iterable[Figure]) -> bool:
    """Whether two of the figures cannot both hold: "at least 6" and 7 can."""
    rows = list({(figure.low, figure.high, figure.qualifier): figure for figure in figures}.values())[:20]
    return any(
        not (covers(one, other) or covers(other, one))
        for at, one in enumerate(rows)
        for other in rows[at + 1 :]
    )


def _row(found: Sequence[_Found], columns: Sequence[Column]) -> Row:
    outlets: dict[str, None] = {}
    for item in found:
        for place in item.claim.appearances.all():
            if place.version.article.outlet:
                outlets.setdefault(place.version.article.outlet.name)
    cells = [_cell([item for item in found if item.column == column]) for column in columns]
    return Row(_voice(found[0].claim), list(outlets)[:4], cells)


def _cell(found: Sequence[_Found]) -> Cell:
    """Return the figures of a cell, each value once, the one most often given first."""
    by_value: dict[tuple[object, ...], list[_Found]] = {}
    for item in found:
        by_value.setdefault((item.figure.low, item.figure.high, item.figure.qualifier), []).append(item)
    said = sorted(
        (Said(rows[0].claim, rows[0].quantity, len(rows)) for rows in by_value.values()),
        key=lambda one: (-one.times, one.quantity.low),
    )
    return Cell(said[:IN_CELL], max(0, len(said) - IN_CELL))
