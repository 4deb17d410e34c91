"""Quantities of a text: number, unit, qualifier, as the annotation rules count them.

What is no quantity: dates, years, clock times, date offsets ("six weeks ago"), ordinals, identifiers
("Route 38"), "one of", the pronoun "one".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from spacy.tokens import Doc

from . import units
from .dates import time_spans
from .kinds import nouns
from .numbers import Number, find_numbers
from .types import Qualifier, Quantity

_QUALIFIERS = tuple(
    (re.compile(rf"\b(?:{words})\s*$", re.I), qualifier)
    for words, qualifier in (
        (
            r"no (?:more|higher|greater|longer|later) than|not more than|never more than|at most|up to"
            r"|as (?:much|many|high|long)"
            r" as|(?<!no )(?<!not )fewer than|(?<!no )(?<!not )less than|just under|under|below|within"
            r"|a maximum of|lower than|short of|inside",
            "at_most",
        ),
        (
            r"no (?:fewer|less) than|not less than|(?<!no )(?<!not )(?<!never )more than|at least"
            r"|at the very least|as (?:little|few|low) as|over|above"
            r"|upwards of|in excess of|exceed(?:s|ed|ing)?|pass(?:ed|es|ing)|top(?:ped|s|ping)|surpass(?:ed"
            r"|es|ing)"
            r"|a minimum of|just over|well over|north of|better than|greater than|higher than",
            "at_least",
        ),
        (
            r"about|some|nearly|almost|roughly|around|approximately|an estimated|estimated|barely"
            r"|close(?:r)? to|circa|nigh on"
            r"|approaching|practically|virtually|in the region of|something like|c\.",
            "about",
        ),
        (r"only|just|exactly|precisely|all|another|a further|an additional|a record", "exact"),
    )
)
_MOVED = re.compile(
    r"\b(?:edg|tick|creep|crept|inch|rose|ris|climb|mov|went|go|gone|goes|jump|shot|push|drift|nudg"
    r"|bump)\w*\s+$",
    re.I,
)
_UNDER_AGE = re.compile(r"\bunder the age of\s*$|\b(?:under|below)[ -]?$", re.I)
_OVER_AGE = re.compile(r"\bover the age of\s*$|\bover[ -]$", re.I)
_AFTER_LEAST = re.compile(r"\s?\+|\s+or more\b|\s+plus\b|-plus\b", re.I)
_AFTER_ABOUT = re.compile(r"(?:\s+\w+){0,2},?\s+(?:or so|give or take|or thereabouts|more or less)\b", re.I)
_AFTER_MOST = re.compile(r"\s+or (?:less|fewer|under)\b", re.I)
_PERCENT = re.compile(r"\s?(?:%|per cent\b|percent\b|pc\b)|-per-?cent\b", re.I)
_PERCENT_LATER = re.compile(r"\s+(?:to|and|or)\s+[\d.]+\s?(?:%|per ?cent\b)", re.I)
_POINTS = re.compile(r"\s?-?percentage[ -]points?\b|\s?pp\b", re.I)
_OLD = re.compile(r"[- ]years?[- ]olds?\b|[- ](?:years?) of age\b|-(?:month|week|day)s?-olds?\b", re.I)
_OVER_PEOPLE = re.compile(
    r"\b(?:people|those|adults|men|women|patients|children|anyone|everyone|voters|pupils) (?:aged )?(?:over"
    r"|under|above|below) $",
    re.I,
)
_AGED_RANGE = re.compile(r"\b(?:aged?|ages)\s+(?:between\s+|from\s+)?$", re.I)
_AGED = re.compile(r"\b(?:aged?|ages|age of|aged between)\s*$", re.I)
_TIMES = re.compile(r"\s+times\b|[- ]?fold\b", re.I)
_RANGE_JOINT = re.compile(r"\s*(?:–|-|to|and|or)\s*|\s+(?:to|and|or)\s+(?:as (?:many|much) as\s+)?", re.I)
_BETWEEN = re.compile(r"\bbetween\s+(?:about |roughly |around )?$", re.I)
_FROM = re.compile(r"\bfrom\s+(?:about |roughly |around |nearly |almost |some )?$|\b(?:up|down)\s*$", re.I)
_SPORT = re.compile(
    r"\b(?:beat|beaten|won|win|lost|lose|drew|draw|defeat\w*|victory|lead|led|score[ds]?|aggregate"
    r"|thrash\w*|goals?)\b",
    re.I,
)
_SCORE_NOUNS = re.compile(
    r"\s+(?:win|victory|defeat|loss|draw|lead|thrashing|scoreline|triumph|result|success|rout)\b", re.I
)
_VOTE = re.compile(r"\bvot(?:e|ed|es|ing)\b", re.I)
_IDENTIFIER = re.compile(
    r"\b(?:routes?|highway|interstate|motorway|road|flight|article|section|clause|no\.?|number|mile|page"
    r"|room|gate"
    r"|channel|platform|chapter|type|grade|level|class|category|phase|group|unit|block|line|junction|act"
    r"|season|episode"
    r"|bus|train|pier|runway|sector|zone|area|rule|resolution|amendment|proposition|formula|covid|b|f|a|m"
    r"|size|version"
    r"|division|ward|bay|lane|street|avenue|apartment|flat|suite|stage|round|game|day|tier|title|top|under"
    r"|chapter|world war"
    r"|boeing|airbus|item|exhibit|count|station|hole|lap|turn|week)\s?-?$",
    re.I,
)
_NOT_ONE_AFTER = re.compile(
    r"\s+(?:of|another|day|thing|side|more time|year|reason|way|point|who|that|is|was|has|can|could|would"
    r"|by one|hand)\b",
    re.I,
)
_SIDES = re.compile(r"\b(?:the|these|those|both)(?: first| last| other)?\s+$", re.I)
_ORDINAL_FRACTION = re.compile(
    r"\s+(?:of|more|less|fewer|higher|lower|as|in|to|on|from|over|off|above|below|since)\b|\s*[,.;:)—–]|\s*$",
    re.I,
)
_FRACTION_BEFORE = re.compile(
    r"\b(?:by|about|nearly|almost|over|than|around|roughly|under|only|just|up|down|to|cut|some)\s+$", re.I
)
_SPREAD = re.compile(
    r"\s+(?:[a-z-]+\s+){1,3}(?:per|for (?:each|every))\s+(?:affected |eligible |single "
    r"|registered )?(?P<per>[a-z]+)(?P<each>\b)",
    re.I,
)
_SENTENCE_REACH = 600  # code points on each side; keeps runaway sentences cheap
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Context:
    """The text around the numbers of one article."""

    doc: Doc
    text: str
    tokens: units.TokenMap


def find_quantities(doc: Doc) -> list[Quantity]:
    """Return the quantities of `doc` in text order; offsets are those of `doc.text`."""
    context = _Context(doc, doc.text, units.TokenMap(doc))
    numbers = _admitted(context, find_numbers(context.text))
    found: list[Quantity] = []
    at = 0
    while at < len(numbers):
        if found and " per " in found[-1].unit and numbers[at].start < found[-1].end:
            at += 1
            continue
        after = numbers[at + 1] if at + 1 < len(numbers) else None
        made = _pair(context, numbers[at], after) if after else None
        if made is not None:
            found.extend(made)
            at += 2
            continue
        quantity = _quantity(context, numbers[at], found)
        if quantity is not None:
            found.append(quantity)
        at += 1
    return found


def _admitted(context: _Context, numbers: Iterable[Number]) -> list[Number]:
    """Return the numbers that are neither dates, times, identifiers nor pronouns."""
    masked = time_spans(context.text)
    kept: list[Number] = []
    mask = 0
    for number in numbers:
        while mask < len(masked) and masked[mask][1] <= number.start:
            mask += 1
        inside = mask < len(masked) and masked[mask][0] < number.end
        if not inside and not _is_name(context.text, number) and not _is_word_only(context, number):
            kept.append(number)
    return kept


def _is_name(text: str, number: Number) -> bool:
    """Whether a numeral is an identifier, a year or part of a word."""
    if number.form != "number" or number.words:
        return False
    numeral = text[number.start : number.end]
    before, after = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 12]
    if re.search(r"[A-Za-z]-?$|\w\.$", before) or re.match(r"(?:st|nd|rd|th|s)\b|-[A-Z]\b", after):
        return True
    if _YEAR.fullmatch(numeral) and not re.match(r"\s?(?:%|[a-z]+s\b|kg|km|m\b)", after):
        return True
    if "," in numeral or re.match(r"\s?(?:%|per ?cent|-)", after):
        return False
    identifier = _IDENTIFIER.search(before)
    return bool(
        identifier
        and (
            before[identifier.start()].isupper()
            or identifier.group().lower().startswith(("mile", "no", "page"))
        )
    )


def _is_word_only(context: _Context, number: Number) -> bool:
    """Whether a number word counts nothing: "one of", "no one", "the two sides", "a third man"."""
    text = context.text
    before, after = text[max(0, number.start - 20) : number.start], text[number.end : number.end + 24]
    words = text[number.start : number.end].lower()
    if words == "one":
        return bool(
            re.search(r"\b(?:no|any|some|every|this|that|the|which|each|or|first|last)[ -]$", before, re.I)
        ) or bool(_NOT_ONE_AFTER.match(after))
    if number.words and words == "two" and _SIDES.search(before):
        return True
    if number.words and re.search(r"\b(?:first)\s$", before):
        return True
    if number.form == "percent":
        return _is_ordinal(words, before, after)
    return False


def _is_ordinal(words: str, before: str, after: str) -> bool:
    if " in " in words or " out of " in words or words.endswith("s"):
        return False
    if words == "half":
        return bool(
            re.search(r"\b(?:first|second|other|better|and a)\s+$", before, re.I)
            or re.match(r"-|\s+(?:past|back)\b", after)
        )
    return not (_ORDINAL_FRACTION.match(after) or _FRACTION_BEFORE.search(before))


def _pair(context: _Context, one: Number, two: Number) -> list[Quantity] | None:
    """Return the range or the two sides of a score that two neighbouring numbers make, else None."""
    text = context.text
    gap = text[one.end : two.start]
    compound = _compound_time(context, one, two)
    if compound is not None:
        return compound
    bare_gap = re.sub(r"^\s?(?:%|per cent|percent)", "", gap)
    if not _RANGE_JOINT.fullmatch(bare_gap) or not _same_kind(text, one, two):
        return None
    before = text[max(0, one.start - 24) : one.start]
    if bare_gap in ("-", "–") and _is_score(context, one, two):
        return _score(context, one, two)
    if bare_gap != gap and not _PERCENT.match(text, two.end):
        return None
    joint = bare_gap.strip().lower()
    between = _BETWEEN.search(before) is not None
    if joint == "and" and not between:
        return None
    if joint == "or" and not (one.words and two.words and two.value - one.value <= 2):
        return None
    if (joint == "to" and _FROM.search(before)) or two.value < one.value:
        return None
    return _range(context, one, two)


_IN_SMALLER = {
    ("year", "month"): 12,
    ("year", "week"): 52,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("foot", "inch"): 12,
}


def _compound_time(context: _Context, one: Number, two: Number) -> list[Quantity] | None:
    """Return "four years and two months" as one quantity in the smaller unit."""
    text = context.text
    larger = re.fullmatch(r"[ -]([a-z]+)(?:,| and|, and)? ", text[one.end : two.start])
    smaller = re.match(r"[ -]([a-z]+)\b", text[two.end : two.end + 12])
    if larger is None or smaller is None:
        return None
    unit = units.singular(smaller.group(1))
    factor = _IN_SMALLER.get((units.singular(larger.group(1)), unit))
    if factor is None:
        return None
    qualifier, start = _qualified(text, one)
    end, value = two.end + smaller.end(), one.value * factor + two.value
    return [Quantity(value, value, unit, qualifier, text[start:end], start, end)]


def _same_kind(text: str, one: Number, two: Number) -> bool:
    """Whether two numbers can be the ends of one range (3.4% and $61.20 cannot)."""
    if one.form in ("decade", "duration", "indefinite", "multiple"):
        return False
    if one.unit == two.unit:
        return True
    tight = text[one.end : two.start] in ("-", "–")
    return tight and one.form == "money" and two.form == "number" and two.value >= one.value


def _range(context: _Context, one: Number, two: Number) -> list[Quantity] | None:
    aged = "year of age" if _AGED_RANGE.search(context.text[max(0, one.start - 24) : one.start]) else ""
    unit = two.unit or one.unit or aged
    quantity = _quantity(context, replace(two, unit=unit, form=one.form if one.unit else two.form), [])
    if quantity is None:
        return None
    scale = 1.0
    bare = not one.unit or one.form != two.form
    if bare and two.value >= 1000 and one.value < 1000 and quantity.low == two.value:
        tail = context.text[two.start : two.end].split()
        scale = (
            two.value / float(re.sub(r"[^\d.]", "", tail[0]) or two.value)
            if len(tail) > 1 and tail[0][:1].isdigit()
            else 1.0
        )
    ratio = quantity.low / two.value if two.value else 1.0
    start = _qualified(context.text, one)[1]
    between = re.search(r"\bbetween\s+$", context.text[:start][-12:], re.I)
    start = start - (len(between.group()) if between else 0)
    text = context.text[start : quantity.end]
    return [
        replace(
            quantity,
            low=one.value * ratio * scale,
            high=quantity.high,
            qualifier="range",
            text=text,
            start=start,
        )
    ]


def _is_score(context: _Context, one: Number, two: Number) -> bool:
    text = context.text
    if one.form != "number" or two.form != "number" or one.value != int(one.value) or two.value > 200:
        return False
    if re.match(r"\s?%", text[one.end :][:3]):
        return True
    after = context.tokens.from_(two.end)
    if _SCORE_NOUNS.match(text, two.end):
        return True
    if units.noun_after(context.doc, after, min(len(context.doc), after + 2)):
        return False
    return one.value > two.value or _SPORT.search(_sentence(context, one)[1]) is not None


def _score(context: _Context, one: Number, two: Number) -> list[Quantity]:
    """Return one quantity a side; the unit is the noun before ("shots 24-6"), else goals or votes."""
    sentence = _sentence(context, one)[1]
    before = context.doc[max(0, context.tokens.at(one.start) - 1)]
    unit = "vote" if _VOTE.search(sentence) else "goal"
    if re.match(r"\s?%", context.text[one.end :][:3]):
        unit = "%"
    elif before.text.islower() and before.tag_ == "NNS":
        unit = units.singular(before.text)
    return [_plain(context, number, unit) for number in (one, two)]


def _plain(context: _Context, number: Number, unit: str) -> Quantity:
    return Quantity(
        number.value,
        number.value,
        unit,
        "exact",
        context.text[number.start : number.end],
        number.start,
        number.end,
    )


def _quantity(context: _Context, number: Number, earlier: list[Quantity]) -> Quantity | None:
    """Return the quantity of one number, or None when it counts nothing."""
    qualifier, start = _qualified(context.text, number)
    resolved = _unit(context, number, earlier)
    if resolved is None:
        return None
    unit, end, factor = resolved
    rate = units.RATE.match(context.text, end) or (
        number.form == "money" and _SPREAD.match(context.text, end)
    )
    if rate and unit != "year of age" and "times" not in unit:
        per = rate.group("per") or rate.group("each")
        unit, end = f"{unit} per {_rate_unit(per)}", rate.end()
    qualifier = _late_qualifier(context.text, number, end, qualifier)
    qualifier, start = _read_again(context.text, number, unit, qualifier, start)
    low = round(number.value * factor, 6)
    high = number.high if number.high is not None else low
    return Quantity(
        low,
        high,
        unit,
        "range" if high != low else qualifier,
        context.text[start:end],
        start,
        end,
        measure=_measure(context, number),
    )


def _read_again(
    text: str, number: Number, unit: str, qualifier: Qualifier, start: int
) -> tuple[Qualifier, int]:
    """Return qualifier and start, now that the unit is known: "over six years" lasts six years."""
    before = text[max(0, number.start - 24) : number.start]
    if unit == "year of age":
        for pattern, aged in ((_UNDER_AGE, "at_most"), (_OVER_AGE, "at_least")):
            match = pattern.search(before)
            if match:
                return cast(Qualifier, aged), number.start - len(before) + match.start()
    if units.is_time_unit(unit) and re.search(r"(?<!for )\bover (?:the )?$", before, re.I):
        return "exact", number.start
    return qualifier, start


def _rate_unit(per: str) -> str:
    words = per.split()
    return (
        " ".join([*words[:-1], units.singular(words[-1])])
        if words[0][0].isdigit()
        else units.singular(words[-1])
    )


def _qualified(text: str, number: Number) -> tuple[Qualifier, int]:
    """Return the qualifier that the words before the number give, and where those words begin."""
    begin = max(0, number.start - 32)
    before = text[begin : number.start]
    if number.form == "decade":
        return "range", number.start
    for pattern, qualifier in _QUALIFIERS:
        match = pattern.search(before)
        if match and match.group().lower().startswith("up to") and _MOVED.search(before[: match.start()]):
            return "exact", number.start
        if match:
            return cast(Qualifier, qualifier), begin + match.start()
    if number.form == "indefinite":
        return "at_least", number.start
    return ("about" if number.approximate else "exact"), number.start


def _late_qualifier(text: str, number: Number, end: int, qualifier: Qualifier) -> Qualifier:
    """Return the qualifier after a look behind the number ("50 or more", "40 drafts, give or take")."""
    if number.form == "indefinite":
        return "at_least"
    for place in (number.end, end):
        if _AFTER_LEAST.match(text, place):
            return "at_least"
        if _AFTER_MOST.match(text, place):
            return "at_most"
    if _AFTER_ABOUT.match(text, number.end):
        return "about"
    if number.approximate and qualifier == "exact":
        return "about"
    return qualifier


Resolved = tuple[str, int, float]  # unit, end offset, factor on the value


def _unit(context: _Context, number: Number, earlier: list[Quantity]) -> Resolved | None:
    """Return what the number counts, or None when it is no quantity after all."""
    for reader in (_own_unit, _percent_or_money, _age, _times, _measured, _magnitude):
        resolved = reader(context, number)
        if resolved is not None:
            return resolved
    return _counted(context, number, earlier)


_OF_A_POINT = re.compile(r"(?:\s+(?:of\s+)?an?)?\s+(?:percentage[ -])?point\b", re.I)


def _own_unit(context: _Context, number: Number) -> Resolved | None:
    half = _OF_A_POINT.match(context.text, number.end) if number.form == "percent" else None
    if half:
        return "percentage point", half.end(), 0.01
    return (number.unit, number.end, 1.0) if number.unit else None


def _percent_or_money(context: _Context, number: Number) -> Resolved | None:
    text, end = context.text, number.end
    points = _POINTS.match(text, end)
    if points:
        return "percentage point", points.end(), 1.0
    percent = _PERCENT.match(text, end)
    if percent:
        return "%", percent.end(), 1.0
    currency = units.CURRENCY.match(text, end)
    if currency:
        return units.currency_noun(currency.group(1)), currency.end(), 1.0
    small = units.SMALL_MONEY.match(text, end)
    if small:
        return ("USD" if small.group(1).lower().startswith("c") else "GBP"), small.end(), 0.01
    return None


def _age(context: _Context, number: Number) -> Resolved | None:
    """Return the unit of an age: "34-year-old", ", 47,", "aged 12", "under the age of 25"."""
    text = context.text
    old = _OLD.match(text, number.end)
    if old:
        unit = (
            "year of age"
            if "year" in old.group().lower()
            else f"{old.group().strip('- ').split('-')[0]} of age"
        )
        return unit, old.end(), 1.0
    before, after = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 12]
    if number.value > 120 or number.value != int(number.value):
        return None
    if _AGED.search(before) or (_OVER_PEOPLE.search(before) and re.match(r"\W|$", after)):
        return "year of age", number.end, 1.0
    if (
        not number.words
        and re.search(r"[A-Za-z)'’”\"]\s?[,(]\s?$", before)
        and re.match(r"\s*(?:[,).;]|$)", after)
    ):
        return _age_of_a_person(context, number)
    people = _YOUNGER.search(before)
    if (
        people
        and (people.group(1) in ("them", "whom") or _is_person_noun(people.group(1)))
        and _STOPS_COUNT.match(after)
    ):
        return "year of age", number.end, 1.0
    if _AT_AGE.search(text[max(0, number.start - 60) : number.start]) and re.match(
        r"\W*(?:[,.;)]| as | a )", after
    ):
        return "year of age", number.end, 1.0
    if re.search(
        r"\b(?:child|boy|girl|baby|toddler|son|daughter|man|woman)(?:ren|s)? (?:of|under|over) $",
        before,
        re.I,
    ) and re.match(r"$|\W(?!\s?(?:years|months|or))", after):
        return "year of age", number.end, 1.0
    return None


_YOUNGER = re.compile(
    r"\b([A-Za-z]+) (?:aged |who are |who were )?(?:under|over|below|younger than|older than) $"
)
_STOPS_COUNT = re.compile(
    r"\W*$|\s*[,.;:)]|\s+(?:has|have|had|was|were|is|are|on|in|at|by|from|who|will|would|could|to|came|and|were)\b"
)
_AT_AGE = re.compile(
    r"\b(?:died|dies|married|retired|debut\w*|went to (?:sea|school|college|university|work|war))"
    r"\b[^.]{0,40}\bat $",
    re.I,
)
_MORE_PEOPLE = frozenset(
    "soldier player captive serviceman servicewoman troop adult worker man woman".split()
)


def _is_person_noun(word: str) -> bool:
    """Whether a plural names people, so that a bare number behind "under" is an age."""
    lemma = units.singular(word)
    noun = nouns().get(lemma)
    return lemma in _MORE_PEOPLE or (noun is not None and noun.person)


def _age_of_a_person(context: _Context, number: Number) -> Resolved | None:
    """Return the unit of a figure in commas after a name or a noun for a person."""
    before = context.doc[max(0, context.tokens.at(number.start) - 2)]
    if before.tag_ in ("NNP", "NN") and number.value >= 1:
        return "year of age", number.end, 1.0
    return None


def _times(context: _Context, number: Number) -> Resolved | None:
    times = _TIMES.match(context.text, number.end)
    return ("times", times.end(), 1.0) if times else None


def _measured(context: _Context, number: Number) -> Resolved | None:
    """Return the unit of an abbreviation right after the figure ("650km", "4g")."""
    if number.words:
        return None
    scaled = re.search(r"\dm$", context.text[number.start : number.end])
    if scaled and re.match(
        r"\s+(?:high|tall|long|wide|deep|above|below|away|from|of|in|and|by|up|down)\b|-",
        context.text[number.end : number.end + 8],
    ):
        return "metre", number.end, 1e-6
    measure = units.MEASURE.match(context.text, number.end)
    if measure and units.measure_unit(measure.group(1)):
        return units.measure_unit(measure.group(1)), measure.end(), 1.0
    return None


def _magnitude(context: _Context, number: Number) -> Resolved | None:
    before = context.text[max(0, number.start - 20) : number.start]
    if (
        re.search(r"\bmagnitude[- ](?:of )?$", before, re.I)
        or context.text[number.end : number.end + 11] == "-magnitude "
    ):
        return "magnitude", number.end, 1.0
    return None


def _counted(context: _Context, number: Number, earlier: list[Quantity]) -> Resolved | None:
    """Return the noun that is counted, or the one the figure leaves out."""
    doc, text = context.doc, context.text
    if _PERCENT_LATER.match(text, number.end):
        return "%", number.end, 1.0
    at = context.tokens.from_(number.end)
    joined = _hyphenated(context, number, at)
    if joined is not None:
        return joined
    limit = min(len(doc), at + 10)
    noun = units.noun_after(doc, at, limit) if at < len(doc) else None
    if noun is not None:
        unit, end = noun
        if units.is_time_unit(unit) and units.is_offset(text, end):
            return None
        return unit, end, 1.0
    if text[number.start : number.end].lower() == "one":
        return None
    money = _same_currency(text, number, earlier)
    if money:
        return money, number.end, 1.0
    before, sentence = _sentence(context, number)
    previous = next(
        (
            q.unit
            for q in reversed(earlier)
            if number.start - q.end < 220 and _is_count(q.unit) and not _PART.search(text[: q.start][-40:])
        ),
        "",
    )
    unit = units.elided_unit(before, sentence, previous)
    return (unit, number.end, 1.0) if unit or not number.words else None


_PART = re.compile(r"\b(?:including|among (?:them|whom|those)|of (?:them|whom|which))\s+(?:\w+\s+)?$", re.I)


def _same_currency(text: str, number: Number, earlier: list[Quantity]) -> str:
    """Return the currency that "1.68 billion a year earlier" shares with the amount before it."""
    if number.value < 1e5 or not re.search(r"(?:illion|bn|m)$", text[number.start : number.end]):
        return ""
    near = [q for q in earlier[-4:] if number.start - q.end < 220 and "\n" not in text[q.end : number.start]]
    return next((q.unit for q in reversed(near) if re.fullmatch(r"[A-Z]{3}", q.unit)), "")


def _hyphenated(context: _Context, number: Number, at: int) -> Resolved | None:
    """Return the noun joined by a hyphen ("ten-man", "300-mile border"), which is all that is counted."""
    if context.text[number.end : number.end + 1] != "-" or at + 1 >= len(context.doc):
        return None
    noun = context.doc[at + 1]
    if noun.tag_ not in ("NN", "NNS", "NNP"):
        return None
    return units.singular(noun.text), noun.idx + len(noun.text), 1.0


def _is_count(unit: str) -> bool:
    """Whether a bare figure may be counted in `unit` too."""
    if units.is_time_unit(unit):
        return False
    return bool(unit) and unit != "%" and not unit.isupper() and "age" not in unit and "times" not in unit


def _sentence(context: _Context, number: Number) -> tuple[str, str]:
    """Return the sentence of a number: the part before it, and the whole."""
    token = context.doc[context.tokens.at(number.start)]
    sent = token.sent
    start = max(sent.start_char, number.start - _SENTENCE_REACH)
    return context.text[start : number.start], context.text[
        start : min(sent.end_char, number.end + _SENTENCE_REACH)
    ]


def _measure(context: _Context, number: Number) -> str:
    """Return whether the words around say that the figure is a total or an addition."""
    before = context.text[max(0, number.start - 30) : number.start]
    after = context.text[number.end : number.end + 40]
    if re.search(r"\b(?:another|a further|an additional)\s+(?:\w+\s+)?$", before, re.I) or re.match(
        r"\s+(?:more|new|additional|further)\b", after, re.I
    ):
        return "incremental"
    if re.search(r"\b(?:total of|toll\b.*|overall|in all)\s*$", before, re.I) or re.search(
        r"\b(?:so far|in total|since)\b", after, re.I
    ):
        return "cumulative"
    return ""
