"""The table of an event: who says what, the latest figure of each role, what came before, what differs. Pure.

The order in which figures are handed in never changes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .apart import Difference, Kind, difference_of
from .given import Given, Role, Speaker, in_order, role_label

COLUMNS = 10
ROWS = 40
BEFORE = 3  # earlier figures shown in a cell
LISTED = 12  # differences spelled out
SET_AGAINST = 20  # different figures of a column that are set against each other
OUTLETS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """An earlier figure; `struck` when the source itself has replaced it, `why` when it keeps apart."""

    given: Given
    struck: bool
    times: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says of one role: the latest figure, how often, the step to it, what came before."""

    latest: Given | None = None
    times: int = 0
    steps: Sequence[Difference] = ()  # from figure to figure
    before: Sequence[Entry] = ()
    more: int = 0
    conflicts: Sequence[Difference] = ()

    @property
    def mixed(self) -> bool:
        """Whether its figures are of several periods, so that each must say which."""
        shown = [entry.given for entry in self.before] + ([self.latest] if self.latest else [])
        return len({given.days for given in shown}) > 1

    @property
    def step(self) -> Difference | None:
        """How the latest figure stands to the one before."""
        return self.steps[-1] if self.steps else None


@dataclass(frozen=True, slots=True)
class Row:
    """One source, the outlets that carry it, a cell for each column."""

    speaker: Speaker
    outlets: Sequence[str]
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its role, its name, and whether sources conflict in it."""

    role: Role
    label: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Sources by roles; what did not fit is counted, differences are spelled out, the gravest first."""

    heads: Sequence[Head] = ()
    rows: Sequence[Row] = ()
    more_columns: int = 0
    more_rows: int = 0
    differences: Sequence[Difference] = ()
    more_differences: int = 0


def table_of(given: Iterable[Given]) -> Table:
    """Return the table of the figures of an event, the most frequent roles first.

    Who gives none of these roles is counted with those for whom there is no room.
    """
    ordered = in_order(given)
    roles = _roles(ordered)
    shown, held = roles[:COLUMNS], _held(ordered)
    keys = _speakers(ordered, roles)
    filled = [key for key in keys if any((key, role) in held for role in shown)][:ROWS]
    cells = {place: _cell(rows) for place, rows in held.items() if place[1] in shown}
    steps = [step for cell in cells.values() for step in cell.steps]
    against = {role: _conflicts(cells, role) for role in shown}
    outlets = _outlets(ordered)
    by_key = {one.key: one.saying.speaker for one in ordered}
    differences = _listed([*steps, *(row for rows in against.values() for row in rows)])
    return Table(
        [Head(role, role_label(role), any(_is_conflict(row) for row in against[role])) for role in shown],
        [
            Row(
                by_key[key],
                outlets[key],
                [_marked(cells.get((key, role), Cell()), against[role]) for role in shown],
            )
            for key in filled
        ],
        max(0, len(roles) - COLUMNS),
        len(keys) - len(filled),
        differences[:LISTED],
        max(0, len(differences) - LISTED),
    )


Place = tuple[str, Role]


def _roles(ordered: Sequence[Given]) -> list[Role]:
    counts = Counter(one.role for one in ordered)
    return sorted(counts, key=lambda role: (-counts[role], role))


def _held(ordered: Sequence[Given]) -> dict[Place, list[Given]]:
    held: defaultdict[Place, list[Given]] = defaultdict(list)
    for one in ordered:
        held[one.key, one.role].append(one)
    return held


def _speakers(ordered: Sequence[Given], roles: Sequence[Role]) -> list[str]:
    """Return who speaks: those of the most frequent role first, then who gives most."""
    rank = {role: place for place, role in enumerate(roles)}
    first: dict[str, int] = {}
    counts: Counter[str] = Counter()
    names = {one.key: one.saying.speaker.name for one in ordered}
    for one in ordered:
        first[one.key] = min(first.get(one.key, len(roles)), rank[one.role])
        counts[one.key] += 1
    return sorted(counts, key=lambda key: (first[key], -counts[key], names[key], key))


def _outlets(ordered: Sequence[Given]) -> dict[str, list[str]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one in ordered:
        for outlet in one.saying.outlets:
            found[one.key].setdefault(outlet)
    return defaultdict(list, {key: list(names)[:OUTLETS] for key, names in found.items()})


def _cell(rows: Sequence[Given]) -> Cell:
    """Return the cell of figures in their order; neighbours that say the same are one."""
    runs: list[list[Given]] = []
    steps: list[Difference] = []  # from each run to the next
    for one in rows:
        step = difference_of(runs[-1][-1], one) if runs else None
        if step is not None and (step.kind == Kind.SAME or _again(runs[-1][-1], one)):
            runs[-1].append(one)
            continue
        if step is not None:
            steps.append(step)
        runs.append([one])
    before = [
        Entry(run[-1], step.kind == Kind.UPDATE, len(run), step.words if step.kind == Kind.APART else "")
        for run, step in zip(runs, steps, strict=False)
    ][::-1]
    last = runs[-1]
    return Cell(last[-1], len(last), steps, before[:BEFORE], max(0, len(before) - BEFORE))


def _again(one: Given, other: Given) -> bool:
    """Whether a text gives the same figure twice."""
    return (
        one.figure.low == other.figure.low and one.figure.high == other.figure.high and one.days == other.days
    )


def _conflicts(cells: dict[Place, Cell], role: Role) -> list[Difference]:
    """Return how the latest figures of a column stand against each other; equal ones count once."""
    latest = in_order(
        cell.latest for (_, of), cell in cells.items() if of == role and cell.latest is not None
    )
    distinct = list({_value(one): one for one in reversed(latest)}.values())[::-1][-SET_AGAINST:]
    pairs = (difference_of(one, other) for at, one in enumerate(distinct) for other in distinct[at + 1 :])
    return [row for row in pairs if row.kind != Kind.SAME]


def _value(one: Given) -> tuple[object, ...]:
    figure = one.figure
    return (figure.low, figure.high, figure.qualifier, figure.measure, figure.unit, one.days, one.thing)


def _is_conflict(row: Difference) -> bool:
    return row.kind == Kind.CONFLICT


def _marked(cell: Cell, rows: Sequence[Difference]) -> Cell:
    """Return the cell with the conflicts that its latest figure is part of."""
    if cell.latest is None:
        return cell
    mine = _value(cell.latest)
    found = [row for row in rows if _is_conflict(row) and mine in (_value(row.earlier), _value(row.later))]
    return Cell(cell.latest, cell.times, cell.steps, cell.before, cell.more, found) if found else cell


def _listed(rows: Iterable[Difference]) -> list[Difference]:
    """Return the differences, the gravest kind first."""
    kinds = list(Kind)
    unique = {(row.kind, row.earlier.order, row.later.order): row for row in rows}
    return sorted(
        unique.values(),
        key=lambda row: (kinds.index(row.kind), row.later.role, row.earlier.order, row.later.order),
    )
