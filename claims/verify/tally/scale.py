"""Axes of a chart: values to places, ticks with words; linear or logarithmic, and time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor, log10

MOST = 4  # ticks
FAR = 50.0  # times the smallest value, from which the scale is logarithmic
_STEPS = [timedelta(minutes=m) for m in (1, 5, 15, 30)] + [timedelta(hours=h) for h in (1, 3, 6, 12)]
_DAYS = (1, 2, 4, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_NAMES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` on a line of length 1; `log`: by powers of ten, 0 at the foot."""

    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False

    def place(self, value: float) -> float:
        """Return where a value stands, 0 to 1."""
        if not self.log:
            return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        if value <= 0:
            return 0.0
        low, high = log10(self.low), log10(self.high)
        return min(1.0, max(0.0, (log10(value) - low) / (high - low)))


def scale_of(values: Sequence[float]) -> Scale:
    """Return the scale for values (one at least); lines need not begin at zero."""
    low, high = min(values), max(values)
    positive = [value for value in values if value > 0]
    if low >= 0 and positive and high / min(positive) > FAR:
        return _powers(min(positive), high)
    if low == high:
        room = max(abs(low) * 0.1, 1.0 if low == int(low) else 0.0)  # no tenths of things that are counted
        low, high = low - room if low else 0.0, high + room
    elif 0 < low < 0.5 * high:
        low = 0.0
    elif low > 0:
        low -= 0.08 * (high - low)  # so that the lowest point stands above the axis
    return _linear(low, high)


def _linear(low: float, high: float) -> Scale:
    step = _nice((high - low) / (MOST - 1))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    while last - first > MOST - 1:
        step = _nice(step * 1.5)
        first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return Scale(first * step, last * step, tuple(at * step for at in range(first, last + 1)))


def _nice(rough: float) -> float:
    """Return the next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next(float(n * power) for n in (1, 2, 5, 10) if n * power >= rough * 0.999)


def _powers(low: float, high: float) -> Scale:
    first, last = floor(log10(low)), ceil(log10(high) - 1e-9)
    step = max(1, ceil((last - first) / (MOST - 1)))
    last = first + step * ceil((last - first) / step)
    return Scale(10.0**first, 10.0**last, tuple(10.0**at for at in range(first, last + 1, step)), log=True)


def short(value: float) -> str:
    """Return a tick's number in few letters: "1,200", "2.5m", "−4"."""
    size, sign = abs(value), "−" if value < 0 else ""
    for unit, name in _NAMES:
        if size >= unit:
            return (
                f"{sign}{size / unit:,.4g}{name}"
                if size / unit < 10_000
                else f"{sign}{size / unit:,.0f}{name}"
            )
    return f"{sign}{size:,.0f}" if size == int(size) else f"{sign}{size:.4g}"


@dataclass(frozen=True, slots=True)
class Times:
    """Moments from `first` to `last` on a line of length 1; ticks: where, the word, the day below or ""."""

    first: datetime
    last: datetime
    ticks: tuple[tuple[float, str, str], ...]

    def place(self, at: datetime) -> float:
        """Return where a moment stands, 0 to 1; alone it stands in the middle."""
        span = (self.last - self.first).total_seconds()
        return (at - self.first).total_seconds() / span if span else 0.5


def times_of(moments: Sequence[datetime], most: int = MOST) -> Times:
    """Return the time axis for moments (one at least) in the zone that they have."""
    first, last = min(moments), max(moments)
    if first == last:
        return Times(first, last, ((0.5, f"{first:%H:%M}", f"{first.day} {first:%b %Y}"),))
    found = _ticks(first, last, most)
    bare = Times(first, last, ())
    days, rows = "", []
    fine = any((at.hour, at.minute) != (0, 0) for at in found) and last - first < timedelta(days=4)
    for at in found:
        day = f"{at.day} {at:%b}" if last - first < timedelta(days=1500) else f"{at:%b %Y}"
        year = "" if first.year == last.year and days else f" {at.year}"
        word, below = (f"{at:%H:%M}", day if day != days else "") if fine else (day, year.strip())
        rows.append((bare.place(at), word, below))
        days = day
    return Times(first, last, tuple(rows))


def _ticks(first: datetime, last: datetime, most: int) -> list[datetime]:
    """Return round moments within the span: the finest step that gives no more than `most`."""
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    span = last - first
    for step in [*_STEPS, *(timedelta(days=days) for days in _DAYS)]:
        start = midnight + step * ceil((first - midnight) / step)
        if span / step <= most or start + step * most > last:
            found = [at for at in (start + step * n for n in range(most + 1)) if at <= last]
            return found[:most] or [first]
    return _months(first, last, most)


def _months(first: datetime, last: datetime, most: int) -> list[datetime]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    step = next((step for step in _MONTHS if (end - begin) / step <= most), _MONTHS[-1])
    at = range(-(-(begin + 1) // step) * step, end + 1, step)
    start = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return [start.replace(year=month // 12, month=month % 12 + 1) for month in at][:most] or [first]
