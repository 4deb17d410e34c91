"""What a number counts: the noun behind it, measures, rates.

A unit is the singular noun as written, compounds kept ("fighter jet"), names of nations dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.tokens import Doc

from claims.extract.lexicon.word_lists import rows
from claims.extract.reading.parse import read

_MEASURES = {abbreviation: unit for abbreviation, unit in rows("measures")}
_MEASURE_UNITS = frozenset(_MEASURES.values()) | frozenset(
    "kilometre kilometer meter mile yard inch acre kilogram kilo tonne ton gram litre liter gallon degree"
    " megawatt gigawatt kilowatt storey story".split()
)
_IRREGULAR = {row[0]: row[1] for row in rows("plurals")}
_MEASURE = re.compile(
    r"\s?(" + "|".join(sorted(map(re.escape, _MEASURES), key=len, reverse=True)) + r")(?![\w'’])", re.I
)
_ONE_LETTER = re.compile(r"\s[a-z°]$|[A-Z]$")
_RATE_NOUNS = (
    "year|month|week|day|night|hour|minute|second|share|head|person|barrel|litre|liter|kilo|kilogram|tonne"
    "|ton|ounce|gallon|piece|mile|game|match|vehicle|household|child|pupil|patient|employee|unit|ticket"
    "|bottle|pint|pound|square metre|square foot|hectare|acre|kilometre|kilometer|km|home|capita|season"
    "|quarter|decade|century|fortnight|shift|student|worker|visit|session|family|dose|tree|plot|room"
)
_RATE = re.compile(
    rf"(?: (?:more|less|extra|on average))?[ -](?:(?:per|for (?:each|every))[ -]"
    rf"(?P<per>[\d,]+ [a-z]+|[a-z]+(?:-[a-z]+)*)"
    rf"|(?:an?|each|every)[ -](?P<each>{_RATE_NOUNS}))\b(?!\s+(?:earlier|ago|before|later|after|old|on\b"
    rf"|in which))",
    re.I,
)
_OTHER_RATE = re.compile(r"\s+an?\s+(?P<each>[a-z]+)\b")
_SPREAD = re.compile(
    r"\s+(?:[a-z-]+\s+){1,3}(?:per|for (?:each|every))\s+"
    r"(?P<per>[a-z]+)"
)
_PER_TAGS = frozenset({"NN", "NNS", "HYPH"})
_TIME_NOUNS = frozenset("second minute hour day night week fortnight month year decade century".split())
_OFFSET = re.compile(r"\s+(?:ago|earlier|later|before|previously|hence|since|from now|prior|away)\b", re.I)
_AFTER = re.compile(r"\s+after\b")


def singular(word: str) -> str:
    """Return the singular of an English noun, lower-case unless it is an abbreviation such as POW."""
    if re.fullmatch(r"[A-Z]{2,}s?", word):
        return word[:-1] if word.endswith("s") and len(word) > 2 else word
    low = word.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if re.search(r"(?:ss|x|ch|sh)es$", low):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def has_one_form(word: str) -> bool:
    """Whether a noun is the same in the plural ("aircraft") or is an irregular plural ("children")."""
    return word in _IRREGULAR


class TokenMap:
    """From code points to tokens of a parsed text."""

    def __init__(self, doc: Doc) -> None:
        """Index the token starts of `doc`, once a document."""
        parse = read(doc)
        starts = [token.idx for token in doc] if parse is None else parse.start
        self._starts: list[int] = starts
        self.doc = doc

    def at(self, offset: int) -> int:
        """Return the index of the token that holds `offset` (or the last before it)."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def from_(self, offset: int) -> int:
        """Return the index of the first token that starts at or after `offset`."""
        at = self.at(offset)
        return at if at < len(self._starts) and self._starts[at] >= offset else at + 1


def measure_after(text: str, end: int) -> tuple[str, int] | None:
    """Return (unit, end offset) of an abbreviation right behind a figure ("650km", "4 kg"), else None."""
    match = _MEASURE.match(text, end)
    if match is None or (
        _ONE_LETTER.fullmatch(match.group()) and match.group().strip() not in ("C", "F", "m", "g", "l")
    ):
        return None
    return _MEASURES[match.group(1).lower()], match.end()


def is_measure(unit: str) -> bool:
    """Whether a unit measures length, weight, power, heat and the like."""
    return unit in _MEASURE_UNITS or unit.split(" ")[-1] in _MEASURE_UNITS


def rate_after(doc: Doc, tokens: TokenMap, text: str, end: int, money: bool) -> tuple[str, int] | None:
    """Return (unit of the rate, end offset) of "per household", "a week" behind a figure, else None."""
    match = _RATE.match(text, end) or (_SPREAD.match(text, end) if money else None)
    if match:
        if match.groupdict().get("each"):
            return singular(match["each"]), match.end()
        return _per_what(doc, tokens.at(match.start("per")), match["per"], match.end())
    other = _OTHER_RATE.match(text, end) if money else None
    if other is None or not _is_bare_noun(doc, tokens.at(other.start("each"))):
        return None
    return singular(other["each"]), other.end()


def _per_what(doc: Doc, at: int, word: str, end: int) -> tuple[str, int]:
    """Return the noun phrase behind "per", adjectives left out ("hotel room", "kilowatt-hour")."""
    if word[0].isdigit() or "-" in word:
        return word, end
    while at + 1 < len(doc) and doc[at].tag_ in ("JJ", "VBN") and doc[at + 1].tag_ in ("NN", "NNS", "JJ"):
        at += 1
    first = at
    while at + 1 < len(doc) and doc[at].tag_ in _PER_TAGS and doc[at + 1].tag_ in _PER_TAGS:
        at += 1
    square = doc[first - 1].text + " " if doc[first - 1].lower_ in ("square", "cubic") else ""
    phrase = doc[first : at + 1].text
    return square + " ".join([*phrase.split()[:-1], singular(phrase.split()[-1])]), doc[at].idx + len(doc[at])


def _is_bare_noun(doc: Doc, at: int) -> bool:
    """Whether a singular noun stands alone, so that "$8 a handset" is a price."""
    after = doc[at + 1].tag_ if at + 1 < len(doc) else "."
    return doc[at].tag_ == "NN" and after not in ("NN", "NNS", "NNP", "JJ", "JJR", "RB", "RBR", "IN", "VBN")


def is_time_unit(unit: str) -> bool:
    """Whether `unit` measures time, so that "ago" or "earlier" makes it a date and no quantity."""
    return unit.split(" ")[-1] in _TIME_NOUNS


def is_offset(text: str, end: int, unit: str) -> bool:
    """Whether "ago", "earlier", "after the vote" follows a stretch of time, which makes it a date."""
    if not is_time_unit(unit):
        return False
    days = unit in ("day", "week", "month", "year")
    return _OFFSET.match(text, end) is not None or (days and _AFTER.match(text, end) is not None)
