"""Cuts by punctuation: stretches between commas, brackets and colons that bring a figure or a record."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.tokens import Token

from claims.extract.reading.pieces import FINITE, Figure, Kind, Sentence

_RECORD = re.compile(
    r"(?:(?:its|his|her|their|our|the|a|an|[\w-]+(?: [\w-]+){0,2}'s)\s+)(?:[\w-]+\s+){0,2}?"
    r"(?:\w{3,}est|most|least|first|second|third|fourth|fifth|record|worst|best|only|last)\b",
    re.I,
)
_RECORD_SCOPE = re.compile(
    r"\b(?:since|ever|so far|on record|in (?:a|the|its|their|his|her|\d|more|over|nearly|almost|at least"
    r"|history|years|decades|living|recent"
    r"|modern)|of (?:the|its|his|her|their|this|them|\w+ \w+)|for|this|that|yet|by|to (?:date|do))\b",
    re.I,
)
_FIGURE_OPENERS = re.compile(
    r"(?:up|down|compared|against|versus|or|including|among|with|well|far|nearly|almost|more|less|fewer"
    r"|about|around|roughly"
    r"|over|at|just|only|some|up|a|an|twice|double|half|another|mostly|down|and|about|bringing|plus"
    r"|excluding|under|below|above|(?:none|all|most|each) of (?:them|which|whom))\b",
    re.I,
)
_COMPLEMENT = re.compile(  # of the verb before: a level, a time, a place
    r"(?:from|to|for|after|within|in|during|until|since|by|on|before|through|between|at the|at an?"
    r"|with (?:a|the)|a \w+ (?!more|less|of (?:the|its|their|it)|higher|lower|fewer))\b"
)
_COUNT_ADJUNCT = re.compile(
    r"(?:including|among|or|about|roughly|nearly|almost|around|some|up|down|more than|less than|fewer than"
    r"|at least|most|half|a (?:third|quarter|fifth|tenth)|(?:[\w,.]+ ){1,3}of (?:them|whom|which))\b",
    re.I,
)
_CHANGE = re.compile(
    r"an? (?:\w+ )?(?:drop|rise|fall|increase|decrease|gain|loss|jump|decline|total|average|margin|record"
    r"|cut|profit|surge) of\b",
    re.I,
)
_WHERE = re.compile(
    r"\s*(?:from|away|north|south|east|west|off|outside|inland|offshore|deep|up|down|above|below|long|wide"
    r"|high|tall)\b",
    re.I,
)
_MEASURED = re.compile(
    r"\b(?:km|kms|kilometres?|kilometers?|miles?|metres?|meters?|m|cm|mm|centimetres?|centimeters?|millimetres?"
    r"|foot|feet|ft|inch|inches|yards?|acres?|hectares?|kg|kilograms?|kilos?|g|grams?|tonnes?|tons?|stone"
    r"|pounds?(?: weight)?|ounces?|litres?|liters?|gallons?|pints?|degrees?|celsius|fahrenheit|knots?)$",
    re.I,
)
_DISTANCE_UNITS = frozenset(
    {"km", "mile", "metre", "meter", "kilometre", "kilometer", "m", "ft", "foot", "block", "yard"}
)
BREAKS = frozenset({",", ";", ":", "—", "–", "--", "(", ")", "[", "]"})
QUOTES = frozenset("\"“”‘’'")


def segments(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Return the stretches between commas, brackets, dashes and colons with the mark before each."""
    found, begin, mark = [], sentence.start, ""
    for i in sentence.tokens():
        if sentence.doc[i].text in BREAKS:
            if i > begin:
                found.append((begin, i, mark))
            begin, mark = i + 1, sentence.doc[i].text
    if sentence.end > begin:
        found.append((begin, sentence.end, mark))
    return found


def cut_segments(sentence: Sentence, labels: dict[int, int], kinds: dict[int, Kind]) -> None:
    """Relabel the stretches that are figure adjuncts, records, list items or elaborations."""
    listing, told = False, sentence.start
    for start, end, mark in segments(sentence):
        kind = _segment_kind(sentence, start, end, mark)
        if start < told and not _COUNT_ADJUNCT.match(sentence.text(start, end)):
            kind = None  # a member of what a colon lists
        if kind is None and listing and mark == ";":
            kind = "item"
        if kind is None:
            continue
        end = _stretch_end(sentence, start, end, mark, kind)
        if mark == ":" and not _has_clause(sentence, start, end):
            told = end
        listing = listing or kind == "item"
        _relabel(sentence, start, end, labels, kinds)
        kinds[_first_word(sentence, start, end)] = kind


def _stretch_end(sentence: Sentence, start: int, end: int, mark: str, kind: Kind) -> int:
    """Return where a stretch ends that commas do not end: behind a colon, and between semicolons."""
    if mark == ":":
        return _elaboration_end(sentence, start)
    if kind == "item":
        return next((i for i in range(end, sentence.end) if sentence.doc[i].text == ";"), sentence.end)
    return end


def _first_word(sentence: Sentence, start: int, end: int) -> int:
    return next((i for i in range(start, end) if sentence.doc[i].text not in QUOTES), start)


def _relabel(
    sentence: Sentence, start: int, end: int, labels: dict[int, int], kinds: Mapping[int, Kind]
) -> None:
    """Make the stretch a piece; clauses cut within it stay, a head in it lets go of what is outside."""
    first = _first_word(sentence, start, end)
    inner = {i for i in range(start, end) if kinds.get(i, "main") != "main" and i != first}
    for i in sentence.tokens():
        if labels[i] == first and not start <= i < end:
            labels[i] = sentence.start
    for i in range(start, end):
        if labels[i] not in inner and i not in sentence.cues:
            labels[i] = first


def _has_clause(sentence: Sentence, start: int, end: int) -> bool:
    return any(_finite_outside_relatives(sentence.doc[i]) for i in range(start, end))


def _segment_kind(sentence: Sentence, start: int, end: int, mark: str) -> Kind | None:
    if start == sentence.start or not mark:
        return None
    if mark == ";":
        return "item"
    finite = _has_clause(sentence, start, end)
    if mark == ":":
        quoted = sentence.doc[start].text in QUOTES
        long = _elaboration_end(sentence, start) - start >= 3
        return "record" if long and not quoted and _verb_before(sentence, start) else None
    if finite or not (_verb_before(sentence, start) or _qualifies_count(sentence, start, end, mark)):
        return None
    if _is_figure_adjunct(sentence, start, end, mark):
        return "figure"
    return "record" if _is_record(sentence, start, end) else None


def _elaboration_end(sentence: Sentence, start: int) -> int:
    """Return where what a colon opens ends: with the sentence, or before a clause of its own."""
    rest = [(s, e, m) for s, e, m in segments(sentence) if s >= start]
    end = start
    for begin, stop, mark in rest:
        if begin > start and (mark == ";" or _has_clause(sentence, begin, stop)):
            break
        end = stop
    return end


def _finite_outside_relatives(token: Token) -> bool:
    if token.tag_ not in FINITE:
        return False
    verb = token.head if token.dep_ in ("aux", "auxpass") else token
    if verb.dep_ == "advcl":
        return not any(
            c.dep_ == "mark" and c.lower_ in ("since", "before", "after", "until", "than")
            for c in verb.children
        )
    return verb.dep_ != "relcl"


def _verb_before(sentence: Sentence, start: int) -> bool:
    """Whether a finite verb stands before the stretch, so that it is an adjunct and no opening."""
    return any(sentence.doc[i].tag_ in FINITE for i in range(sentence.start, start))


def _qualifies_count(sentence: Sentence, start: int, end: int, mark: str) -> bool:
    """Whether a stretch before the verb, or in a list item without one, tells more of the count before it.

    "Fourteen people, including two children, were hurt"; "spending of £30m, a fifth less than in 2023".
    """
    before = sentence.figures_in(sentence.start, start)
    if not before or mark not in (",", "(", "—", "–"):
        return False
    if not _verb_after(sentence, end):
        return not any(sentence.doc[i].tag_ in FINITE for i in sentence.tokens())
    closed = end < sentence.end and sentence.doc[end].text in BREAKS
    return closed and bool(_COUNT_ADJUNCT.match(sentence.text(start, end)))


def _verb_after(sentence: Sentence, end: int) -> bool:
    return any(sentence.doc[i].tag_ in FINITE for i in range(end, sentence.end))


def _is_figure_adjunct(sentence: Sentence, start: int, end: int, mark: str) -> bool:
    """Whether the stretch opens with a figure or with words that lead to one ("up from", "including")."""
    including = sentence.doc[start].lower_ in ("including", "among")
    figures = sentence.figures_in(start, end, ages=including)  # "including a boy of six"
    if not figures or mark in (")", "]"):
        return False
    text = sentence.text(start, end)
    first = figures[0]
    if first.unit in _DISTANCE_UNITS and _WHERE.match(
        sentence.text(first.end, min(end, first.end + 1)) or " "
    ):
        return False
    if mark == "(" and _is_conversion(sentence, start, end, first):
        return False
    if mark == "," and _goes_on_counting(sentence, start, end):
        return False
    last = end - 1 if sentence.doc[end - 1].is_punct and sentence.doc[end - 1].text != "%" else end
    if mark == "," and (first.start, first.end) == (start, last):
        return False  # "his rival, Ola Berg, 48%"
    opens = first.start - start <= 1 or bool(_FIGURE_OPENERS.match(text))
    if re.match(r"(?:and|or)\b", text, re.I) and first.start - start > 3:
        return False
    if _is_subject(sentence, first, end) or _is_second_thought(sentence, first, start, last):
        return False
    if _CHANGE.match(text):
        return True
    return opens and not _COMPLEMENT.match(text)


def _is_second_thought(sentence: Sentence, figure: Figure, start: int, end: int) -> bool:
    """Whether a stretch only widens the number before it ("for two weeks, maybe three")."""
    doubts = sentence.doc[start].lower_ in ("maybe", "perhaps", "possibly")
    while end > figure.end and sentence.doc[end - 1].text in QUOTES:
        end -= 1
    return doubts and figure.end >= end


def _is_subject(sentence: Sentence, figure: Figure, end: int) -> bool:
    """Whether what the figure counts is the subject of a verb behind the stretch."""
    noun = sentence.doc[figure.start]
    while noun.head.i != noun.i and noun.head.i < end and noun.dep_ not in ("nsubj", "nsubjpass"):
        noun = noun.head
    return noun.dep_ in ("nsubj", "nsubjpass") and noun.head.i >= end and noun.i >= figure.start


def _goes_on_counting(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the stretch is a further member of a list of counted things ("nine men, two boys")."""
    tops = [sentence.doc[i] for i in range(start, end) if not start <= sentence.doc[i].head.i < end]
    return any(
        t.dep_ == "conj"
        and t.head.pos_ in ("NOUN", "PROPN")
        and any(c.dep_ == "nummod" for c in t.head.children)
        and any(c.dep_ == "nummod" for c in t.children)
        and any(c.dep_ == "cc" for c in t.children)
        for t in tops
    )


def _is_conversion(sentence: Sentence, start: int, end: int, figure: Figure) -> bool:
    """Whether a bracket only gives the figure before it in another unit ("40 miles (64km)")."""
    if figure.start - start > 1 or len(sentence.figures_in(start, end)) > 1 or end - start > 5:
        return False
    before = max((f for f in sentence.figures.values() if f.end <= start), key=_end, default=None)
    if before is None or start - before.end > 3 or before.unit == figure.unit:
        return False
    if figure.unit.isupper():
        return end - start <= 3 or before.unit.isupper()
    return _is_measure(before.unit) and _is_measure(figure.unit)


def _is_measure(unit: str) -> bool:
    return bool(_MEASURED.search(unit))


def _end(figure: Figure) -> int:
    return figure.end


def _is_record(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the stretch states a record or a first about the clause before it, up to its end."""
    text = sentence.text(start, end)
    if not _RECORD.match(text) or end - start < 3:
        return False
    following = sentence.doc[end + 1] if end + 1 < sentence.end else None
    resumes = (
        following is not None and sentence.doc[end].text == "," and following.tag_ in FINITE | {"VB", "TO"}
    )
    resumes = resumes and following is not None and following.i not in sentence.cues
    return not resumes and bool(_RECORD_SCOPE.search(text))
