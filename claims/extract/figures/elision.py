"""The unit of a bare figure, restored from the words near it, its sentence or the figures before it."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Token

from claims.extract.figures.counted_nouns import noun_after
from claims.extract.figures.number_grammar import NUMBER
from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage
from claims.extract.lexicon.word_lists import rows
from claims.extract.reading import units
from claims.extract.speakers.people import is_people
from claims.extract.types import Quantity

_REACH = 220  # code points to the figure or noun that lends its unit
_PEOPLE = re.compile(
    r"\b(?:kill|injur|wound|hurt|died|dead|missing|arrest|detain|displac|evacuat|rescu|hospitali"
    r"|evacuee|infected"
    r"|attend|crowd|turnout|sacked|stranded|homeless|casualt|unaccounted)\w*",
    re.I,
)
_HARMED = re.compile(
    r"\s+(?:(?:still|seriously|badly|critically|others?|more|of (?:the|those|them|these))\s+)*(?:are "
    r"|were |was |is |has been"
    r" |have been |had been )?(?:still |also |reported |believed |feared )?(?:dead|injured|wounded"
    r"|missing|hurt"
    r"|homeless|killed|arrested|detained|displaced|evacuated|hospitali[sz]ed|rescued|unaccounted|died"
    r"|trapped"
    r"|stranded|victims|casualties)\b",
    re.I,
)
_TOLL = re.compile(r"\b(?:toll|deaths|fatalit\w+)\b", re.I)
_CROWD = re.compile(r"\b(?:attendance|crowd|turnout)\b", re.I)
_CROWD_OF = re.compile(r"\b(?:attendance|crowd|turnout|audience|population|gate) of(?: \w+){0,2} $", re.I)
_SETTLED = re.compile(
    r"\b(?:village|town|city|hamlet|settlement|community|island|nation|country|crew|staff|team|group|army|force"
    r"|party|queue|cast|squad|workforce|congregation) of(?: about| some| nearly| almost| just| around)? $",
    re.I,
)
_DEAD = re.compile(
    r"\bnumber of (?:the )?(?:dead|killed|fatalities)\b|\bthe (?:[a-z]+ )?dead\b[^.;]{0,40}\b(?:to|at)\b",
    re.I,
)
_HURT = re.compile(r"\bnumber of (?:the )?(?:injured|wounded|missing|homeless|sick)\b", re.I)
_NUMBER_OF = re.compile(r"\bnumber of ((?:[\w'’-]+ ){0,3}?[\w'’-]+s|people|children|men|women)\b", re.I)
_NUMBERS = re.compile(r"\b([a-z]+) (?:numbers|figures|totals|levels)\b", re.I)
_NO_COUNT = frozenset(
    "the official these those new latest its their his her our sales price sea water".split()
)
_MAGNITUDE = re.compile(r"\bmagnitude\b", re.I)
_PART = re.compile(r"\b(?:including|among (?:them|whom|those)|of (?:them|whom|which))\s+(?:\w+\s+)?$", re.I)
_OF_THEM = re.compile(r"[”\"’']?\s+of\s+(?:them|these|those|whom|which)\b", re.I)
_TO_NEXT = re.compile(
    r"\s+(?:to|and|or|rather than|instead of)\s+(?:more than |over |at least |up to |about |nearly "
    r"|almost |just "
    r"|only |some )?$"
)
_ABOARD = re.compile(
    r"\s+(?:on board|aboard|surveyed|polled|interviewed|questioned|asked|invited"
    r"|on stage)\b",
    re.I,
)
_NO_PERSON_ACTS = frozenset("be have remain seem become go fall rise open close cost work happen".split())
_CARRIERS = frozenset("carry hold seat employ serve house host attract accommodate shelter feed".split())
_PERCENT_NEAR = re.compile(r"\d\s?(?:%|per ?cent\b)", re.I)
_LEVEL_PREPOSITIONS = frozenset({"to", "at", "from", "of", "by", "below", "above", "past"})
_LARGE_SUM = 1e5


@lru_cache(maxsize=2)
def _words(kind: str) -> frozenset[str]:
    return frozenset(row[0] for row in rows("figure_words") if row[1] == kind)


def partitive(passage: Passage, number: Number, earlier: list[Quantity]) -> str:
    """Return what "six of them" are six of: what was counted, else the nearest plural noun, else ""."""
    if not _OF_THEM.match(passage.text, number.end):
        return ""
    start = passage.sentence_of(number).start_char
    counted = next((q.unit for q in reversed(earlier[-3:]) if q.start >= start and is_count(q.unit)), "")
    if counted:
        return counted
    at = passage.tokens.at(number.start)
    plurals = (t for t in reversed(passage.doc[max(0, at - 40) : at]) if t.tag_ == "NNS" and t.text.islower())
    return next((u for u in (units.singular(t.text) for t in plurals) if not units.is_time_unit(u)), "")


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
    near = [
        q
        for q in earlier
        if number.start - q.end < _REACH and not _PART.search(passage.text[max(0, q.start - 40) : q.start])
    ]
    for unit in (_of_the_next(passage, number), _of_the_harmed(passage, number, near)):
        if unit:
            return unit
    before, sentence = passage.sentence(number)
    for unit in (_named_in(before, sentence), _of_the_subject(passage, number), _previous(passage, near)):
        if unit:
            return unit
    if _PEOPLE.search(sentence) or "of them" in sentence or _is_of_persons(passage, number):
        return "person"
    return "%" if _PERCENT_NEAR.search(sentence) and number.value <= 100 and not number.words else ""


def _is_of_persons(passage: Passage, number: Number) -> bool:
    """Whether a figure stands where news leaves out people ("300,000 fled", "the 40 aboard")."""
    if _ABOARD.match(passage.text, number.end):
        return True
    token = passage.doc[passage.tokens.at(number.end - 1)]
    if token.dep_ in ("nsubj", "nsubjpass") and token.head.i > token.i:
        return token.head.lemma_ not in _NO_PERSON_ACTS
    return token.dep_ == "dobj" and token.head.lemma_ in _CARRIERS


def _of_the_next(passage: Passage, number: Number) -> str:
    """Return the noun that the next number has, when both are joined ("from 12 to 15 schools")."""
    following = NUMBER.search(passage.text, number.end, number.end + 40)
    if following is None or not _TO_NEXT.fullmatch(passage.text, number.end, following.start()):
        return ""
    noun = noun_after(passage.doc, passage.tokens.from_(following.end()))
    return noun[0] if noun and not units.is_time_unit(noun[0]) else ""


def _of_the_harmed(passage: Passage, number: Number, near: list[Quantity]) -> str:
    """Return the people that were harmed, held or saved: those of the count before, else persons."""
    token = passage.doc[passage.tokens.at(number.start)]
    governed = token.dep_ in ("dobj", "nsubj", "nsubjpass") and token.head.lemma_.lower() in _words("harm")
    if not governed and not _HARMED.match(passage.text, number.end):
        return ""
    start = passage.sentence_of(number).start_char
    return next((q.unit for q in reversed(near) if q.start >= start and is_people(q.unit)), "person")


def _named_in(before: str, sentence: str) -> str:
    """Return the unit that the sentence names: its toll, its crowd, its "number of"."""
    if _TOLL.search(before) or _DEAD.search(before):
        return "death"
    if _CROWD.search(before) or _HURT.search(before) or _SETTLED.search(before):
        return "person"
    if _MAGNITUDE.search(sentence) and "reading" in sentence:
        return "magnitude"
    counted = _NUMBER_OF.search(before)
    if counted:
        return units.singular(counted.group(1).split()[-1])
    numbers = _NUMBERS.search(before)
    if numbers is None or numbers.group(1).lower() in _NO_COUNT:
        return ""
    return units.singular(numbers.group(1))


@lru_cache(maxsize=1)
def _gathered() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("gathered")}


def _of_the_subject(passage: Passage, number: Number) -> str:
    """Return what a plural subject counts ("arrests rose to 14"), or a whole ("membership fell to 900")."""
    token = passage.doc[passage.tokens.at(number.start)]
    if token.dep_ not in ("pobj", "dobj", "attr", "npadvmod", "advmod", "acomp"):
        return ""
    if token.dep_ == "pobj" and token.head.lower_ not in (
        "to",
        "at",
        "from",
        "of",
        "by",
        "below",
        "above",
        "past",
    ):
        return ""
    verb = next((above for above in token.ancestors if above.pos_ in ("VERB", "AUX")), None)
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None) if verb else None
    return _count_of(subject) if subject is not None else ""


def _count_of(noun: Token) -> str:
    if noun.lower_ in _gathered():
        return _gathered()[noun.lower_]
    unit = units.singular(noun.text)
    plural = noun.tag_ == "NNS" and noun.text.endswith("s")
    if not plural or unit in _words("level") or is_people(unit) or units.is_measure(unit):
        return ""
    return unit


def _previous(passage: Passage, near: list[Quantity]) -> str:
    """Return the unit of the figure before, one that is object or subject before one in a phrase."""
    counts = [q for q in near if is_count(q.unit)]
    if not counts:
        return ""
    return next((q.unit for q in reversed(counts[-3:]) if _is_core(passage, q)), counts[-1].unit)


def _is_core(passage: Passage, quantity: Quantity) -> bool:
    """Whether the counted noun, when named, is subject or object of its clause, no phrase of place or use."""
    noun = passage.doc[passage.tokens.at(quantity.end - 1)]
    return noun.like_num or noun.dep_ not in ("pobj", "poss", "compound")


def is_count(unit: str) -> bool:
    """Whether a bare figure may be counted in `unit` too."""
    if not unit or units.is_time_unit(unit) or unit == "%" or unit.isupper():
        return False
    if " per " in unit or unit.endswith("of age"):
        return False
    return unit not in ("times", "time", "magnitude", "percentage point", "basis point")
