"""The unit of a bare figure, restored from its sentence or the figures before it."""

from __future__ import annotations

import re

from . import units
from .numbers import Number
from .passage import Passage
from .types import Quantity

_REACH = 220  # code points to the figure or noun that lends its unit
_PEOPLE = re.compile(
    r"\b(?:kill|injur|wound|hurt|died|dead|missing|arrest|detain|displac|evacuat|rescu|hospitali|evacuee|infected"
    r"|attend|crowd|turnout|sacked|stranded|homeless|casualt|unaccounted)\w*",
    re.I,
)
_TOLL = re.compile(r"\b(?:toll|deaths|fatalit\w+)\b", re.I)
_CROWD = re.compile(r"\b(?:attendance|crowd|turnout)\b", re.I)
_CROWD_OF = re.compile(r"\b(?:attendance|crowd|turnout|audience|population|gate) of(?: \w+){0,2} $", re.I)
_DEAD = re.compile(r"\bnumber of (?:the )?(?:dead|killed|fatalities)\b", re.I)
_HURT = re.compile(r"\bnumber of (?:the )?(?:injured|wounded|missing|homeless|sick)\b", re.I)
_NUMBER_OF = re.compile(r"\bnumber of ((?:[\w'’-]+ ){0,3}?[\w'’-]+s|people|children|men|women)\b", re.I)
_NUMBERS = re.compile(r"\b([a-z]+) (?:numbers|figures|totals|levels|headcount)\b", re.I)
_MAGNITUDE = re.compile(r"\bmagnitude\b", re.I)
_PART = re.compile(r"\b(?:including|among (?:them|whom|those)|of (?:them|whom|which))\s+(?:\w+\s+)?$", re.I)
_OF_THEM = re.compile(r"[”\"’']?\s+of\s+(?:them|these|those|whom|which)\b", re.I)
_LARGE_SUM = 1e5


def partitive(passage: Passage, number: Number, earlier: list[Quantity]) -> str:
    """Return what "six of them" are six of: what was counted, else the nearest plural noun, else ""."""
    if not _OF_THEM.match(passage.text, number.end):
        return ""
    start = passage.sentence_of(number).start_char
    counted = next((q.unit for q in reversed(earlier[-3:]) if q.start >= start and is_count(q.unit)), "")
    if counted:
        return counted
    at = passage.tokens.at(number.start)
    for token in reversed(passage.doc[max(0, at - 40) : at]):
        if (
            token.tag_ == "NNS"
            and token.text.islower()
            and not units.is_time_unit(units.singular(token.text))
        ):
            return units.singular(token.text)
    return ""


def crowd(passage: Passage, number: Number) -> bool:
    """Whether the figure is the size of a crowd ("a crowd of 4,500")."""
    return _CROWD_OF.search(passage.before(number)) is not None


def shared_currency(passage: Passage, number: Number, earlier: list[Quantity]) -> str:
    """Return the currency that "1.68 billion a year earlier" shares with the amount before it."""
    if number.value < _LARGE_SUM or number.scale < _LARGE_SUM:
        return ""
    near = [
        q
        for q in earlier[-4:]
        if number.start - q.end < _REACH and "\n" not in passage.text[q.end : number.start]
    ]
    return next((q.unit for q in reversed(near) if re.fullmatch(r"[A-Z]{3}", q.unit) or _is_coin(q)), "")


def _is_coin(quantity: Quantity) -> bool:
    """Whether a figure is a large sum of a currency without a code ("480 million florins")."""
    return quantity.unit in ("crown", "florin", "peso", "dinar", "shilling", "rial", "krona", "krone")


def restored(passage: Passage, number: Number, earlier: list[Quantity]) -> str:
    """Return the unit that a bare figure leaves out, "" when nothing tells."""
    before, sentence = passage.sentence(number)
    named = _named_in(before, sentence)
    if named:
        return named
    previous = _previous(passage, number, earlier)
    if previous:
        return previous
    return "person" if _PEOPLE.search(sentence) or "of them" in sentence else ""


def _named_in(before: str, sentence: str) -> str:
    """Return the unit that the sentence names: its toll, its crowd, its "number of"."""
    if _TOLL.search(before) or _DEAD.search(before):
        return "death"
    if _CROWD.search(before) or _HURT.search(before):
        return "person"
    if _MAGNITUDE.search(sentence) and "reading" in sentence:
        return "magnitude"
    counted = _NUMBER_OF.search(before)
    if counted:
        return units.singular(counted.group(1).split()[-1])
    numbers = _NUMBERS.search(before)
    return units.singular(numbers.group(1)) if numbers and numbers.group(1).lower() not in _NO_COUNT else ""


_NO_COUNT = frozenset(
    "the official these those new latest its their his her our sales price sea water".split()
)


def _previous(passage: Passage, number: Number, earlier: list[Quantity]) -> str:
    """Return the unit of the figure before, one that is object or subject before one in a phrase."""
    near = [
        q
        for q in earlier
        if number.start - q.end < _REACH
        and is_count(q.unit)
        and not _PART.search(passage.text[: q.start][-40:])
    ]
    if not near:
        return ""
    last = near[-1]
    return next((q.unit for q in reversed(near[-3:]) if _is_core(passage, q)), last.unit)


def _is_core(passage: Passage, quantity: Quantity) -> bool:
    """Whether the counted noun is subject or object of its clause, not part of a phrase of place or use."""
    noun = passage.doc[passage.tokens.at(quantity.end - 1)]
    return noun.dep_ not in ("pobj", "poss", "compound")


def is_count(unit: str) -> bool:
    """Whether a bare figure may be counted in `unit` too."""
    if not unit or units.is_time_unit(unit) or unit == "%" or unit.isupper():
        return False
    return not (" per " in unit or "age" in unit.split() or unit in ("times", "time"))
