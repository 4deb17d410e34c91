"""Exact, about, at least or at most: what the words around a figure say of it.

The words are read from the number to the left. Some let the qualifier before them through ("at least
another 12"), some are no qualifier after certain verbs ("edged up to 5%", "handed over 38 prisoners",
"passed 41 tests").
"""

from __future__ import annotations

import re
from typing import cast

from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage
from claims.extract.reading import units
from claims.extract.types import Qualifier

_REACH = 48  # code points before the number
_LEADING = tuple(
    (re.compile(rf"\b(?:{words})\s*$", re.I), cast(Qualifier, qualifier))
    for words, qualifier in (
        (
            r"no (?:more|higher|greater|longer|later|older) than|not more than|never more than"
            r"|at (?:the )?most"
            r"|up to|as (?:much|many|high|long|old) as|(?<!no )(?<!not )(?:fewer|less|lower|younger|smaller"
            r"|shorter)"
            r" than|under|below|within|a maximum of|maximum|short of|inside|beneath",
            "at_most",
        ),
        (
            r"no (?:fewer|less|lower) than|not less than|(?<!no )(?<!not )(?<!never )more than"
            r"|at (?:the very )?least"
            r"|as (?:little|few|low|young) as|over|above|beyond|upwards? of|in excess of|exceed(?:s|ed|ing)?"
            r"|pass(?:ed|es|ing)?|top(?:ped|s|ping)?|surpass(?:ed|es|ing)?|cross(?:ed|es|ing)"
            r"|a minimum of|minimum"
            r"|north of|(?:better|greater|higher|larger|bigger|older|longer) than",
            "at_least",
        ),
        (
            r"about|some|nearly|almost|roughly|around|approximately|an estimated|estimated|barely|scarcely"
            r"|close(?:r)? to|near(?:er)? to|nearing|circa|nigh on|approaching|practically|virtually"
            r"|in the region of|something like|the best part of|c\.",
            "about",
        ),
    )
)
_LET_THROUGH = re.compile(
    r"\b(?:another|a further|an additional|a total of|an extra|only|just|exactly|precisely|all"
    r"|a record)\s+$"
    r"|(?<=\bthan )(?:the|his|her|their|its)\s+$",
    re.I,
)
_MOVED = re.compile(
    r"\b(?:edg|tick|creep|crept|inch|rose|ris|climb|mov|went|go|gone|goes|jump|shot|push|drift|nudg|bump"
    r"|pil|rack|mount|sum|caught|own|led)\w*\s+$",
    re.I,
)
_HANDED = re.compile(
    r"\b(?:hand|turn|sign|giv|gave|bring|brought|carr|roll|pass|look|watch|preside|rul|argu|fought"
    r"|fight)\w*\s+$",
    re.I,
)
_SPOKE = re.compile(
    r"\b(?:talk|speak|spoke|complain|hear|heard|know|knew|think|thought|ask|worr|warn|concern|question|writ"
    r"|wrote|read|inform|report|stor|book|song|film|doubt|learn|tell|told|brag|boast|joke)"
    r"\w*\s+$",
    re.I,
)
_SERVED = re.compile(r"\b(?:serv|work|play|rul|liv|operat|trad|stud|train|govern)\w*\s+$", re.I)
_LASTED = re.compile(
    r"\b(?:last|tak|took|spen|wait|serv|be|been|is|was|were|for|after|of|in|just|well|a little|slightly"
    r"|need|won"
    r"|lost|by|little)\w*\s+$",
    re.I,
)
_OVERTAKING = re.compile(r"(?:pass|top|cross)", re.I)
_PLACES = re.compile(r"(?:inside|within|above|below|beneath|beyond|under)\b", re.I)
_AFTER_LEAST = re.compile(
    r"\s?\+|-plus\b|(?:\s+(?:per ?cent|%|\w+))?\s+(?:or (?:more|over|above|older|higher)|and (?:above"
    r"|over|upwards?"
    r"|counting)|at least)\b|\s+plus\b",
    re.I,
)
_AFTER_ABOUT = re.compile(
    r"-odd\b|-ish\b|(?:\s+\w+){0,2},?\s+(?:or so|give or take|or thereabouts|more or less)\b", re.I
)
_AFTER_MOST = re.compile(
    r"(?:\s+(?:per ?cent|%|\w+))?\s+(?:or (?:less|fewer|under|below|younger)|and (?:under|below|younger)"
    r"|at (?:the )?most)\b",
    re.I,
)
_SPANS = frozenset(
    "spring summer autumn winter season harvest term session shift game match attempt innings".split()
)  # what time is counted in, though no clock measures it
_LARGE = 1000  # "passed 9,000 signatures" overtakes, "passed 41 tests" does not


def leading(passage: Passage, number: Number) -> tuple[Qualifier, int, str]:
    """Return (qualifier, start, words) that the words before the number give; `start` is where they begin."""
    if number.form == "decade":
        return "range", number.start, ""
    begin = max(0, number.start - _REACH)
    before = passage.text[begin : number.start]
    start = number.start
    while through := _LET_THROUGH.search(before):
        before = before[: through.start()]
        start = begin + through.start()
    for pattern, qualifier in _LEADING:
        match = pattern.search(before)
        if match is None:
            continue
        if _is_none(before[: match.start()], match.group().lower().rstrip()):
            break
        return qualifier, begin + match.start(), match.group().strip()
    return ("at_least" if number.form == "indefinite" else "exact"), start, ""


def _is_none(before: str, words: str) -> bool:
    """Whether the verb before makes the words something else than a qualifier."""
    if words == "up to":
        return _MOVED.search(before) is not None
    if words in ("over", "some"):
        return words == "over" and _HANDED.search(before) is not None
    if words == "about":
        return _SPOKE.search(before) is not None
    return words == "under" and _SERVED.search(before) is not None


def settled(
    passage: Passage, number: Number, unit: str, end: int, found: tuple[Qualifier, int, str]
) -> tuple[Qualifier, int]:
    """Return (qualifier, start) of the whole figure, its unit and the words behind it now known."""
    qualifier, start, words = found
    if words and _is_no_bound(passage, number, unit, words):
        qualifier, start = "exact", number.start
    if number.form == "indefinite" and qualifier != "at_most":
        return "at_least", start
    behind = _trailing(passage.text, number.end, end)
    if behind is not None:
        return behind, start
    return ("about" if number.approximate and qualifier == "exact" else qualifier), start


def _is_no_bound(passage: Passage, number: Number, unit: str, words: str) -> bool:
    """Whether the unit shows that "over", "passed" or "inside" is no bound ("over six years")."""
    word = words.lower()
    before = passage.before(number, 48).rstrip()[: -len(words)]
    if word == "over" and passage.doc[passage.tokens.at(number.start - 2)].tag_ == "RP":
        return not units.is_time_unit(unit)
    if word == "over" and units.is_time_unit(unit):
        return _LASTED.search(before) is None
    counted = _is_counted(unit)
    if counted and _OVERTAKING.match(word):
        return number.value < _LARGE
    place = counted and _PLACES.fullmatch(word) is not None
    return place and (word in ("inside", "within", "beneath", "beyond") and number.value < _LARGE)


def _is_counted(unit: str) -> bool:
    """Whether a unit counts things, so that a figure of it is no level to stay below or above."""
    if not unit or unit in ("%", "times", "death", "magnitude") or unit.isupper() or " per " in unit:
        return False
    if unit.split(" ")[-1] in _SPANS:
        return False
    return not (unit.endswith("of age") or units.is_time_unit(unit) or units.is_measure(unit))


def _trailing(text: str, number_end: int, end: int) -> Qualifier | None:
    """Return what the words behind the number say ("50 or more", "40 drafts, give or take")."""
    for place in {number_end, end}:
        if _AFTER_LEAST.match(text, place):
            return "at_least"
        if _AFTER_MOST.match(text, place):
            return "at_most"
    return "about" if _AFTER_ABOUT.match(text, number_end) else None
