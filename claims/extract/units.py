"""What a number counts: the noun behind it, measures, rates.

A unit is the singular noun as written, compounds kept ("fighter jet"), names of nations dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.tokens import Doc, Token

from .word_lists import rows

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
    rf"[ -](?:(?:per|for (?:each|every))[ -](?P<per>(?:[\d,]+ )?[a-z]+(?: (?:household|person|metre|foot"
    rf"|family|pupil))?)"
    rf"|(?:an?|each|every)[ -](?P<each>{_RATE_NOUNS}))\b(?!\s+(?:earlier|ago|before|later|after|old|on\b"
    rf"|in which))",
    re.I,
)
_OTHER_RATE = re.compile(r"\s+an?\s+(?P<each>[a-z]+)\b")
_SPREAD = re.compile(
    r"\s+(?:[a-z-]+\s+){1,3}(?:per|for (?:each|every))\s+(?:affected |eligible |single |registered )?"
    r"(?P<per>[a-z]+)"
)
_TIME_NOUNS = frozenset("second minute hour day night week fortnight month year decade century".split())
_OFFSET = re.compile(r"\s+(?:ago|earlier|later|before|previously|hence|since|from now|prior)\b", re.I)
_AFTER = re.compile(r"\s+after\b")
_MODIFIER_TAGS = frozenset(
    {"JJ", "JJR", "JJS", "VBN", "RB", "RBR", "RBS", "HYPH", "``", "''", "PRP$", "PDT", "POS"}
)
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_DEGREES = frozenset({"celsius", "fahrenheit", "centigrade"})
_QUOTE_MARKS = frozenset("'\"‘’“”-")
_NOT_UNITS = frozenset("o'clock am pm gmt bst percent cent pc".split())


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


# Where a document keeps its token starts.
_STARTS = "second_source_starts"


class TokenMap:
    """From code points to tokens of a parsed text."""

    def __init__(self, doc: Doc) -> None:
        """Index the token starts of `doc`, once a document."""
        starts = doc.user_data.get(_STARTS)
        if starts is None:
            starts = doc.user_data[_STARTS] = [token.idx for token in doc]
        self._starts: list[int] = starts
        self.doc = doc

    def at(self, offset: int) -> int:
        """Return the index of the token that holds `offset` (or the last before it)."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def from_(self, offset: int) -> int:
        """Return the index of the first token that starts at or after `offset`."""
        at = self.at(offset)
        return at if at < len(self._starts) and self._starts[at] >= offset else at + 1


def noun_after(doc: Doc, at: int, limit: int) -> tuple[str, int] | None:
    """Return (unit, end offset) of the noun that a number before token `at` counts, or None if it is elided.

    Modifiers are passed over ("two Russian fighter jets" -> "fighter jet"); `limit` is a token index.
    """
    place, passed = at, 0
    if _is_of_a_clause(doc, at):
        return None
    if at < limit and _is_noun_read_as_verb(doc[at]):
        return _unit_of(doc, at, at + 1)  # "3 barges" read as a verb
    while place < limit and passed < 7:
        token = doc[place]
        if (
            token.tag_ in _NOUN_TAGS
            and token.text not in _QUOTE_MARKS
            and not _in_scare_quotes(doc, place, limit)
        ):
            if _MONTH_OR_DAY.fullmatch(token.text) and place > at:
                return None
            end = _shared_noun_end(doc, _noun_run_end(doc, place, limit), limit)
            if end < limit and doc[end].tag_ == "POS" and not _is_time_noun(doc[end - 1]):
                place, passed = end + 1, passed + 1
                continue
            return _unit_of(doc, place, end)
        if not _passes(doc, place, at):
            return None
        place, passed = place + 1, passed + 1
    return None


_MONTH_OR_DAY = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)


def _is_noun_read_as_verb(token: Token) -> bool:
    """Whether a plural behind a numeral was read as a verb ("3 barges")."""
    plain = token.tag_ == "VBZ" and token.text.islower() and token.text.endswith("s")
    return plain and token.pos_ != "AUX" and token.lemma_.lower() not in ("be", "have", "do")


def _is_of_a_clause(doc: Doc, at: int) -> bool:
    """Whether the noun is the subject of "the 1.45 billion (that) analysts had expected"."""
    if at < 2 or at + 2 >= len(doc) or doc[at].tag_ not in ("NNS", "NNP"):
        return False
    before = [doc[i].lower_ for i in range(max(0, at - 5), at)]
    return "the" in before and doc[at + 1].lower_ in ("had", "have") and doc[at + 2].tag_ in ("VBN", "VBD")


def _shared_noun_end(doc: Doc, end: int, limit: int) -> int:
    """Return the end of "bus and tram drivers", where two modifiers share the counted noun."""
    if end + 2 >= min(limit, len(doc)) or doc[end - 1].tag_ != "NN" or doc[end].lower_ not in ("and", "or"):
        return end
    if doc[end + 1].tag_ in ("NN", "NNP") and doc[end + 1].text.islower() and doc[end + 2].tag_ == "NNS":
        return end + 3
    return end


def _in_scare_quotes(doc: Doc, place: int, limit: int) -> bool:
    """Whether the noun is a quoted label and the counted noun comes after it ("two 'jobsworth' wardens")."""
    if place == 0 or place + 2 > limit or doc[place - 1].text not in "'\"‘“":
        return False
    return doc[place + 1].text in "'\"’”" and place + 2 < limit and doc[place + 2].tag_ in _NOUN_TAGS


def _noun_run_end(doc: Doc, place: int, limit: int) -> int:
    end = place
    while end < limit and doc[end].tag_ in _NOUN_TAGS and doc[end].text not in _QUOTE_MARKS:
        end += 1
        plural = doc[end - 1].tag_ in ("NNS", "NNPS") or _is_time_noun(doc[end - 1])
        if plural or (doc[end - 1].text.islower() and end < limit and doc[end].tag_ == "NNP"):
            break
    return end


def _is_time_noun(token: Token) -> bool:
    return singular(token.text) in _TIME_NOUNS


def _passes(doc: Doc, place: int, at: int) -> bool:
    """Whether the noun may still come after this token."""
    token = doc[place]
    if place > at and token.tag_ in _NOUN_TAGS:
        return _in_scare_quotes(doc, place, len(doc))
    if token.tag_ in _MODIFIER_TAGS or token.text in _QUOTE_MARKS:
        return True
    if token.tag_ == "CD" and place > at:
        return True
    if token.tag_ == "CC" and place > at and doc[place - 1].tag_ == "JJ":
        return True
    if token.lower_ in ("of", "more", "other", "such"):
        return token.lower_ != "of" or place == at
    if token.tag_ == "VBG":
        return place == at and place + 1 < len(doc) and doc[place + 1].tag_ in _NOUN_TAGS
    return token.tag_ in ("DT", "WDT", "IN") and doc[place - 1].lower_ == "of"


def _unit_of(doc: Doc, start: int, end: int) -> tuple[str, int] | None:
    """Return the unit made of tokens `[start, end)`: compounds kept, names of nations dropped."""
    words = [doc[i].text for i in range(start, end)]
    if words[-1].lower() in _NOT_UNITS:
        return None
    joints = [i for i, w in enumerate(words[:-1]) if w in ("and", "or")]
    kept = [] if joints else [w for w in words[:-1] if w.islower() or w.isupper()]
    if start > 0 and doc[start - 1].lower_ in ("square", "cubic"):
        kept = [doc[start - 1].lower_, *kept]
    unit = " ".join([*kept, singular(words[-1])])
    stop = doc[end - 1].idx + len(doc[end - 1].text)
    if unit == "degree" and end < len(doc) and doc[end].lower_ in _DEGREES:
        return f"degree {doc[end].lower_}", doc[end].idx + len(doc[end].text)
    if end + 1 < len(doc) and doc[end].lower_ == "or" and doc[end + 1].tag_ == "NNS":
        return f"{unit} or {singular(doc[end + 1].text)}", doc[end + 1].idx + len(doc[end + 1].text)
    return unit, stop


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
        per = match.groupdict().get("per") or match.groupdict().get("each") or ""
        return _rate_unit(per), match.end()
    other = _OTHER_RATE.match(text, end) if money else None
    if other is None or not _is_bare_noun(doc, tokens.at(other.start("each"))):
        return None
    return singular(other["each"]), other.end()


def _is_bare_noun(doc: Doc, at: int) -> bool:
    """Whether a singular noun stands alone, so that "$8 a handset" is a price."""
    after = doc[at + 1].tag_ if at + 1 < len(doc) else "."
    return doc[at].tag_ == "NN" and after not in ("NN", "NNS", "NNP", "JJ", "JJR", "RB", "RBR", "IN", "VBN")


def _rate_unit(per: str) -> str:
    words = per.split()
    return per if words[0][0].isdigit() else singular(words[-1])


def is_time_unit(unit: str) -> bool:
    """Whether `unit` measures time, so that "ago" or "earlier" makes it a date and no quantity."""
    return unit.split(" ")[-1] in _TIME_NOUNS


def is_offset(text: str, end: int, unit: str) -> bool:
    """Whether "ago", "earlier", "after the vote" follows a stretch of time, which makes it a date."""
    if not is_time_unit(unit):
        return False
    days = unit in ("day", "week", "month", "year")
    return _OFFSET.match(text, end) is not None or (days and _AFTER.match(text, end) is not None)


def joined_noun(doc: Doc, at: int) -> tuple[str, int] | None:
    """Return (unit, end offset) of the noun that a hyphen at token `at` joins to a number, else None."""
    if at + 1 >= len(doc) or doc[at + 1].tag_ not in ("NN", "NNS") or doc[at + 1].text[:1].isupper():
        return None
    unit, last = singular(doc[at + 1].text), at + 1
    pair = at + 3 < len(doc) and doc[at + 2].text == "-" and doc[at + 3].tag_ in ("NN", "NNS")
    if pair and doc[at + 3].lower_ not in ("high", "long", "old", "strong"):
        unit, last = f"{unit} {singular(doc[at + 3].text)}", at + 3
    return unit, doc[last].idx + len(doc[last].text)
