"""Quantities of a text: number, unit, qualifier, as the annotation rules count them.

A number is read in three steps: is it a figure at all (`no_figures`), does it make one figure with its
neighbour (`compounds`, `pairs`), and what does it count (`ages`, `units`, `elision`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from claims.extract.figures import cricket, elision, wholes, written_units
from claims.extract.figures.ages import age_bound, age_end
from claims.extract.figures.compounds import compound
from claims.extract.figures.counted_nouns import is_singular, joined_noun, noun_after
from claims.extract.figures.figure_roles import is_preliminary, measure_of, object_of
from claims.extract.figures.no_figures import admitted
from claims.extract.figures.numbers import Number, find_numbers
from claims.extract.figures.pairs import pair
from claims.extract.figures.passage import Passage
from claims.extract.figures.qualifiers import leading, settled
from claims.extract.figures.written_units import Resolved
from claims.extract.reading import units
from claims.extract.reading.parse import text_of
from claims.extract.reading.units import TokenMap
from claims.extract.types import Qualifier, Quantity

_PERCENT_LATER = re.compile(r"\s+(?:to|and|or)\s+[\d.]+\s?(?:%|per ?cent\b)", re.I)
_STRONG = re.compile(r"-strong\b", re.I)
_HEDGE = re.compile(r"-(?:plus|odd|ish)\b|\s+or (?:more|so|fewer|less)\b|\s?\+|\s+plus\b", re.I)
_BRACKET = re.compile(r"\s?\((?:or )?$")
_CODE = re.compile(r"[A-Z]{3}")
_MINUS = re.compile(r"(?:\b(?:minus|negative)[ -]|(?<![\w%°])[-−–])$", re.I)
_SIGN_REACH = 10
_HEAT = frozenset(
    {"C", "°C", "F", "°F", "degree", "degree celsius", "degree fahrenheit", "degree centigrade"}
)
_WHEN = re.compile(r"\s+(?:last|next|this|that|the (?:previous|following|same)|each|every) \w+", re.I)
_SIDE_TO = re.compile(r"\b[a-z]{3,}s to $")


@dataclass(slots=True)
class _Reading:
    """The passage and the figures read so far."""

    passage: Passage
    found: list[Quantity] = field(default_factory=list)


def find_quantities(doc: Doc) -> list[Quantity]:
    """Return the quantities of `doc` in text order; offsets are those of `doc.text`."""
    passage = Passage(doc, text_of(doc), TokenMap(doc))
    numbers = admitted(passage, find_numbers(passage.text))
    reading = _Reading(passage)
    at = 0
    while at < len(numbers):
        if reading.found and " per " in reading.found[-1].unit and numbers[at].start < reading.found[-1].end:
            at += 1
            continue
        made, used = _figures_at(reading, numbers, at)
        reading.found.extend(made)
        at += used
    return reading.found


def _figures_at(reading: _Reading, numbers: Sequence[Number], at: int) -> tuple[list[Quantity], int]:
    """Return the figures that begin with `numbers[at]`, and how many numbers they use up."""
    passage = reading.passage
    joined = compound(passage, numbers, at)
    if joined is not None:
        value, unit, start, end, used = joined
        if units.is_offset(passage.text, end, unit):
            return [], used
        number = replace(numbers[at], value=value, start=start)
        return [_made(reading, number, (unit, end, 1.0), leading(passage, number))], used
    if at + 1 < len(numbers):
        two = pair(passage, numbers[at], numbers[at + 1], lambda number: _quantity(reading, number))
        if two is not None:
            return two, 2
    one = _quantity(reading, numbers[at])
    if one and one.qualifier == "exact" and passage.words(numbers[at]).lower() in ("a", "an"):
        return [], 1  # "over a year" of a stretch, no bound
    return ([one] if one else []), 1


def _quantity(reading: _Reading, number: Number) -> Quantity | None:
    """Return the quantity of one number, or None when it counts nothing."""
    resolved = _unit(reading, number)
    if resolved is None:
        return None
    return _made(reading, number, resolved, leading(reading.passage, number))


def _made(
    reading: _Reading, number: Number, resolved: Resolved, found: tuple[Qualifier, int, str]
) -> Quantity:
    """Return the quantity of a number whose unit is known: its rate, its qualifier, its role."""
    passage = reading.passage
    unit, end, factor = resolved
    counted_end = end
    while unit != "times" and "of age" not in unit:
        rate = units.rate_after(
            passage.doc, passage.tokens, passage.text, end, number.form == "money" or unit.isupper()
        )
        if rate is None:
            break
        unit, end = f"{unit} per {rate[0]}", rate[1]
    if _CODE.fullmatch(unit) and (thing := wholes.each(passage, number)):
        unit = f"{unit} per {thing}"
    qualifier, start = settled(passage, number, unit, end, found)
    if unit.endswith("of age"):
        qualifier, start = age_bound(passage, number) or (qualifier, start)
    if _is_conversion(reading, number, unit):
        qualifier = reading.found[-1].qualifier if qualifier == "exact" else qualifier
    if unit in _HEAT and (sign := _MINUS.search(passage.text[max(0, start - _SIGN_REACH) : start])):
        factor, start = -factor, start - len(sign.group())
    low = round(number.value * factor, 6)
    high = number.high if number.high is not None else low
    return Quantity(
        low,
        high,
        unit,
        "range" if high != low else "exact" if qualifier == "range" else qualifier,
        passage.text[start:end],
        start,
        end,
        object=object_of(passage, number, counted_end, unit),
        measure=measure_of(passage, number),
        preliminary=is_preliminary(passage, number),
        numeral=number.start,
    )


def _is_conversion(reading: _Reading, number: Number, unit: str) -> bool:
    """Whether the figure gives the one before it again in brackets and in another unit."""
    if not reading.found or reading.found[-1].low == reading.found[-1].high == number.value:
        return False
    last = reading.found[-1]
    gap = reading.passage.text[last.end : number.start]
    return last.unit != unit and "%" not in (unit, last.unit) and _BRACKET.fullmatch(gap) is not None


def _unit(reading: _Reading, number: Number) -> Resolved | None:
    """Return what the number counts, or None when it is no quantity after all."""
    passage = reading.passage
    for reader in (written_units.own_unit, written_units.percent, written_units.money):
        resolved = reader(passage, number)
        if resolved is not None:
            return resolved
    aged = age_end(passage, number, reading.found)
    if aged is not None:
        return *aged, 1.0
    for reader in (written_units.times, written_units.magnitude):
        resolved = reader(passage, number)
        if resolved is not None:
            return resolved
    return written_units.measured(passage, number, reading.found) or _counted(reading, number)


def _counted(reading: _Reading, number: Number) -> Resolved | None:
    """Return the noun that is counted, or the one the figure leaves out."""
    passage = reading.passage
    if _PERCENT_LATER.match(passage.text, number.end):
        return "%", number.end, 1.0
    if _STRONG.match(passage.text, number.end):
        return "person", number.end, 1.0
    of_them = elision.partitive(passage, number, reading.found)
    if of_them:
        return of_them, number.end, 1.0
    hedge = _HEDGE.match(passage.text, number.end)
    at = passage.tokens.from_(hedge.end() if hedge else number.end)
    if not hedge and passage.text[number.end : number.end + 1] == "-":
        return _hyphenated(passage, number, at)
    noun = None if _WHEN.match(passage.text, number.end) else noun_after(passage.doc, at)
    if noun is None or (number.value != 1 and elision.crowd(passage, number)):
        return _elided(reading, number)
    unit, end = noun
    if units.is_offset(passage.text, end, unit):
        return None
    if number.value != 1 and is_singular(passage.doc, passage.tokens.at(end - 1)):
        return _elided(reading, number, otherwise=noun)  # "410 smoke"
    return unit, end, 1.0


def _hyphenated(passage: Passage, number: Number, at: int) -> Resolved | None:
    """Return the noun joined by a hyphen ("ten-man", "300-mile border"), which is all that is counted."""
    joined = joined_noun(passage.doc, at)
    if joined is not None:
        return *joined, 1.0
    noun = noun_after(passage.doc, at)
    return (*noun, 1.0) if noun and not number.words else None


def _elided(reading: _Reading, number: Number, otherwise: tuple[str, int] | None = None) -> Resolved | None:
    """Return the unit of a bare figure; `otherwise` is a doubtful noun, taken when nothing else tells."""
    passage = reading.passage
    if passage.words(number).lower() == "one" and not _SIDE_TO.search(passage.before(number)):
        return None
    if elision.crowd(passage, number):
        return "person", number.end, 1.0
    money = elision.shared_currency(passage, number, reading.found)
    if money:
        return money, number.end, 1.0
    unit = cricket.runs(passage, number) or wholes.stepped(passage, number, reading.found)
    unit = unit or wholes.of_whole(passage, number) or _thousands(reading, number)
    unit = unit or elision.restored(passage, number, reading.found)
    unit = unit or wholes.compared(passage, number, reading.found)
    if not unit and otherwise:
        return *otherwise, 1.0
    return (unit, number.end, 1.0) if unit or not number.words else None


def _thousands(reading: _Reading, number: Number) -> str:
    """Return "person" for thousands that act, unless their sentence counted something before."""
    start = reading.passage.sentence_of(number).start_char
    told = bool(reading.found) and reading.found[-1].start >= start
    return "" if told else wholes.crowd_of(reading.passage, number)
