"""Ages: "34-year-old", ", 47,", "aged four and nine", "under the age of 25", "a boy of 13", "at 91"."""

from __future__ import annotations

import re
from typing import cast

from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage
from claims.extract.speakers.people import is_people
from claims.extract.types import Qualifier, Quantity

AGE = "year of age"
_OLDEST = 120
_NAMED_TAGS = frozenset({"NNP", "NN"})
_OLD = re.compile(
    r"[- ]years?[- ]olds?\b|[- ](?:years?) of age\b|[- ](?P<small>month|week|day)s?[- ]olds?\b", re.I
)
_AGED = re.compile(
    r"\b(?:as (?:young|old) as|aged?|ages|age of|(?:aged?|ages) (?:between|from)|ages of)\s*$", re.I
)
_OVER_PEOPLE = re.compile(
    r"\b(?:people|those|adults|men|women|patients|children|anyone|everyone|voters|pupils) (?:aged )?(?:over"
    r"|under|above|below) $",
    re.I,
)
_YOUNGER = re.compile(
    r"\b([A-Za-z]+) (?:aged |who are |who were )?(?:under|over|below|younger than|older than) $"
)
_STOPS_COUNT = re.compile(
    r"\W*$|\s*[,.;:)]|\s+(?:has|have|had|was|were|is|are|on|in|at|by|from|who|will|would|could|to|came"
    r"|and|were"
    r"|travel|get|pay|go)\b"
)
_MANY_UNDER = re.compile(
    r"(?:\b(?:who|most|half|all|many|none|third|quarter|in \w+|per ?cent|of (?:them|whom))|%)"
    r"\s(?:of (?:them|whom) )?(?:are|were|is|was) (?:aged )?(?:under|over|below|above) $",
    re.I,
)
_AT_AGE = re.compile(
    r"\b(?:died|dies|married|retired|debut\w*|went to (?:sea|school|college|university|work|war))"
    r"\b[^.]{0,40}\bat $",
    re.I,
)
_EXTREME = re.compile(r"\b(?:youngest|oldest|eldest)\b[^.;]{0,60}\b(?:is|was|at|being|just|only)\s+$", re.I)
_IS_AGE = re.compile(
    r"(?:\b(?:he|she|who|I)(?:['’]s|['’]m| is| was| am| would be| would have been| will be)(?: now"
    r"| only| just)?"
    r"|\b(?:turn(?:s|ed|ing)?|reach(?:ed|es) the age of))\s+$",
    re.I,
)
_IS_AGE_END = re.compile(
    r"\s*(?:[.,;)]|$)|\s+(?:and|when|but|on|in (?!total|all|a row|the)|at the time|now)\b"
)
_PERSON_OF = re.compile(
    r"\b(?:child|boy|girl|baby|toddler|son|daughter|man|woman|teenager|lad)(?:ren|s)? (?:of|under|over) $",
    re.I,
)
_PERSON_OF_END = re.compile(r"$|\W(?!\s?(?:years|months|or))")
_COMMA_BEFORE = re.compile(r"[A-Za-z)'’”\"]\s?[,(]\s?$")
_COMMA_AFTER = re.compile(r"\s*(?:[,).;]|$)")
_LIST_JOINT = re.compile(r",? (?:and|or) |, ")
_AGE_LIST = re.compile(
    r"(?:\bage[ds] |[a-z]s, |(?:men|women|children|people), )(?:\w+(?:,? and |,? or |, ))+$", re.I
)
_UNDER_AGE = re.compile(r"\bunder the age of\s*$|\b(?:under|below|younger than)[ -]?$", re.I)
_OVER_AGE = re.compile(r"\bover the age of\s*$|\b(?:over|above|older than)[ -]$", re.I)
_AND_UNDER = re.compile(r"\s+(?:and|or) (?:under|younger|below)\b", re.I)
_AND_OVER = re.compile(r"\s+(?:and|or) (?:over|older|above|up(?:wards)?)\b", re.I)


def age_end(passage: Passage, number: Number, earlier: list[Quantity]) -> tuple[str, int] | None:
    """Return (unit, end offset) when the number is an age, else None."""
    if number.form != "number":
        return None
    old = _OLD.match(passage.text, number.end)
    if old:
        return f"{(old['small'] or 'year').lower()} of age", old.end()
    if not 0 < number.value <= _OLDEST or number.value != int(number.value):
        return None
    return (AGE, number.end) if _is_age(passage, number, earlier) else None


def _is_age(passage: Passage, number: Number, earlier: list[Quantity]) -> bool:
    before, after = passage.before(number, 72), passage.after(number, 12)
    if _AGED.search(before) or (_OVER_PEOPLE.search(before) and re.match(r"\W|$", after)):
        return True
    closed = _COMMA_AFTER.match(after) or re.match(r" and \d{1,2}[,)]", after)
    if not number.words and _COMMA_BEFORE.search(before) and closed:
        aged = passage.doc[max(0, passage.tokens.at(number.start) - 2)]
        return aged.tag_ in _NAMED_TAGS or is_people(aged.text)
    if _MANY_UNDER.search(before) and re.match(r"\s*(?:[.,;:)]|$)", after):
        return True
    if _is_of_people(before, after) or (
        _AT_AGE.search(before) and re.match(r"\W*(?:[,.;)]|$| as | a )", after)
    ):
        return True
    if _EXTREME.search(before) and not re.match(r"\s?(?:%|\w)", after):
        return True
    if _IS_AGE.search(before) and number.value >= 3 and _IS_AGE_END.match(after):
        return True
    if _PERSON_OF.search(before) and _PERSON_OF_END.match(after):
        return True
    return _goes_on(passage, number, earlier)


def _is_of_people(before: str, after: str) -> bool:
    """Whether "under" or "over" behind a noun for people makes the number an age."""
    people = _YOUNGER.search(before)
    if people is None or not _STOPS_COUNT.match(after):
        return False
    return people.group(1) in ("them", "whom") or is_people(people.group(1))


def _goes_on(passage: Passage, number: Number, earlier: list[Quantity]) -> bool:
    """Whether the number is the next of a list of ages ("aged four and nine")."""
    if not earlier or earlier[-1].unit != AGE:
        return False
    if not _LIST_JOINT.fullmatch(passage.text, earlier[-1].end, number.start):
        return False
    return _AGE_LIST.search(passage.text[max(0, number.start - 60) : number.start]) is not None and not (
        re.match(r"\s+[a-z]+s\b(?<!was)(?<!is)", passage.after(number))
    )


def age_bound(passage: Passage, number: Number) -> tuple[Qualifier, int] | None:
    """Return (qualifier, start) of an age that "under" or "over" bounds, else None."""
    before = passage.before(number)
    for pattern, aged in ((_UNDER_AGE, "at_most"), (_OVER_AGE, "at_least")):
        match = pattern.search(before)
        if match:
            return cast(Qualifier, aged), number.start - len(before) + match.start()
    for pattern, aged in ((_AND_UNDER, "at_most"), (_AND_OVER, "at_least")):
        if pattern.match(passage.text, number.end):
            return cast(Qualifier, aged), number.start
    return None
