"""Where things stand in a drawing of a chart, and how its words and numbers are written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .scale import Scale, scale_of, short, times_of
from .series import Chart, Point

_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Size:
    """The drawing's own measure; it is scaled to the room it gets."""

    width: int = 440
    height: int = 264
    labels: int = 132  # at the right, for values and names


PAGE, PRINT = Size(), Size(640, 300, 190)


class Frame:
    """Where things stand in a drawing."""

    def __init__(self, chart: Chart, size: Size) -> None:
        points = chart.points
        self.chart, self.size = chart, size
        self.scale: Scale = scale_of([value for point in points for value in point.band])
        self.times = times_of([at for point in points if (at := point.given.saying.at)], 3)
        self.left = 14.0 + 7.2 * max(len(short(tick)) for tick in self.scale.ticks)
        self.right, self.top, self.foot = float(size.width - size.labels), 22.0, size.height - 44.0

    def x(self, point: Point) -> float:
        """Where a figure stands in time."""
        at = point.given.saying.at
        share = self.times.place(at) if at else 0.5
        return self.at(share)

    def at(self, share: float) -> float:
        """Where a share of the time stands; a little room is left at both ends."""
        return self.left + 10 + share * (self.right - self.left - 20)

    def y(self, value: float) -> float:
        """Where a value stands."""
        return self.foot - self.scale.place(value) * (self.foot - self.top)


def words(text: str) -> str:
    """Return a text as it can stand in a drawing."""
    return escape(_UNSHOWN.sub("\ufffd", text))


def number(value: float) -> str:
    """Return a place in few digits."""
    return f"{value:.1f}".removesuffix(".0")


def path(points: Iterable[tuple[float, float]]) -> str:
    """Return a path through the places."""
    return "L".join(f"{number(x)} {number(y)}" for x, y in points)


def clipped(name: str, letters: int) -> str:
    """Return a name in its own direction, cut where it is long; the table has it whole."""
    plain = " ".join(_UNSHOWN.sub(" ", name).split())
    cut = plain if len(plain) <= letters else f"{plain[: letters - 1].rstrip()}…"
    return escape(f"\u2068{cut}\u2069")
