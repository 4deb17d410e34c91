"""What kind of count a figure is: a toll that goes on, a count of one night, a plan, a price. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from .told import Told

RUNNING = frozenset(
    (
        "killed", "hurt", "missing", "affected", "found safe", "rescued", "identified", "in hospital",
        "infected", "vaccinated", "evacuated", "displaced", "damaged", "area", "contained", "spilled",
        "without power", "arrested", "charged", "enrolled", "searched", "spent", "pledged",
        "frozen",
    )
)  # fmt: skip
FALLING = frozenset({"missing", "in hospital", "without power", "displaced", "evacuated"})
PERIOD = frozenset(
    {
        "launched",
        "destroyed",
        "jammed",
        "hit",
        "handed over",
        "swapped",
        "freed",
        "marched",
        "running",
        "hired",
        "inflation",
        "unemployed",
        "grew",
        "sales",
        "profit",
    }
)
# Deeds that say how or why something is said rather than what was done.
COLOUR = frozenset(
    (
        "planned", "record", "denied", "cause", "postponed", "waiting", "employs", "held", "vaccinated",
        "enrolled", "trucks",
    )
)  # fmt: skip
MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
OPEN = frozenset({"predicted", "promised", "hedged"})
_TOTAL = re.compile(r"\b(?:in all|in total|so far|total|altogether|overall|combined|to date|since)\b", re.I)
# A figure of some of those whom a whole counts: "12 of the dead", "children among the victims".
_PART = re.compile(
    r"\b(?:of|among) (?:the|them|those|these|its|their)\b"
    r"|\b(?:among|including|half|third|quarter|most of|alone)\b"
    r"|\b(?:child(?:ren)?|minors?|wom[ae]n|girls?|boys?|teenagers?|toddlers?|babies|foreign\w*|tourists?"
    r"|elderly|pupils?|pensioners?)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PAST = 60  # days from which on what happened is background of the news
_DATED = re.compile(
    r"\b(?:on \d|\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b|(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d|overnight|in a day|in one night|that (?:day|night)|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)


def is_running(earlier: Told, later: Told) -> bool:
    """Whether the figure is a count that goes on, a toll rather than a price."""
    figures = (*earlier.figures, *later.figures)
    if any(figure.preliminary or figure.measure == "cumulative" for figure in figures):
        return True
    return bool(((earlier.deeds & later.deeds) or earlier.deeds | later.deeds) & RUNNING)


def may_fall(earlier: Told, later: Told) -> bool:
    """Whether a running count can fall by itself: the missing are found, a toll of dead does not fall."""
    return bool((earlier.deeds | later.deeds) & FALLING)


def of_period(earlier: Told, later: Told) -> bool:
    """Whether both figures are of one night, day or round: another day's is another figure."""
    return bool(earlier.deeds & PERIOD and later.deeds & PERIOD) and not (
        is_total(earlier) or is_total(later)
    )


def is_total(told: Told) -> bool:
    """Whether a figure sums up all there was so far."""
    cumulative = any(figure.measure == "cumulative" for figure in told.figures)
    return cumulative or _TOTAL.search(told.statement) is not None


def is_added(told: Told) -> bool:
    """Whether a figure comes on top of others, or is of one day or night by its words."""
    return any(f.measure == "incremental" for f in told.figures) or _DATED.search(told.statement) is not None


def is_planned(told: Told) -> bool:
    """Whether a claim says what is to come."""
    return "planned" in told.deeds or told.modality in OPEN


def is_part(told: Told) -> bool:
    """Whether a statement speaks of some of a whole by its words: "17 children among the dead"."""
    return _says_part(told.statement)


@lru_cache(maxsize=8192)
def _says_part(statement: str) -> bool:
    return _PART.search(statement) is not None


def is_past(told: Told) -> bool:
    """Whether a claim is about what was long before its news: another year by its words, or by its days."""
    if told.told_at is None:
        return False
    year = _last_year(told.statement)
    if year and year < told.told_at.year:
        return True
    return told.days is not None and (told.told_at.date() - told.days[1]).days > PAST


@lru_cache(maxsize=8192)
def _last_year(statement: str) -> int:
    """Return the last year that a statement names, 0 for none."""
    return max(map(int, _YEAR.findall(statement)), default=0)
