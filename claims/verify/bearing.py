"""How a later claim bears on an earlier one about the same thing, with reason and arithmetic. Pure.

It is given two claims that speak of the same thing (sameness.py says how surely) and decides between the same
again, a second voice, a new figure, a conflict and a part. "Repeats" is the default for agreement: a second
origin has to be shown (independence.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .figures import Figure, difference, told
from .independence import COPY, Standing, standing
from .likeness import FigurePair, figure_pairs
from .meaning.counted import Counted
from .meaning.names import names_of
from .meaning.read import spoken
from .meaning.roles import is_running, may_fall
from .meaning.told import Told
from .meaning.voices import is_state, proper
from .meaning.words import overlap

ABOUT = 0.05  # "about 1,200" covers 1,212
REACH = 1.25  # "more than 6,000" is not said of 9,000
ROUNDED = 0.015  # 70.4 told as 70
ALIKE = 0.4  # share of words from which the accused says the same rather than answers
NARROW = 1.02  # "more than 6,000" is made exact by 6,057, and raised by 9,000
_SET_ANEW = re.compile(
    r"\b(?:revised|corrected|restated|(?:cut|lowered|raised|reduced|increased) (?:from|to))\b", re.I
)
SAME_HOURS = 9.0  # two counts of one running toll within these hours stand against each other

_REVISED = re.compile(
    r"\b(?:revis\w+|lower\w*|cut|corrected|interim|final|initial\w*|earlier|new|newer)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """One compared figure: what it is of, both values, the difference in words."""

    what: str
    earlier: str
    later: str
    difference: str


@dataclass(frozen=True, slots=True)
class Bearing:
    """A relation, how sure the rule is of it (0 to 1), the reason in one sentence, and its arithmetic."""

    relation: str
    sure: float
    reason: str
    lines: tuple[Line, ...] = ()


def bearing(earlier: Told, later: Told) -> Bearing:
    """Return how `later` bears on `earlier`, taking for granted that both speak of the same thing."""
    pairs = figure_pairs(earlier, later)
    voices = standing(earlier, later)
    if pairs:
        return _by_figure(earlier, later, pairs[0], voices)
    return _by_words(earlier, later, voices)


def _by_figure(earlier: Told, later: Told, pair: FigurePair, voices: Standing) -> Bearing:
    lines = (_line(pair, earlier, later),)
    what = told(_figure(later, pair.later))
    if pair.same:
        said = f"same figure {what}"
        if earlier.denies != later.denies:
            return _opposed(voices, said, lines)
        return _agreement(voices, said, lines, sure=0.95)
    if rounded(pair.earlier, pair.later) and not loose(pair.earlier):
        return _agreement(voices, f"{lines[0].earlier} told as {what}", lines, sure=0.8)
    return _within(pair, earlier, later, voices, lines) or _other_value(earlier, later, pair, voices, lines)


def rounded(one: Counted, other: Counted) -> bool:
    """Whether one value is the other one told in rounder figures."""
    if one.qualifier == "range" or other.qualifier == "range" or one.digits == other.digits:
        return False
    low, high = sorted((abs(one.low), abs(other.low)))
    return high - low <= ROUNDED * high


def _within(
    pair: FigurePair, earlier: Told, later: Told, voices: Standing, lines: tuple[Line, ...]
) -> Bearing | None:
    """A figure inside the bound, range or round figure of the other."""
    one, other = pair.earlier, pair.later
    if loose(one) and inside(other, one) and not loose(other, strictly=True):
        if one.qualifier == "at_least" and (other.low > NARROW * one.low or is_running(earlier, later)):
            return None
        if voices.independent and not _exact_of(one, other):
            return _agreement(voices, f"{lines[0].later} fits {lines[0].earlier}", lines, sure=0.6)
        return Bearing(
            "narrows", 0.7, f"{_who(voices)}: {lines[0].later} is more exact than {lines[0].earlier}.", lines
        )
    if loose(other) and other.qualifier != "at_most" and inside(one, other):
        return _agreement(voices, f"{lines[0].later} covers {lines[0].earlier}", lines, sure=0.65)
    return None


def loose(figure: Counted, *, strictly: bool = False) -> bool:
    """Whether a figure leaves room: a bound, a range, "about"."""
    if figure.qualifier in {"at_least", "at_most", "range"}:
        return True
    return figure.qualifier == "about" and not strictly


def inside(exact: Counted, room: Counted) -> bool:
    """Whether a figure lies within the room that a bound, a range or a round figure leaves."""
    low, high = interval(room)
    return low <= exact.low and exact.high <= high


def interval(figure: Counted) -> tuple[float, float]:
    """Return the values that a figure allows; a bound reaches as far as people use it, not to infinity."""
    if figure.qualifier == "at_least":
        return figure.low, figure.low * REACH
    if figure.qualifier == "at_most":
        return figure.high * 0.75, figure.high
    if figure.qualifier == "about":
        return figure.low * (1 - ABOUT), figure.high * (1 + ABOUT)
    return figure.low, figure.high


def _exact_of(one: Counted, other: Counted) -> bool:
    return one.qualifier in {"about", "range"} and other.qualifier == "exact"


def _other_value(
    earlier: Told, later: Told, pair: FigurePair, voices: Standing, lines: tuple[Line, ...]
) -> Bearing:
    sum_of = _part(earlier, later, pair, voices, lines)
    if sum_of:
        return sum_of
    step = f"{lines[0].earlier} → {lines[0].later}, {lines[0].difference}"
    if _SET_ANEW.search(later.statement):
        return Bearing("updates", 0.8, f"{_who(voices)}, revised: {step}.", lines)
    if not is_running(earlier, later) or pair.earlier.kind in {"hour", "year"}:
        if voices.same_side and not voices.unnamed:
            return Bearing("updates", 0.8, f"{_who(voices)}, another figure: {step}.", lines)
        return Bearing("contradicts", 0.75, f"{_who(voices)}: {step}; both cannot hold.", lines)
    if voices.same_side and not (voices.unnamed and _falls(earlier, later, pair)):
        return Bearing("updates", 0.9, f"{_who(voices)}, newer count: {step}.", lines)
    if _stands_against(earlier, later, pair):
        return Bearing("contradicts", 0.6, f"{_who(voices)}, another count at the same time: {step}.", lines)
    return Bearing("updates", 0.75, f"A later count of a running toll, by {_name(later)}: {step}.", lines)


def _stands_against(earlier: Told, later: Told, pair: FigurePair) -> bool:
    """Whether two voices' counts of a running toll cannot both hold: a toll does not fall within a day."""
    if not (earlier.told_at and later.told_at):
        return False
    if is_state(later.voice) and not is_state(earlier.voice) and pair.later.low > pair.earlier.low:
        return False  # the authority's higher count supersedes an earlier unofficial one
    hours = (later.told_at - earlier.told_at).total_seconds() / 3600
    falls = _falls(earlier, later, pair)
    return hours <= SAME_HOURS or (falls and (hours <= 48 or standing(earlier, later).independent))


def _falls(earlier: Told, later: Told, pair: FigurePair) -> bool:
    """Whether a count fell that can only rise."""
    return pair.later.low < pair.earlier.low and not may_fall(earlier, later)


def _part(
    earlier: Told, later: Told, pair: FigurePair, voices: Standing, lines: tuple[Line, ...]
) -> Bearing | None:
    """A smaller figure that the words mark as a part of the larger ("in mid-flight", "children among")."""
    if not voices.same_side or pair.later.low >= pair.earlier.low or is_running(earlier, later):
        return None
    if (
        not earlier.deeds & later.deeds
        or pair.earlier.kind in {"%", "money"}
        or _REVISED.search(f"{earlier.statement} {later.statement}")
    ):
        return None
    if _day_of(earlier) is None or _day_of(earlier) != _day_of(later):
        return None
    return Bearing(
        "narrows",
        0.55,
        f"{_who(voices)}: {lines[0].later} may be a part of {lines[0].earlier}; the rest is {_rest(pair)}.",
        lines,
    )


def _rest(pair: FigurePair) -> str:
    return f"{pair.earlier.low - pair.later.low:,.10g}"


def _day_of(told: Told) -> object:
    return told.told_at.date() if told.told_at else None


def _by_words(earlier: Told, later: Told, voices: Standing) -> Bearing:
    if earlier.denies != later.denies:
        return _opposed(voices, "one denies what the other says", ())
    if earlier.trend * later.trend < 0:
        return _opposed(voices, "one says up, the other down", ())
    if voices.independent and (_answers(earlier, later) or _answers(later, earlier)):
        return Bearing("contradicts", 0.55, f"{voices.reason}, whom the other claim is about.")
    if _opposite(earlier, later):
        return Bearing(
            "contradicts", 0.6, f"{voices.reason}: {_deeds_of(earlier)} against {_deeds_of(later)}."
        )
    return _agreement(voices, "nearly the same statement", (), sure=0.8)


OPPOSITE = (frozenset({"seized ground", "holding ground"}), frozenset({"planned", "postponed"}))


def _answers(one: Told, other: Told) -> bool:
    """Whether `one` speaks about the body that says `other`: the accused answers."""
    own = proper(other.voice) - other.voice.nations
    if one.denies or other.denies or overlap(one.words, other.words) >= ALIKE:
        return False
    return bool(own & names_of(spoken(one.statement), known=own))


def _opposite(earlier: Told, later: Told) -> bool:
    """Whether what was done in one is the opposite of the other: ground taken, the line held."""
    mine, yours = earlier.deeds - later.deeds, later.deeds - earlier.deeds
    return any(len(pair & mine) == 1 and len(pair & yours) == 1 for pair in OPPOSITE)


def _deeds_of(told: Told) -> str:
    return ", ".join(sorted(told.deeds))


def _opposed(voices: Standing, what: str, lines: tuple[Line, ...]) -> Bearing:
    if voices.same_voice or (voices.same_side and (voices.shown or voices.unnamed)):
        return Bearing("updates", 0.6, f"{_who(voices)}, the opposite position: {what}.", lines)
    return Bearing("contradicts", 0.75, f"{_who(voices)}: {what}.", lines)


def _agreement(voices: Standing, what: str, lines: tuple[Line, ...], *, sure: float) -> Bearing:
    if voices.copied:
        return Bearing("repeats", sure, f"{COPY}: {what}.", lines)
    if voices.independent:
        return Bearing("corroborates", sure * 0.8, f"{voices.reason}: {what}.", lines)
    return Bearing("repeats", round(sure * voices.sure_again, 4), f"{voices.reason}: {what}.", lines)


def _who(voices: Standing) -> str:
    return voices.reason


def _name(told: Told) -> str:
    return told.voice.name or told.outlet or "another source"


def _figure(told: Told, counted: Counted) -> Figure:
    return told.figures[counted.place]


def _line(pair: FigurePair, earlier: Told, later: Told) -> Line:
    one, other = _figure(earlier, pair.earlier), _figure(later, pair.later)
    return Line(other.unit or one.unit, told(one), told(other), difference(one, other))


def lines_as_json(lines: Sequence[Line]) -> list[dict[str, str]]:
    """Return the arithmetic as plain values, as evidence keeps it."""
    return [
        {"what": line.what, "earlier": line.earlier, "later": line.later, "difference": line.difference}
        for line in lines
    ]
