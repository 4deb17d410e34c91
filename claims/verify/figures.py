"""Figures of claims: what may be compared, what is equal, how they differ, in words. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ABOUT = Decimal("0.05")  # "about 1,200" covers 1,212

# Units that articles abbreviate, by the abbreviation.
_SPELLED = {
    "c": "°c",
    "celsius": "°c",
    "f": "°f",
    "fahrenheit": "°f",
    "foot": "ft",
    "pound": "lb",
    "ounce": "oz",
    "kilometre": "km",
    "kilometer": "km",
    "metre": "m",
    "meter": "m",
    "kilogram": "kg",
}


def spellings(unit: str) -> set[str]:
    """Return the units that mean the same as `unit`, itself and its last word among them."""
    word = unit.casefold().split()[-1]
    meant = _SPELLED.get(word, word)
    same = {other for other, short in _SPELLED.items() if short == meant} | {meant}
    known = meant in _SPELLED.values()
    return {unit, unit.split()[-1]} | ({form for s in same for form in (s, s.upper())} if known else set())


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity of a claim; `low` equals `high` unless a range."""

    low: Decimal
    high: Decimal
    unit: str
    qualifier: str = "exact"
    measure: str = ""
    text: str = ""
    preliminary: bool = False

    @property
    def key(self) -> str:
        """What is counted, without its adjectives: "attack drone" is "drone"."""
        word = self.unit.casefold().split()[-1] if self.unit else ""
        return _SPELLED.get(word, word)

    @property
    def digits(self) -> int:
        """How many significant digits the figure has: 277 has three, 1,200 two, 0 one."""
        return max(1, len(str(int(self.low)).rstrip("0"))) if self.low == int(self.low) else 3


def comparable(one: Figure, other: Figure) -> bool:
    """Return whether two figures count the same thing in the same way."""
    if not one.key or one.key != other.key:
        return False
    return one.measure == other.measure or not (one.measure and other.measure)


def same_value(one: Figure, other: Figure) -> bool:
    """Return whether the value is the same; "4" and "at least 4" are one figure told twice."""
    return (one.low, one.high) == (other.low, other.high)


def equal(one: Figure, other: Figure) -> bool:
    """Return whether two figures say the same."""
    return (one.low, one.high, _bound(one)) == (other.low, other.high, _bound(other))


def difference(earlier: Figure, later: Figure) -> str:
    """Return the difference in words: "same", "+183, +66.1 %", "−4, −30.8 %", or the ranges' relation."""
    if earlier.low != earlier.high or later.low != later.high:
        return "same" if equal(earlier, later) else "another range"
    step = later.low - earlier.low
    if not step:
        return "same" if equal(earlier, later) else "same figure, other bound"
    sign = "+" if step > 0 else "−"
    share = f", {sign}{abs(step) / abs(earlier.low) * 100:.1f} %" if earlier.low else ""
    return f"{sign}{number(abs(step))}{share}"


def number(value: Decimal) -> str:
    """Return a number as people write it: 1200.000000 is "1,200"."""
    return f"{value.normalize():,f}"


def told(figure: Figure) -> str:
    """Return a figure as people say it: "at least 1,200", "270–280", "277"."""
    if figure.low != figure.high:
        return f"{number(figure.low)}–{number(figure.high)}"
    words = {"at_least": "at least ", "at_most": "at most ", "about": "about "}.get(figure.qualifier, "")
    return words + number(figure.low)


def covers(loose: Figure, exact: Figure) -> bool:
    """Return whether a bound, a range or a round figure contains an exact one that is not far from it."""
    if exact.low != exact.high or exact.qualifier != "exact":
        return False
    if loose.qualifier == "exact" and loose.low == loose.high:
        return False
    low, high = _interval(loose)
    inside = (low is None or exact.low >= low) and (high is None or exact.low <= high)
    return inside and not (low and exact.low > 2 * low)


def _interval(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    if figure.qualifier == "at_least":
        return figure.low, None
    if figure.qualifier == "at_most":
        return None, figure.high
    if figure.qualifier == "about":
        return figure.low * (1 - ABOUT), figure.high * (1 + ABOUT)
    return figure.low, figure.high


def _bound(figure: Figure) -> str:
    return "exact" if figure.qualifier == "range" else figure.qualifier
