"""From figures to charts: one for each role, a series for each source, points in time. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..bearing import ABOUT
from .apart import kept_apart
from .given import Given, Role, in_order, role_label

CHARTS = 4
SERIES = 6  # drawn apart; what is beyond is one
POINTS = 200  # the latest ones
LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign of a status beside a point: icon, colour and words of the one table of statuses."""

    icon: str
    colour: str
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """One dated figure, in the measure of its role; `joined`: the line from the point before leads to it."""

    given: Given
    low: float
    high: float
    joined: bool
    mark: Mark | None = None

    @property
    def band(self) -> tuple[float, float]:
        """The lowest and highest value that is meant."""
        if self.given.counted.qualifier == "about":
            return self.low * (1 - ABOUT), self.high * (1 + ABOUT)
        return self.low, self.high

    @property
    def hollow(self) -> bool:
        """Whether the figure is preliminary."""
        return self.given.figure.preliminary

    @property
    def open_end(self) -> str:
        """ "at_least", "at_most" or ""."""
        qualifier = self.given.counted.qualifier
        return qualifier if qualifier in {"at_least", "at_most"} else ""


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one source in time; `rest` for the sources that are drawn together."""

    place: int
    name: str
    points: Sequence[Point]
    sources: int = 1

    @property
    def rest(self) -> bool:
        """Whether it stands for several sources."""
        return self.sources > 1


@dataclass(frozen=True, slots=True)
class Chart:
    """The figures of one role; `undated` could not be drawn, `left_out` are older than those drawn."""

    place: int
    role: Role
    title: str
    unit: str
    series: Sequence[Series]
    undated: int = 0
    left_out: int = 0

    @property
    def rows(self) -> list[tuple[Series, Point]]:
        """Every point with its series, the earliest first: the chart as a table."""
        found = [(series, point) for series in self.series for point in series.points]
        return sorted(found, key=lambda row: row[1].given.order)

    @property
    def points(self) -> list[Point]:
        """Every point, the earliest first."""
        return [point for _, point in self.rows]


def no_mark(given: Given) -> Mark | None:
    """Return no mark for any figure."""
    return None


def charts_of(
    given: Iterable[Given],
    *,
    least: int = 1,
    most: int = CHARTS,
    mark: Callable[[Given], Mark | None] = no_mark,
) -> list[Chart]:
    """Return the charts of the roles with `least` dated figures or more, the fullest first.

    The order in which figures come makes no difference.
    """
    roles: defaultdict[Role, list[Given]] = defaultdict(list)
    for one in in_order(given):
        roles[one.role].append(one)
    dated = {role: [one for one in rows if one.saying.at is not None] for role, rows in roles.items()}
    full = sorted(
        (role for role in roles if len(dated[role]) >= least), key=lambda role: (-len(dated[role]), role)
    )
    return [
        _chart(place, role, dated[role], len(roles[role]) - len(dated[role]), mark)
        for place, role in enumerate(full[:most], 1)
    ]


def _chart(
    place: int, role: Role, dated: Sequence[Given], undated: int, mark: Callable[[Given], Mark | None]
) -> Chart:
    drawn = dated[-POINTS:]
    by_key: defaultdict[str, list[Given]] = defaultdict(list)
    for one in drawn:
        by_key[one.key].append(one)
    keys = sorted(by_key, key=lambda key: (-len(by_key[key]), by_key[key][0].saying.speaker.name, key))
    apart = keys if len(keys) <= SERIES else keys[: SERIES - 1]
    series = [_series(number, by_key[key], mark) for number, key in enumerate(apart)]
    if rest := keys[len(apart) :]:
        together = in_order(one for key in rest for one in by_key[key])
        points = [_point(one, None, mark) for one in together]
        series.append(Series(len(apart), f"{len(rest)} more sources", points, len(rest)))
    unit = Counter(one.figure.unit for one in drawn).most_common()
    words = sorted(unit, key=lambda row: (-row[1], row[0]))[0][0]
    return Chart(place, role, role_label(role), words, series, undated, len(dated) - len(drawn))


def _series(number: int, rows: Sequence[Given], mark: Callable[[Given], Mark | None]) -> Series:
    points, before = [], None
    for one in rows:
        points.append(_point(one, before, mark))
        before = one
    return Series(number, rows[0].saying.speaker.name, points)


def _point(one: Given, before: Given | None, mark: Callable[[Given], Mark | None]) -> Point:
    joined = before is not None and not _another(before, one)
    return Point(one, one.counted.low, one.counted.high, joined, mark(one))


def _another(before: Given, one: Given) -> bool:
    """Whether a line between two figures would join what cannot be compared."""
    reason = kept_apart(before, one)
    return bool(reason) and not reason.startswith("given side by side")
