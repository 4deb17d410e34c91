"""Dates for "on Monday", "last month" and "two years ago" in statements, which outlive their day.

Only what counts from the day of publication, or from another date of the sentence, is replaced; how exact
the words are says how exact the date is: a day, a month, a year.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from claims.extract.when.dates import TimeExpression, resolve
from claims.extract.when.times import Placed

Days = tuple[date, date]
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_UNITS = (
    r"(?:week|month|year|quarter|weekend|spring|summer|autumn|fall|winter|morning|afternoon|evening|night)"
)
_RELATIVE = re.compile(
    rf"(?:(?:last|next|this|the (?:following|previous)) )?{_WEEKDAY}\b.*"
    rf"|(?:earlier |later |early |late )?(?:last|next|this) (?:{_UNITS}|[A-Z]\w+)"
    r"|(?:at|over|during) the weekend"
    r"|today|tonight|yesterday.*|tomorrow.*|overnight"
    r"|.* ago|.* (?:earlier|before)",
    re.I,
)
_PART_OF = re.compile(r"(?P<part>.* of )(?:this|next|last|the) (?:year|month)", re.I)
_EARLIER = re.compile(r".* (?:earlier|before)", re.I)
_AGO = re.compile(
    r"(?P<count>.*?) ?(?P<unit>minute|hour|day|week|month|year|decade)s? (?:ago|earlier|before)", re.I
)
_HOURS = re.compile(r"\b(early morning|morning|afternoon|evening|night|tonight|lunchtime)\b", re.I)
_SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\b", re.I)
_VAGUE = re.compile(r"\b(?:few|several|couple|decades?)\b", re.I)
_ABOUT = frozenset("than about nearly almost over some around roughly least most".split())
_HABITS = frozenset("every each most black good easter super palm ash".split())
_PREPOSITIONS = frozenset(
    "on by until till since from before after of for to through over during in at between than late early"
    " as into".split()
)
_LONG_GONE = 13  # days after which "weeks ago" is no exact day
_SATURDAY = 5
_SAME_IN_PAST = frozenset(
    "beat bet burst cast cost cut hit hurt let put quit read set shut split spread".split()
)
_PLANNING = frozenset(
    "due plan expect schedule set promise vow agree pledge hope intend want slate aim decide order".split()
)
_LEADING_TO = frozenset({"ahead", "before", "until", "into", "upcoming"})
_FUTURE = frozenset("will wo 'll shall would 'd can could should may might must".split())


@dataclass(slots=True)
class Almanac:
    """The relative time expressions of an article and the words for their dates."""

    doc: Doc
    published: date | None
    placed: Sequence[Placed]
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Index the expressions."""
        self._starts = [p.start for p in self.placed]

    def named(self, tokens: Sequence[int], sentence: tuple[int, int]) -> dict[int, str]:
        """Return the words that dates put in the place of tokens; "" leaves a token out."""
        if self.published is None or not tokens:
            return {}
        inside = frozenset(tokens)
        words: dict[int, str] = {}
        around = self.placed[bisect_left(self._starts, sentence[0]) : bisect_left(self._starts, sentence[1])]
        for one in around:
            if one.start in inside and self._may_change(one, around):
                days = self._days(one, around)
                text = self._words(one, days) if days is not None else ""
                if text:
                    words |= dict.fromkeys(range(one.start, self._end(one)), "")
                    words[one.start] = text
        return words

    def _may_change(self, one: Placed, around: Sequence[Placed]) -> bool:
        """Whether an expression counts from another day and is no habit, part of a name, or glossed."""
        text = one.expression.text
        if not (_RELATIVE.fullmatch(text) or _PART_OF.fullmatch(text)) or _VAGUE.search(text):
            return False
        if "last week" in text.lower() and self._published().weekday() >= _SATURDAY:
            return False  # at its end the week just gone, for some
        if text.isupper() or re.search(_WEEKDAY + "s", text) or self._is_habit(one):
            return False
        if text.lower() == "today" and not _is_of_the_day(self.doc[one.start]):
            return False
        return not any(self._glosses(other, one) for other in around if other is not one)

    def _is_habit(self, one: Placed) -> bool:
        """Whether an expression is a habit ("every Monday"), a name ("Black Friday") or a second number."""
        doc, first = self.doc, self.doc[one.start]
        before = doc[one.start - 1] if one.start else None
        if before is None:
            return False
        if (
            before.lower_ in _HABITS
            or (before.lower_ == "the" and first.lower_ in ("last", "next"))
            or (before.dep_ == "cc" and one.start > 1 and doc[one.start - 2].like_num)
        ):
            return True
        return (
            first.dep_ == "compound"
            and first.head.tag_ in ("NNP", "NNPS")
            and first.head.i >= one.end
            and before.lower_ != "on"
        )

    def _glosses(self, other: Placed, one: Placed) -> bool:
        """Whether another expression right behind says the day in full ("Monday, 9 June")."""
        near = 0 <= other.start - one.end <= 1
        return near and any(c.isdigit() for c in other.expression.text)

    def _end(self, one: Placed) -> int:
        """Return the token behind an expression, its possessive included when the date takes none."""
        owns = one.end < len(self.doc) and self.doc[one.end].tag_ == "POS"
        return one.end + owns

    def _days(self, one: Placed, around: Sequence[Placed]) -> Days | None:
        future = _lies_ahead(self.doc, one)
        if not _EARLIER.fullmatch(one.expression.text):
            return resolve(one.expression, self._published(), future=future)
        others = [o for o in around if o is not one and not _EARLIER.fullmatch(o.expression.text)]
        for other in sorted(others, key=lambda o: abs(o.start - one.start)):
            anchor = resolve(other.expression, self._published(), future=future)
            if anchor is not None:
                return _before(one.expression, anchor)
        return None

    def _words(self, one: Placed, days: Days) -> str:
        """Return a date with the preposition it needs where it stands, "" for none."""
        doc, text = self.doc, one.expression.text
        before = doc[one.start - 1].lower_ if one.start else ""
        ago = _AGO.fullmatch(text)
        if ago is not None and ago["unit"] == "week" and (self._published() - days[1]).days > _LONG_GONE:
            return ""
        if ago is not None and before in _ABOUT and not _EARLIER.fullmatch(text):
            return ""
        part = _PART_OF.fullmatch(text)
        if part is not None:
            period = text[part.end("part") :].lower()
            whole = str(days[0].year) if "year" in period else f"{calendar.month_name[days[0].month]}"
            return part["part"] + whole
        owned = one.end < len(doc) and doc[one.end].tag_ == "POS"
        plain = self._plain(days, text)
        if not plain:
            return ""
        if owned or doc[one.end - 1].dep_ in ("compound", "nmod", "amod"):
            lead = "the " if owned and before not in ("the", "a", "an") else ""
            return lead + plain if "overnight" not in text.lower() else ""
        joined = before in ("and", "or") and any(p.end == one.start - 1 for p in self.placed)
        return plain if joined else self._led(plain, before, days, text)

    def _published(self) -> date:
        return self.published or date.min

    def _led(self, plain: str, before: str, days: Days, text: str) -> str:
        """Return a date as an adverbial: "on 16 June", "in May", bare behind a preposition."""
        hours = _HOURS.search(text)
        if text.lower() == "overnight":
            return f"overnight to {_day(days[1], self._published())}"
        if hours is not None and days[0] == days[1]:
            part = {"tonight": "evening"}.get(hours[1].lower(), hours[1].lower())
            lead = "lunchtime on" if part == "lunchtime" else f"the {part} of"
            if before not in _PREPOSITIONS:
                return f"{'at' if part == 'lunchtime' else 'on'} {lead} {plain}"
            return f"{lead} {plain}"
        short = (days[1] - days[0]).days < 6
        lead = "on" if short and not plain.startswith("the ") else "in"
        if before in ("late", "early") or before not in _PREPOSITIONS:
            return f"{lead} {plain}"
        return f"in {plain}" if before in ("than", "as") and not short else plain

    def _plain(self, days: Days, text: str) -> str:
        """Return days as words without a preposition, "" where they make no calendar unit."""
        published, (first, last) = self._published(), days
        year = "" if first.year == published.year else f" {first.year}"
        season = _SEASON.search(text)
        if season is not None:
            return f"{season[1].lower()} {last.year}"
        if first == last:
            return _day(first, published)
        if (last - first).days == 1:
            both = str(first.day) if first.month == last.month else _day(first, published)
            return f"{both}–{_day(last, published)}"
        if first.day == 1 and last == _month_end(first):
            return f"{calendar.month_name[first.month]}{year}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return str(first.year)
        if (last - first).days == 6 and first.weekday() == 0:
            return f"the week of {_day(first, published)}"
        return ""


def _lies_ahead(doc: Doc, one: Placed) -> bool:
    """Whether the verb an expression hangs on may tell of days to come; a noun's own day is past."""
    inside = range(one.start, one.end)
    above = [a for a in doc[one.start].ancestors if a.i not in inside]
    verb = next((a for a in above if a.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return False
    if above[0].pos_ in ("NOUN", "PROPN"):
        before = {doc[i].lower_ for i in range(max(0, one.start - 3), one.start)}
        return bool(before & _LEADING_TO) or (_is_modal(verb) and above[0].dep_ in ("nsubj", "nsubjpass"))
    if verb.tag_ == "VB" and not _is_modal(verb) and verb.head.pos_ in ("VERB", "AUX", "ADJ"):
        return verb.head.lemma_ in _PLANNING or _is_present(verb.head)
    return _is_modal(verb) or _is_present(verb)


def _is_modal(verb: Token) -> bool:
    return any(c.lower_ in _FUTURE for c in verb.children if c.dep_ in ("aux", "auxpass"))


def _is_present(verb: Token) -> bool:
    """Whether a verb is in the present; "beat" and "hit" behind one subject are past."""
    words = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    if any(w.tag_ == "VBD" or (w.lemma_ == "have" and w is not verb) for w in words):
        return False
    if verb.tag_ in ("VB", "VBP") and verb.lower_ in _SAME_IN_PAST and len(words) == 1:
        return False
    return any(w.tag_ in ("VB", "VBP", "VBZ") for w in words)


def _is_of_the_day(today: Token) -> bool:
    """Whether "today" is the day of publication and not these times."""
    verb = today.head
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    words = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    return verb.tag_ == "VBG" or any(w.tag_ in ("VBD", "MD") for w in words)


def _day(day: date, published: date) -> str:
    year = "" if day.year == published.year else f" {day.year}"
    return f"{day.day} {calendar.month_name[day.month]}{year}"


def _month_end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _before(expression: TimeExpression, anchor: Days) -> Days | None:
    """Return `anchor` moved back by "a year earlier", "five years before", "two days earlier"."""
    parts = _AGO.fullmatch(expression.text)
    back = resolve(expression, anchor[0], future=False, anchor=anchor)
    if parts is None or back is None:
        return None
    unit = parts["unit"].lower()
    if unit == "year":
        years = anchor[0].year - back[0].year
        try:
            first, last = (day.replace(year=day.year - years) for day in anchor)
        except ValueError:  # 29 February
            return None
        whole = anchor[1] == _month_end(anchor[0])
        return (first, _month_end(first)) if whole else (first, last)
    if unit in ("day", "week") and anchor[0] == anchor[1]:
        days = (anchor[0] - back[0]).days
        return anchor[0] - timedelta(days=days), anchor[1] - timedelta(days=days)
    return None
