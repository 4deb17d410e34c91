"""Compound measures in their smallest unit: "two hours and ten minutes", "2hr 19min 44sec", "6ft 2in"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage
from claims.extract.reading import units

_UNIT_WORDS = {
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "min": "minute",
    "mins": "minute",
    "sec": "second",
    "secs": "second",
    "s": "second",
    "ft": "foot",
    "feet": "foot",
    "in": "inch",
    "inches": "inch",
    "st": "stone",
    "lb": "pound",
    "lbs": "pound",
    "oz": "ounce",
}
_IN_SMALLER = {
    ("year", "month"): 12,
    ("year", "week"): 52,
    ("month", "day"): 30,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("hour", "second"): 3600,
    ("foot", "inch"): 12,
    ("stone", "pound"): 14,
    ("pound", "ounce"): 16,
}
_LARGER = frozenset(larger for larger, _ in _IN_SMALLER)
_UNIT = re.compile(r"[ -]?([a-z]+)\b", re.I)
_JOINT = re.compile(r",? and |, | ?")
_ARTICLE = re.compile(r"\ban? ([a-z]+),? and $", re.I)


def compound(passage: Passage, numbers: Sequence[Number], at: int) -> tuple[float, str, int, int, int] | None:
    """Return (value, unit, start, end, numbers used) of the compound measure at `numbers[at]`, else None."""
    first = numbers[at]
    if first.form != "number":
        return None
    named = _unit_at(passage.text, first.end)
    if named is None:
        return None
    opening = _ARTICLE.search(passage.before(first))
    factor = _IN_SMALLER.get((opening.group(1).lower(), named[0])) if opening else None
    value, start, used = first.value, first.start, 1
    if opening and factor and first.value < factor:
        value, start = value + factor, first.start - len(opening.group())
    elif named[0] not in _LARGER:
        return None
    unit, end = named
    for number in numbers[at + 1 : at + 3]:
        further = _unit_at(passage.text, number.end)
        joined = _JOINT.fullmatch(passage.text, end, number.start)
        factor = _IN_SMALLER.get((unit, further[0])) if further and joined else None
        if further is None or not factor or number.value >= factor or number.form != "number":
            break
        value, used, (unit, end) = value * factor + number.value, used + 1, further
    return (round(value, 6), unit, start, end, used) if start < first.start or used > 1 else None


def _unit_at(text: str, end: int) -> tuple[str, int] | None:
    match = _UNIT.match(text, end)
    if match is None:
        return None
    word = match.group(1).lower()
    if word in ("in", "s", "h", "st") and match.start(1) > end:
        return None  # "six feet in front" is no inch
    return _UNIT_WORDS.get(word) or units.singular(word), match.end()
