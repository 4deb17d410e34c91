"""How two figures of one role stand: the same, an update, a conflict, a part, or not comparable. Pure.

The judgement is that of the matcher (bearing.py, differing.py); here stands what keeps two figures apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ..bearing import bearing
from ..differing import against
from ..figures import number
from ..meaning.roles import RUNNING
from .given import Given, of_one_period
from .place import place_words
from .scope import other_place, other_side, part_and_whole

UNDATED = timedelta(hours=36)  # figures of a night whose day is not told, published further apart, are of two


class Kind(StrEnum):
    """How two figures stand."""

    CONFLICT = "conflict"
    UPDATE = "update"
    PART = "part"
    APART = "apart"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """How `later` stands to `earlier`, in words: "+15, +5.4 %"."""

    kind: Kind
    words: str
    earlier: Given
    later: Given


def difference_of(one: Given, other: Given) -> Difference:
    """Return how two figures stand against each other; which is given first makes no difference."""
    earlier, later = sorted((one, other), key=lambda given: given.order)
    reason = kept_apart(earlier, later)
    if reason:
        return Difference(Kind.APART, reason, earlier, later)
    found = against([earlier.figure], [later.figure])
    if not found:
        return Difference(Kind.APART, _units(earlier, later), earlier, later)
    if found[0].equal:
        return Difference(Kind.SAME, found[0].outcome, earlier, later)
    if nested := part_and_whole(earlier, later):
        return Difference(Kind.PART, _nested(*nested), earlier, later)
    kind = _kind(earlier, later)
    if kind == Kind.UPDATE and (earlier.saying.at is None or later.saying.at is None):
        return Difference(
            Kind.APART, "no time of publication, so which is newer is not known", earlier, later
        )
    return Difference(kind, _words(kind, found[0].outcome, earlier, later), earlier, later)


def _kind(earlier: Given, later: Given) -> Kind:
    if earlier.key == later.key and _rises(earlier, later):
        return Kind.UPDATE  # as bearing.py would say, with less work: most of a page are such steps
    relation = bearing(earlier.told, later.told)
    if relation.relation == "narrows":
        return Kind.PART if "part of" in relation.reason else Kind.SAME
    if relation.relation in {"repeats", "corroborates"}:
        return Kind.SAME
    if earlier.key == later.key:
        return Kind.UPDATE
    runs = earlier.role[1] in RUNNING or "revised" in relation.reason or "running toll" in relation.reason
    return Kind.UPDATE if relation.relation == "updates" and runs else Kind.CONFLICT


def _rises(earlier: Given, later: Given) -> bool:
    exact = earlier.counted.qualifier == later.counted.qualifier == "exact"
    return exact and later.counted.low > earlier.counted.low


def _words(kind: Kind, outcome: str, earlier: Given, later: Given) -> str:
    if kind == Kind.PART:
        rest = abs(earlier.figure.low - later.figure.low)
        return f"{later.words} may be a part of {earlier.words}; the rest is {number(rest)}"
    if kind == Kind.SAME and earlier.words != later.words:
        return f"{later.words} fits {earlier.words}"
    if outcome == "another range":
        one, other = earlier.figure, later.figure
        apart = one.high < other.low or other.high < one.low
        return "the ranges do not meet" if apart else "the ranges meet in part"
    return outcome


def _nested(part: Given, whole: Given) -> str:
    """Return how a figure of one place or thing stands to one of more: "4 in Kyiv may be a part of 34"."""
    rest = abs(whole.figure.low - part.figure.low)
    inside = part.where - whole.where
    where = f" in {place_words(inside)}" if inside else " on one thing" if part.one_thing else ""
    return f"{part.words}{where} may be a part of {whole.words}; the rest is {number(rest)}"


def kept_apart(one: Given, other: Given) -> str:
    """Return why two figures cannot be compared, "" when they can."""
    if one.counted.kind != other.counted.kind:
        return _units(one, other)
    if one.counted.group and other.counted.group and one.counted.group != other.counted.group:
        return f"another object: {one.counted.noun}, {other.counted.noun}"
    if elsewhere := other_side(one, other) or other_place(one, other):
        return elsewhere
    if _things(one) and _things(other) and _things(one) != _things(other):
        return f"another object: {one.thing}, {other.thing}"
    if {one.figure.measure, other.figure.measure} == {"incremental", "cumulative"}:
        return "a count of one period against a running total"
    if _other_period(one, other):
        return f"another period: {_period(one)}, {_period(other)}"
    if one.saying.article and one.saying.article == other.saying.article and one.key == other.key:
        return "given side by side in one text"
    return ""


def _things(given: Given) -> str:
    return given.thing.casefold().strip()


def _units(one: Given, other: Given) -> str:
    return f"another unit: {one.figure.unit or 'none'}, {other.figure.unit or 'none'}"


def _other_period(one: Given, other: Given) -> bool:
    """Whether two figures are of two nights or days; a toll goes on, so its days keep nothing apart."""
    period = of_one_period(one.role) or "incremental" in {one.figure.measure, other.figure.measure}
    if one.role[1] in RUNNING and not period:
        return False
    if one.days is None or other.days is None:
        return period and _far_apart(one, other)
    if period:
        return not (_within(one.days, other.days) or _within(other.days, one.days))
    return one.days[1] < other.days[0] or other.days[1] < one.days[0]


def _within(inner: tuple[date, date], outer: tuple[date, date]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _far_apart(one: Given, other: Given) -> bool:
    if one.saying.at is None or other.saying.at is None:
        return False
    return abs(one.saying.at - other.saying.at) > UNDATED


def _period(given: Given) -> str:
    return given.period or "day not stated"
