"""The figures of a cricket match: "214 for 6", "took 5-34", "147 off 92 balls", "all out for 88"."""

from __future__ import annotations

import re

from claims.extract.figures.counted_nouns import noun_after
from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage

_GAME = re.compile(
    r"\b(?:cricket\w*|wickets?|innings|overs?|stumps|batsm[ae]n|batters?|bowl(?:ed|ers?|ing)"
    r"|declared|all out|Test match|Ashes|tea|lunch)\b"
)
_FOR = re.compile(r"(?:-| for )")
_TOOK = re.compile(r"\b(?:took|takes|taking|claimed|figures of|finished with|returned) $", re.I)
_OFF = re.compile(r"(?: not out)? (?:off|from) (?:just |only )?\d+ (?:balls|deliveries)\b")
_ALL_OUT = re.compile(
    r"\b(?:all out for|bowled out for|dismissed for|skittled for) $|\bdeclared (?:on|at) $", re.I
)
_OUT = re.compile(r" all out\b| not out\b| declared\b")
_WICKETS = 10


def runs(passage: Passage, number: Number) -> str:
    """Return "run" where the words beside a bare figure say that it counts runs, else ""."""
    if number.form != "number":
        return ""
    scored = _OFF.match(passage.text, number.end) or _OUT.match(passage.text, number.end)
    return "run" if scored or _ALL_OUT.search(passage.before(number)) else ""


def innings(passage: Passage, one: Number, two: Number) -> tuple[str, str] | None:
    """Return the units of both figures of "214 for 6" or "5-34", None when they are no score of cricket."""
    if one.form != "number" or two.form != "number" or not _FOR.fullmatch(passage.text, one.end, two.start):
        return None
    low, high = sorted((one.value, two.value))
    if one.words or two.words or low > _WICKETS or high <= low or not _plays(passage, one):
        return None
    if _TOOK.search(passage.before(one)) and one.value == low:
        counted = noun_after(passage.doc, passage.tokens.from_(two.end), 2)
        return None if counted else ("wicket", "run")
    return ("run", "wicket") if two.value == low and high > _WICKETS else None


def _plays(passage: Passage, number: Number) -> bool:
    """Whether the sentence is of cricket."""
    return (
        _GAME.search(passage.sentence(number)[1]) is not None
        or _TOOK.search(passage.before(number)) is not None
    )
