"""Units that stand at the numeral itself: per cent, money, times, magnitudes, abbreviated measures."""

from __future__ import annotations

import re

from claims.extract.figures import currencies
from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage
from claims.extract.reading import units
from claims.extract.types import Quantity

Resolved = tuple[str, int, float]  # unit, end offset, factor on the value

_PERCENT = re.compile(r"\s?(?:%|per cent\b|percent\b|pct\b|pc\b)|-per-?cent\b", re.I)
_POINTS = re.compile(r"\s?-?percentage[ -]points?\b|\s?pp\b", re.I)
_OF_A_POINT = re.compile(r"(?:\s+(?:of\s+)?an?)?\s+(?:percentage[ -])?point\b", re.I)
_TIMES = re.compile(r"[ -]times\b", re.I)
_COMPARED = re.compile(
    r"\s+(?:as|more|less|the|that|those|its|their|his|her|our|what|higher|lower|greater|normal|average"
    r"|over|above"
    r"|faster|\w{3,}er(?: than)?)\b(?!\s+(?:last|past|week|month|year))",
    re.I,
)
_REPEATED_THE = re.compile(
    r"\s+(?:the (?:week|month|year|day|night|season|summer|winter|league|cup|title|prize|award"
    r"|championship))\b",
    re.I,
)
_METRES = re.compile(
    r"\s+(?:high|tall|long|wide|deep|above|below|away|from|of|in|and|by|up|down|freestyle|hurdles"
    r"|sprint|final)\b|-"
)
_MAGNITUDE = re.compile(r"\bmagnitude[- ](?:of )?$|\bmeasur(?:ed|ing) $", re.I)
_LARGE = 1e5


def own_unit(passage: Passage, number: Number) -> Resolved | None:
    """Return the unit that the numeral itself says."""
    half = _OF_A_POINT.match(passage.text, number.end) if number.form == "percent" else None
    if half:
        return "percentage point", half.end(), 0.01
    if number.form == "multiple" and passage.words(number).lower() in ("twice", "thrice"):
        return _repetition(passage, number.end), number.end, 1.0
    return (number.unit, number.end, 1.0) if number.unit else None


def _repetition(passage: Passage, end: int) -> str:
    """Return "times" for a multiple ("twice the limit"), "time" for a repetition ("scored twice")."""
    compared = _COMPARED.match(passage.text, end) and not _REPEATED_THE.match(passage.text, end)
    return "times" if compared else "time"


def percent(passage: Passage, number: Number) -> Resolved | None:
    """Return the unit of a percentage or of percentage points."""
    for pattern, unit in ((_POINTS, "percentage point"), (_PERCENT, "%")):
        match = pattern.match(passage.text, number.end)
        if match:
            return unit, match.end(), 1.0
    return None


def money(passage: Passage, number: Number) -> Resolved | None:
    """Return the currency of the noun behind the figure; cents count a hundredth."""
    noun = currencies.noun_after(passage.text, number.start, number.end)
    if noun is None and number.form == "indefinite" and passage.text.startswith(" of ", number.end):
        noun = currencies.noun_after(passage.text, number.start, number.end + 3)
    if noun is not None:
        return *noun, 1.0
    small = currencies.small_change(passage.text, number.end)
    return (*small, 0.01) if small else None


def times(passage: Passage, number: Number) -> Resolved | None:
    """Return the unit of a multiple or a repetition."""
    found = _TIMES.match(passage.text, number.end)
    return (_repetition(passage, found.end()), found.end(), 1.0) if found else None


def magnitude(passage: Passage, number: Number) -> Resolved | None:
    """Return the unit of an earthquake's strength."""
    behind = passage.text.startswith("-magnitude ", number.end)
    before = _MAGNITUDE.search(passage.before(number))
    if behind or (before and before.group().lower().startswith("magnitude")):
        return "magnitude", number.end, 1.0
    return None


def measured(passage: Passage, number: Number, found: list[Quantity]) -> Resolved | None:
    """Return the unit of an abbreviation right after the figure ("650km", "4g", "90m tall")."""
    if number.words:
        return None
    if re.search(r"\dm$", passage.words(number)) and _are_metres(passage, number, found):
        return "metre", number.end, 1e-6
    measure = units.measure_after(passage.text, number.end)
    return (*measure, 1.0) if measure else None


def _are_metres(passage: Passage, number: Number, found: list[Quantity]) -> bool:
    """Whether the "m" of "90m" is no million: words of length behind it, or no million near it."""
    if _METRES.match(passage.text, number.end) and not _shares_millions(number, found):
        return True
    if re.match(r"\s+[a-z]", passage.after(number)):
        return False
    return not _shares_millions(number, found)


def _shares_millions(number: Number, found: list[Quantity]) -> bool:
    near = found[-3:]
    return any(q.low >= _LARGE and number.start - q.end < 120 for q in near)
