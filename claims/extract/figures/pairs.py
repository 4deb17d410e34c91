"""Two figures that belong together: ranges ("between 20mm and 30mm") and scores ("won 3-1")."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from claims.extract.figures import cricket
from claims.extract.figures.ages import AGE
from claims.extract.figures.counted_nouns import noun_after
from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage
from claims.extract.figures.qualifiers import leading
from claims.extract.reading import units
from claims.extract.speakers.people import is_people
from claims.extract.types import Quantity

Reader = Callable[[Number], Quantity | None]

_JOINT = re.compile(
    r"(?P<unit>\s?(?:%|°?[CF]\b|[a-z]{1,2}\b)|[ -](?:per ?cent|[a-z]+))?"
    r"(?P<joint>\s?[-–—]\s?|-?\s+(?:to|and|or)(?:\s+(?:as (?:many|much|high) as|about|around|perhaps|even"
    r"|nearly|almost))?\s+)"
)
_OR_MAYBE = re.compile(r" [a-z]+(?:,? or|, (?:or )?(?:maybe|perhaps|possibly|even)) ")
_BETWEEN = re.compile(r"\bbetween\s+(?:about |roughly |around |an estimated )?$", re.I)
_FROM = re.compile(
    r"\bfrom\s+(?:about |roughly |around |nearly |almost |some |as (?:little|few) as )?$", re.I
)
_RANGING = re.compile(r"\b(?:rang|var(?:y|ie)|anywhere|anything|aged?|span)\w*\b[^.;]{0,24}$", re.I)
_PRICED = re.compile(
    r"\b(?:costs?|costing|priced|charg\w+|sells?|selling|pays?|paying|retail\w*) (?:\w+ )?from $", re.I
)
_CHANGED = re.compile(
    r"\b(?:r[io]se|fell|fall|grew|grow|cut|increas|decreas|drop|declin|slip|climb|jump|widen|narrow|rais|lower"
    r"|reduc|chang|mov|shr[aiu]nk|slid|went|go|expand|extend|doubl|up|down)\w*\b",
    re.I,
)
_STEPPED = re.compile(r"\b(?:up|down|by|r[io]se|fell|gained|lost|added|shed|jumped|dropped)\s+$", re.I)
_SPORT = re.compile(
    r"\b(?:beat|beaten|won|win|lost|lose|drew|draw|defeat\w*|victory|lead|led|score[ds]?|aggregate"
    r"|thrash\w*|goals?|level|match|game|cup|final|league|half-?time|penalties|trail\w*|series|season|set)\b",
    re.I,
)
_SCORE_NOUNS = re.compile(
    r"\s+(?:win|victory|defeat|loss|draw|lead|thrashing|scoreline|triumph|result|success|rout|vote|decision|ruling"
    r"|majority|split|deficit|advantage)\b",
    re.I,
)
_VOTED = re.compile(
    r"\b(?:vot(?:e|ed|es|ing)|ballot|approv\w+|motion|amendment|referendum|impeach\w*|ruled|ruling|upheld|overturn\w*)\b",
    re.I,
)
_VOTERS = re.compile(
    r"\b(?:court|council|board|panel|committee|commission|senate|parliament|jury|judges)\b", re.I
)
_SETS = re.compile(r",?\s\(?\d{1,2}[-–]\d{1,2}\b")
_SET_BEFORE = re.compile(r"\b\d{1,2}[-–]\d{1,2}\)?,?\s$")
_TENNIS = re.compile(r"\b(?:sets?|tennis|seed(?:ed)?|tie-?break\w*|Wimbledon|Roland Garros)\b", re.I)
_PENALTIES = re.compile(r"\s+(?:on|in) (?:penalties|(?:a|the) (?:penalty )?shoot-?out)\b", re.I)
_TEAM_BEFORE = re.compile(r"\b[A-Z][\w’']+ $")
_TEAM_AFTER = re.compile(r"[-–]\d+\s+[A-Z]")
_ODDS = re.compile(
    r"\bodds\b[^.;]{0,20}$|\b(?:priced|backed|favourite|started|returned|offered|available|opened) at $", re.I
)
_ODDS_AFTER = re.compile(r"[-–]\d+ (?:shot|outsider|chance|favourite|joint|second favourite|long shot)\b")
_IN_WHAT = re.compile(r"\s+(?:in|on) (frames|sets|legs|games|corners|tries|points|aggregate games)\b")
_RECORD = re.compile(r"\b(?:series|best-of-(?:five|seven|three)) $", re.I)
_RECORD_AFTER = re.compile(r"\s+(?:this season|record|series)\b", re.I)
_HIGHEST_SCORE = 250
_POINTS_FROM = 14  # no football side scores so many
_NEAR = 2.0  # "5 or 10" are one guess, "5 or 500" are two figures


def pair(passage: Passage, one: Number, two: Number, read: Reader) -> list[Quantity] | None:
    """Return the range or the two sides of a score that two neighbouring numbers make, else None."""
    played = cricket.innings(passage, one, two)
    if played:
        return [_side(passage, number, unit) for number, unit in zip((one, two), played, strict=True)]
    if _OR_MAYBE.fullmatch(passage.text, one.end, two.start):
        return _second_guess(passage, one, two, read)
    gap = _JOINT.fullmatch(passage.text, one.end, two.start)
    if gap is None:
        return None
    joint = gap["joint"].strip().lower().lstrip("-").split(" ")[0]
    if gap["joint"] in ("-", "–") and (
        _ODDS.search(passage.before(one)) or _ODDS_AFTER.match(passage.text, one.end)
    ):
        return []
    if gap["joint"] in ("-", "–") and _is_score(passage, one, two, gap["unit"] or ""):
        return _score(passage, one, two, gap["unit"] or "")
    if joint == "to" and not gap["unit"] and _is_vote(passage, one, two):
        return [_side(passage, number, "vote") for number in (one, two)]
    if not _same_kind(one, two, tight=joint in ("", "–", "—")) or two.value * two.scale < one.value:
        return None
    if not _repeats(passage.text, gap["unit"] or "", two.end) or not _is_range(passage, one, two, joint):
        return None
    return _range(passage, one, two, read)


def _is_vote(passage: Passage, one: Number, two: Number) -> bool:
    """Whether "carried 34 to 9" gives the two sides of a vote."""
    if {one.form, two.form} != {"number"} or not one.value > two.value or one.words != two.words:
        return False
    sentence = passage.sentence(one)[1]
    voted = _VOTED.search(sentence) or _VOTERS.search(sentence)
    behind = noun_after(passage.doc, passage.tokens.from_(two.end), 2)
    return voted is not None and behind is None and not _FROM.search(passage.before(one))


def _same_kind(one: Number, two: Number, *, tight: bool) -> bool:
    """Whether two numbers can be the ends of one range (3.4% and $61.20 cannot)."""
    if one.form not in ("number", "money", "percent") or two.form not in ("number", "money", "percent"):
        return False
    if one.unit == two.unit:
        return True
    return tight and one.form == "money" and two.form == "number"


def _repeats(text: str, unit: str, end: int) -> bool:
    """Whether the unit behind the first figure is that behind the second ("20mm and 30mm")."""
    word = unit.strip(" -").lower()
    return not word or text[end : end + len(unit) + 2].strip(" -").lower().startswith(word.rstrip("s"))


def _is_range(passage: Passage, one: Number, two: Number, joint: str) -> bool:
    before = passage.before(one, 60)
    low, high = _ends(one, two)
    if low >= high:
        return False
    if joint == "and":
        return _BETWEEN.search(before) is not None
    if joint == "or":
        return one.form == "number" and one.words == two.words and high <= _NEAR * low
    if joint != "to":
        return True
    if _FROM.search(before):
        return bool(_RANGING.search(before) or _PRICED.search(before)) or not _is_change(passage, one, two)
    return not _STEPPED.search(before)


def _is_change(passage: Passage, one: Number, two: Number) -> bool:
    """Whether "from 900 to 610" tells a change: no counted noun behind, or a verb of change."""
    if one.form != "number" or _CHANGED.search(passage.sentence(one)[1]):
        return True
    return not re.match(r"\s+[a-z]+", passage.after(two))


def _ends(one: Number, two: Number) -> tuple[float, float]:
    """Return both ends, the first in the millions of the second ("two to three million")."""
    shared = one.scale == 1.0 and two.scale > 1.0 and one.value * two.scale <= two.value
    return (one.value * two.scale if shared else one.value), two.value


def _range(passage: Passage, one: Number, two: Number, read: Reader) -> list[Quantity] | None:
    aged = re.search(r"\b(?:aged?|ages)\s+(?:between\s+|from\s+)?$", passage.before(one), re.I)
    unit = two.unit or one.unit or (AGE if aged else "")
    quantity = read(replace(two, unit=unit, form=one.form if one.unit else two.form))
    if quantity is None:
        return None
    low, high = _ends(one, two)
    ratio = quantity.high / two.value if two.value else 1.0
    start = leading(passage, one)[1]
    between = re.search(r"\b(?:between|from)\s+$", passage.text[max(0, start - 12) : start], re.I)
    start -= len(between.group()) if between else 0
    return [
        replace(
            quantity,
            low=round(low * ratio, 6),
            high=round(high * ratio, 6),
            qualifier="range",
            text=passage.text[start : quantity.end],
            start=start,
            numeral=one.start,
        )
    ]


def _second_guess(passage: Passage, one: Number, two: Number, read: Reader) -> list[Quantity] | None:
    """Return the range of "two weeks, maybe three"."""
    first = read(one)
    if first is None or two.value <= one.value or two.value > _NEAR * one.value or two.form != one.form:
        return None
    if noun_after(passage.doc, passage.tokens.from_(two.end), 2):
        return None
    text = passage.text[first.start : two.end]
    return [replace(first, high=two.value, qualifier="range", text=text, end=two.end)]


def _is_score(passage: Passage, one: Number, two: Number, unit: str) -> bool:
    if {one.form, two.form} != {"number"} or one.words or two.words or two.value > _HIGHEST_SCORE:
        return False
    if one.value != int(one.value) or one.scale != 1.0 or two.scale != 1.0:
        return unit == "%" and two.value < one.value
    if unit == "%":
        return two.value <= one.value or one.value + two.value == 100
    if unit:
        return False
    text = passage.text
    teams = _TEAM_AFTER.match(text, one.end) and _TEAM_BEFORE.search(passage.before(one))
    if _SCORE_NOUNS.match(text, two.end) or one.value == two.value or teams:
        return True
    after = passage.tokens.from_(two.end)
    if text[two.end : two.end + 1] == "-" or noun_after(passage.doc, after, 2):
        return False
    sentence = passage.sentence(one)[1]
    return one.value > two.value or bool(
        _SPORT.search(sentence) or _VOTED.search(sentence) or _noun_before(passage, one)
    )


def _score(passage: Passage, one: Number, two: Number, unit: str) -> list[Quantity]:
    """Return one quantity a side."""
    kind = "%" if unit == "%" else _score_unit(passage, one, two)
    return [_side(passage, number, kind) for number in (one, two)]


def _score_unit(passage: Passage, one: Number, two: Number) -> str:
    """Return what a score counts: the noun before ("shots 24-6"), votes, penalties, points, goals."""
    noun = _noun_before(passage, one)
    if noun:
        return noun
    sentence = passage.sentence(one)[1]
    if _PENALTIES.match(passage.text, two.end):
        return "penalty"
    named = _IN_WHAT.match(passage.text, two.end)
    if named:
        return units.singular(named.group(1))
    if _RECORD.search(passage.before(one)) or _RECORD_AFTER.match(passage.text, two.end):
        return "game"
    sport = _SPORT.search(sentence)
    if _VOTED.search(sentence) or (_VOTERS.search(sentence) and not sport):
        return "vote"
    beside = _SETS.match(passage.text, two.end) or _SET_BEFORE.search(passage.before(one, 12))
    if beside or _TENNIS.search(sentence):
        return "game"
    return "point" if max(one.value, two.value) >= _POINTS_FROM else "goal"


def _noun_before(passage: Passage, one: Number) -> str:
    """Return the plural before a score, in lower case or at the opening of its item ("Corners 7-2")."""
    at = passage.tokens.at(one.start) - 1
    if at > 0 and passage.doc[at].tag_ in ("VBN", "VBD") and not _SPORT.match(passage.doc[at].text):
        at -= 0 if is_people(passage.doc[at - 1].text) else 1  # "tackles missed 29-12"
    if at < 0 or passage.text[one.start - 1] != " " or passage.doc[at].text[-1:] != "s":
        return ""
    word = passage.doc[at]
    opens = at == 0 or passage.doc[at - 1].is_punct or "\n" in passage.doc[at - 1].text
    named = opens and not _TEAM_AFTER.match(passage.text, one.end)
    return units.singular(word.text).lower() if (word.text.islower() and word.tag_ == "NNS") or named else ""


def _side(passage: Passage, number: Number, unit: str) -> Quantity:
    text = passage.words(number)
    return Quantity(
        number.value, number.value, unit, "exact", text, number.start, number.end, numeral=number.start
    )
