"""Numbers that measure nothing: dates, clock times, identifiers, ordinals, the pronoun one, "the two"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage
from claims.extract.lexicon.word_lists import rows
from claims.extract.when.dates import time_spans

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NOT_ONE_BEFORE = re.compile(
    r"\b(?:no|any|some|every|this|that|the|which|each|or|first|last|another|such)[ -]$|\bon-$", re.I
)
_NOT_ONE_AFTER = re.compile(
    r"\s+(?:of|another|day|thing|side|more time|year|reason|way|point|sort|kind|who|that|is|was|has|can|could"
    r"|would|must"
    r"|should|may|might|will|by one|hand|after another|by|'s|minute he|minute she)\b|['’]s\b|-(?!day\b"
    r"|year\b|month\b"
    r"|week\b|hour\b|man\b|minute\b|page\b|mile\b)",
    re.I,
)
_SIDES = re.compile(r"\b(?:the|these|those|both|both the)(?: first| last| other)?\s+$", re.I)
_ORDINAL_FRACTION = re.compile(
    r"\s+(?:of|more|less|fewer|higher|lower|as|in|to|on|from|over|off|above|below|since|after|before"
    r"|between|and"
    r"|last|this|next|are|were|is|was|have|has|had|would|said|say|by|against|at|for|who|cheaper|bigger"
    r"|smaller"
    r"|larger|faster)\b|\s*[,.;:)—–]|\s*$",
    re.I,
)
_FRACTION_BEFORE = re.compile(
    r"\b(?:by|barely|scarcely|fully|approximately|at least|well"
    r"|about|nearly|almost|over|than|around|roughly|under|only|just|up|down|to|cut|some)\s+$",
    re.I,
)
_ORDINAL_ITEM = re.compile(r"\s*, (?:an?|who|whose|the|was|aged)\b")
_FOURTH = re.compile(r"an?[- ]fourth")
_ERA = re.compile(r"\s?(?:BC|BCE|AD|CE)\b")
_HOUR_WORDS = re.compile(r"(?: minutes?)? past (?:[a-z]+|\d)")
_HOUR_AFTER = re.compile(r"\b(?:five|ten|twenty|twenty-five|quarter|half|minutes?|\d) (?:past|to) $", re.I)
_TO_HOUR = re.compile(
    r"(?: minutes?)? to (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
)
_AT = re.compile(r"\bat (?:about |around |just before )?$", re.I)
_AN = re.compile(r"\ban? $", re.I)
_ALONE = re.compile(
    r"\s*(?:[.,;:!?)”\"]|$)|\s+(?:instead|rather|and|or|in|on|to|from|for|where|when|at|with)\b"
)
_STAMP = re.compile(r"(?:^|\n)\s*$")
_STAMPED = re.compile(r"\d\d?\.\d\d")
_STAMP_AFTER = re.compile(r"\s+[“\"‘A-Z]")
_HIGHEST_DIGIT = 10
_MINUTES = 60
_FINITE = frozenset({"VBD", "VBP", "MD"})
_OWNED_DECADE = re.compile(
    r"\b(?:his|her|their|my|our|your|[a-z]+[’']s?|aged(?: in)?)\s+(?:early|mid|late)?[ -]?$", re.I
)
_NUMBERED_BEFORE = re.compile(r"\b([a-z]+)\.?[ -]?$", re.I)
_EMERGENCY = re.compile(r"\b(?:call|dial|phon|ring|rang|rung)\w*\s+(?:the\s+)?$", re.I)
_EMERGENCY_NUMBERS = frozenset({"911", "999", "112", "101", "111", "988", "000"})
_GLUED_BEFORE = re.compile(r"[A-Za-z]-?$|\w\.$|\bunder-$", re.I)
_GLUED_AFTER = re.compile(r"(?:st|nd|rd|th|s)\b|x\d|-[A-Z]\b|-and-\d|:\d\d\b|\s?o['’]clock|[ap]m\b|/\d", re.I)
_NAME_BEFORE = re.compile(r"(?:^|[^.!?:;,–—\s]['’\"”]?)\s+[A-Z][A-Za-z]+\s+$")
_COUNTED_AFTER = re.compile(r"\s?(?:%|per ?cent)|\s+[a-z]|-(?!\s)")
_TOP = re.compile(r"\b(?:the|a|its|their|his|her|world[’']s|of the) top $", re.I)
_FIGURED = re.compile(r"-(?:figure|digit|way|sided|pronged|fold)\b", re.I)


def admitted(passage: Passage, numbers: Iterable[Number]) -> list[Number]:
    """Return the numbers that are neither dates, times, identifiers, ordinals nor pronouns."""
    masked = time_spans(passage.text)
    kept: list[Number] = []
    mask = 0
    for number in numbers:
        while mask < len(masked) and masked[mask][1] <= number.start:
            mask += 1
        inside = mask < len(masked) and masked[mask][0] < number.end and number.form != "duration"
        if not inside and not _is_nothing(passage, number):
            kept.append(number)
    return kept


def _is_nothing(passage: Passage, number: Number) -> bool:
    if number.form == "duration":
        return re.search(r"\b(?:at|by|until|since)\s+$", passage.before(number)) is not None
    if number.form == "decade":
        return _OWNED_DECADE.search(passage.before(number)) is None
    if number.form == "percent":
        return _is_ordinal(passage, number)
    if number.form != "number":
        return False
    if _FIGURED.match(passage.after(number)) or _TOP.search(passage.before(number)):
        return True
    if _ERA.match(passage.after(number)) or _is_hour(passage, number):
        return True
    return _is_word_only(passage, number) if number.words else _is_name(passage, number)


def _is_hour(passage: Passage, number: Number) -> bool:
    """Whether the number is part of a time in words ("at ten past four", "quarter to six")."""
    before, after = passage.before(number), passage.after(number)
    if number.value >= _MINUTES:
        return False
    if _HOUR_WORDS.match(after) or (_TO_HOUR.match(after) and _AT.search(before)):
        return True
    told = _HOUR_AFTER.search(before)
    return told is not None and (
        " past " in told.group()
        or "quarter" in told.group().lower()
        or _AT.search(before[: told.start()]) is not None
    )


def _is_digit(passage: Passage, number: Number) -> bool:
    """Whether a number word is the name of a digit or a mark ("typed a seven instead of a one")."""
    if number.value > _HIGHEST_DIGIT or not _AN.search(passage.before(number)):
        return False
    return _ALONE.match(passage.after(number)) is not None


def _is_stamp(passage: Passage, number: Number) -> bool:
    """Whether a numeral opens its paragraph as the hour of a live report ("21.07 The hall is full")."""
    return bool(
        _STAMPED.fullmatch(passage.words(number))
        and _STAMP.search(passage.before(number))
        and _STAMP_AFTER.match(passage.after(number))
    )


def _is_name(passage: Passage, number: Number) -> bool:
    """Whether a numeral is an identifier, a year, a clock time or part of a word."""
    numeral, before, after = passage.words(number), passage.before(number), passage.after(number, 12)
    if _GLUED_BEFORE.search(before) or _GLUED_AFTER.match(after) or _is_stamp(passage, number):
        return True
    if _YEAR.fullmatch(numeral) and not re.match(r"\s?(?:%|[a-z]+s\b|kg|km|m\b)", after):
        return True
    if numeral in _EMERGENCY_NUMBERS and _EMERGENCY.search(before):
        return True
    if not numeral.isdigit() or re.match(r"\s?(?:%|per ?cent|-)", after):
        return False
    return _is_numbered(before, after) or _is_end_of_name(passage, number)


def _is_end_of_name(passage: Passage, number: Number) -> bool:
    """Whether a bare numeral ends a name in mid-sentence ("Apollo 11.", "the Lander 5 crew")."""
    before, after = passage.before(number), passage.after(number, 12)
    if _opens_with_name(passage, number):
        return True
    if number.value > 2000 or not _NAME_BEFORE.search(before) or re.match(r"[-–]\d|,? \d+[-–]\d", after):
        return False
    token = passage.doc[passage.tokens.at(number.start) - 1]
    return token.tag_ == "NNP" and token.ent_type_ != "PERSON" and not _COUNTED_AFTER.match(after)


def _opens_with_name(passage: Passage, number: Number) -> bool:
    """Whether a singular noun with its number opens the sentence as its subject ("Buoy 62 was fouled")."""
    at = passage.tokens.at(number.start)
    if at + 1 >= len(passage.doc) or passage.doc[at + 1].tag_ not in ("VBD", "VBZ", "MD"):
        return False
    noun = passage.doc[at - 1]
    opens = at - 1 == noun.sent.start or passage.doc[at - 2].is_quote
    return opens and noun.tag_ in ("NN", "NNP") and noun.text[:1].isupper()


@lru_cache(maxsize=1)
def _reporting() -> frozenset[str]:
    """Return the verbs whose subject is a speaker ("one soldier said")."""
    return frozenset(row[0] for row in rows("cues") if row[1] == "verb" and row[2] == "speech")


@lru_cache(maxsize=1)
def _numbered() -> dict[str, bool]:
    """Return the nouns that take a number as a name: whether they do so whatever follows."""
    return {row[0]: row[-1] == "always" for row in rows("numbered")}


def _is_numbered(before: str, after: str) -> bool:
    """Whether the noun before takes the number as its name ("Route 38", "type 2 diabetes")."""
    match = _NUMBERED_BEFORE.search(before)
    if match is None or match.group(1).lower() not in _numbered():
        return False
    word = match.group(1)
    if _numbered()[word.lower()] or (word[0].isupper() and before[: match.start()].strip()):
        return True
    return word[0].isupper() or not re.match(r"\s+[a-z]+s\b|\s+(?:people|men|women|children)\b", after)


def _is_word_only(passage: Passage, number: Number) -> bool:
    """Whether a number word counts nothing: "one of", "no one", "the two sides", "stage four"."""
    before, after = passage.before(number), passage.after(number)
    written = passage.words(number)
    if _is_digit(passage, number):
        return True
    if written.lower() == "one":
        return _is_pronoun(passage, number)
    if written.lower() == "two" and _SIDES.search(before) and not after.startswith("-"):
        return True
    if re.search(r"\b[Ff]irst $", before) or re.match(r" figures\b", after):
        return True
    named = written[0].isupper() and re.search(r"[^.!?:;–—\s“\"‘]['’”]?\s+$", before) is not None
    if named and (re.match(r"\s+[A-Z]", after) or re.search(r"\b[A-Z]\w*\s+$", before)):
        return True
    return _is_numbered(before, after) and number.value < 100


def _is_pronoun(passage: Passage, number: Number) -> bool:
    before, after = passage.before(number), passage.after(number)
    if re.search(r"\b\w+ [a-z]{3,}s to $", before) and not re.match(r"\s+[a-z]", after):
        return False  # "two sets to one"
    at = passage.tokens.at(number.start)
    joined = at > 0 and passage.doc[at - 1].tag_ == "IN"  # "accepts that one letter was lost"
    if (
        (_NOT_ONE_BEFORE.search(before) and not joined)
        or _NOT_ONE_AFTER.match(after)
        or _is_numbered(before, after)
    ):
        return True
    noun = passage.doc[at].head
    speaks = noun.i > at and noun.dep_ == "nsubj" and noun.head.lemma_ in _reporting()
    return speaks and noun.head.dep_ in ("ROOT", "ccomp", "parataxis")


def _is_ordinal(passage: Passage, number: Number) -> bool:
    """Whether a fraction word is an ordinal or a half of a game ("a third man", "the second half")."""
    words = passage.words(number).lower()
    before, after = passage.before(number), passage.after(number)
    if " in " in words or " out of " in words or words.endswith("s"):
        return False
    if words == "half":
        return bool(
            re.search(r"\b(?:first|second|other|better|opening|final|latter|and a)[ -]$", before, re.I)
            or re.match(r"-|\s+(?:past|back|time|term)\b", after)
        )
    if re.match(r"-", after) or (_ORDINAL_ITEM.match(after) and not _FRACTION_BEFORE.search(before)):
        return True
    if _FOURTH.fullmatch(words) and not after.startswith(" of "):
        return True
    behind = passage.tokens.from_(number.end)
    if words.endswith("quarter") and behind < len(passage.doc) and passage.doc[behind].tag_ in _FINITE:
        return False
    return not (_ORDINAL_FRACTION.match(after) or _FRACTION_BEFORE.search(before))
