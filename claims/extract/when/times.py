"""The time expressions of a parsed article: where each stands and what it does there.

Not every time dates an event: "the biggest since 2021" bounds a record, "twice as many as in 2023" compares,
"over the next year" is a length, and an hour names a day only in a live blog.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from claims.extract.reading.parse import text_of
from claims.extract.reading.units import TokenMap
from claims.extract.when.dates import ANCHORED, Days, TimeExpression, find_expressions, resolve, resolves
from claims.extract.when.days import one
from claims.extract.when.hanging import SUBJECTS, hangs_on, in_relative
from claims.extract.when.occasions import occasion

_SINCE = re.compile(r"\bsince\s+(?:about |around |early |late |at least |the (?:\w+ of )?|last )?$", re.I)
_SUPERLATIVE = re.compile(r"\b(?:\w{2,}est|most|least|worst|best|first|last|record)\b", re.I)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|\w+est)\b"
    r"[^,;.]{0,40}$"
)
_COMPARED = re.compile(
    r"\b(?:than|as|compared (?:with|to)|against|versus)\s+"
    r"(?:(?:it|they|he|she|we)\s+(?:did|was|were|had(?: been)?)\s+)?"
    r"(?:(?:in|on|at|during|for|over)\s+)?(?:the\s+)?$",
    re.I,
)
_MULTIPLE = re.compile(
    r"\b(?:double|twice|treble|triple|half|times)\s+(?:the|its|their|an?|that)\s+(?:[\w-]+\s+){1,3}?"
    r"(?:(?:seen|recorded|reported|set|made|sold|paid|posted|logged)\s+)?(?:in|for|of|on|at)\s+(?:the\s+)?$"
)
_ON = r"(?:[^;.]|(?<=\d)\.(?=\d))"  # goes on within the clause, points of decimals included
_OTHER_FIGURE = re.compile(
    rf"(?:\b(?:up|down) (?:from|on)|\bcompared (?:with|to)|, against|\bversus|\bto\b{_ON}*\d{_ON}* from)"
    rf" (?:[\w']+ ){{0,3}}?\W{{0,2}}\d(?!{_ON}*\b(?:to|and)\b){_ON}{{0,45}}$"
)
_SPANNING = re.compile(r"\b(?:over|within|in|for|during)\s+$", re.I)
_HABIT = re.compile(r"\b(?:every|each|most|some|any)\s+$", re.I)
_ANY = re.compile(r"\ban?\s+(?:(?:wet|cold|sunny|hot|quiet|busy|typical|normal|good|bad|weekday)\s+)?$", re.I)
_STAMP = re.compile(
    r"^\W{0,3}(?:[01]?\d|2[0-3])(?:[.:][0-5]\d(?:\s?[apAP]\.?[mM]\b)?|\s?[apAP]\.?[mM]\b)"
    r"(?:\s(?:GMT|BST|UTC|CES?T|E[SD]?T|P[SD]?T))?(?=\W{1,4}[A-Z])",
    re.M,
)
_LIVE = 3  # lines that open with an hour make a live blog
_RIGHT_BEHIND = 4  # tokens


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression with its tokens, the verb it hangs on and the noun it describes, if any."""

    expression: TimeExpression
    start: int
    end: int
    verb: int
    noun: int | None


class Times:
    """The time expressions of one article, by token."""

    def __init__(self, doc: Doc, published: date | None) -> None:
        """Read the expressions of `doc`."""
        self.doc, self.published, self.text = doc, published, text_of(doc)
        self.placed: list[Placed] = []
        self._hours: list[int] = []
        tokens = TokenMap(doc)
        for found in find_expressions(self.text):
            start, end = tokens.at(found.start), tokens.from_(found.end)
            if found.form == "clock":
                self._hours.append(start)
            elif resolves(found.form) and not self._is_length(found):
                self.placed.append(Placed(found, start, end, *hangs_on(doc, start, end)))
        self.starts = [p.start for p in self.placed]
        self._live = len(_STAMP.findall(self.text)) >= _LIVE

    @property
    def by_calendar(self) -> list[Placed]:
        """Return the expressions that do not lean on another event (as "that night" does)."""
        return [p for p in self.placed if p.expression.form not in ("offset", "same", "that", "recalled")]

    def between(self, start: int, end: int) -> list[Placed]:
        """Return the expressions that begin at tokens `[start, end)`."""
        return self.placed[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def within(self, claim: Sequence[int]) -> list[Placed]:
        """Return the expressions that begin at tokens of a claim."""
        inside = set(claim)
        return [p for p in self.between(min(claim), max(claim) + 1) if p.start in inside]

    def has_date(self, claim: Sequence[int]) -> bool:
        """Whether a time expression other than "now" stands inside the claim."""
        return any(p.expression.text.lower() != "now" for p in self.within(claim))

    def states_date(self, claim: Sequence[int]) -> bool:
        """Whether the claim has a time of its own that is not "now" and bounds no record or comparison."""
        return any(p.expression.text.lower() != "now" and not self.is_bound(p) for p in self.within(claim))

    def dates_event(self, claim: Sequence[int]) -> bool:
        """Whether the claim has a time that is neither "now" nor that of a record or of a figure before."""
        return any(
            p.expression.text.lower() != "now" and not self.bounds_record(p) and not self.contrasts(p)
            for p in self.within(claim)
        )

    def has_happened(self, days: Days) -> bool:
        """Whether an event began on or before the day of publication."""
        return self.published is None or days[0] <= self.published

    def by_hour(self, claim: Sequence[int]) -> Days | None:
        """Return the day of publication when a claim of a live blog has an hour, or has just happened."""
        if not self._live or self.published is None:
            return None
        just = any(self.doc[i].lower_ == "just" and self.doc[i].head.tag_ == "VBN" for i in claim)
        return one(self.published) if just or not set(claim).isdisjoint(self._hours) else None

    def before_when(self, first: int) -> Days | None:
        """Return the date right before a clause that opens with "when" ("since 1998, when 150 died")."""
        first -= first > 0 and self.doc[first - 1].lower_ == "when"
        if self.doc[first].lower_ != "when" or self.published is None:
            return None
        if self._live and any(first - _RIGHT_BEHIND <= i < first for i in self._hours):
            return one(self.published)
        near = [p for p in self.between(first - 8, first) if first - 2 <= p.end <= first]
        return resolve(near[-1].expression, self.published, future=False) if near else None

    def occasions_in(self, sentence: tuple[int, int]) -> dict[str, Days]:
        """Return the day of every occasion a sentence dates ("a meeting on Tuesday": the meeting)."""
        found: dict[str, Days] = {}
        for placed in self.between(*sentence):
            days = resolve(placed.expression, self.published, future=False) if self.published else None
            if days is None or self.is_bound(placed) or self.since(placed) or (days[1] - days[0]).days > 1:
                continue
            for noun in self._occasions_by(placed):
                found.setdefault(noun.lemma_.lower(), days)
        return found

    def _occasions_by(self, placed: Placed) -> list[Token]:
        """Return the occasions an expression dates: what it describes, else what has its verb."""
        inside = range(placed.start, placed.end)
        around = (a for a in self.doc[placed.start].ancestors if a.i not in inside)
        direct = next((a for a in around if a.dep_ != "prep" and a.pos_ != "ADP"), None)
        if direct is not None and direct.pos_ in ("NOUN", "PROPN"):
            return [direct] if occasion(direct) else []
        verb = self.doc[placed.verb]
        children = list(verb.children)
        nouns = [verb.head] if verb.dep_ in ("relcl", "acl") else []
        nouns += [c for c in children if c.dep_ in (*SUBJECTS, "dobj")]
        nouns += [g for c in children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
        return [n for n in nouns if occasion(n)]

    def possessed_day(self, claim: Sequence[int]) -> Days | None:
        """Return the days of an event named by its day inside the claim ("Sunday's earthquake")."""
        for placed in self.within(claim):
            if self.is_possessive(placed) and placed.expression.form == "weekday" and self.published:
                return resolve(placed.expression, self.published, future=False)
        return None

    def mentioned_before(self, placed: Placed, reach: int) -> Days | None:
        """Return the days named last before "that night", were it in a saying."""
        at = bisect_left(self.starts, placed.start)
        for earlier in reversed(self.placed[max(0, at - reach) : at]):
            days = resolve(earlier.expression, self.published or date.max, future=False)
            if days is not None and earlier.expression.form not in ANCHORED and self.published is not None:
                return days
        return None

    def is_possessive(self, placed: Placed) -> bool:
        """Whether "'s" follows."""
        return self.text[placed.expression.end : placed.expression.end + 2] in ("'s", "’s")

    def is_bound(self, placed: Placed) -> bool:
        """Whether an expression only bounds a record or a comparison."""
        return self.bounds_record(placed) or self.compares(placed) or self.multiplies(placed)

    def contrasts(self, placed: Placed) -> bool:
        """Whether an expression dates the other figure of a comparison ("..., down from 19 in 2015")."""
        return _OTHER_FIGURE.search(self._before(placed, 90)) is not None

    def compares(self, placed: Placed) -> bool:
        """Whether "than" or "as" stands before ("twice as many as in 2023")."""
        return bool(_COMPARED.search(self._before(placed, 48)))

    def multiplies(self, placed: Placed) -> bool:
        """Whether it dates a figure that another is a multiple of ("double the losses of 2019")."""
        return bool(_MULTIPLE.search(self._before(placed, 70)))

    def since(self, placed: Placed) -> bool:
        """Whether "since" stands before an expression or opens the clause it is in."""
        verb = self.doc[placed.verb]
        above = set(self.doc[placed.start].ancestors)
        marks = (c for c in verb.children if c.dep_ == "mark" and verb.i < placed.start)
        governors = (a for a in above if a.dep_ == "prep" and a.i < placed.start)
        opens = any(word.lower_ == "since" for word in (*marks, *governors))
        return opens or bool(_SINCE.search(self._before(placed, 24)))

    def bounds_record(self, placed: Placed) -> bool:
        """Whether it only bounds a record or a count ("the biggest since 2021", "the third this year")."""
        if self.since(placed):
            return bool(_SUPERLATIVE.search(self._before(placed, 90).rpartition(". ")[2]))
        if placed.expression.form not in ("period", "decade") or "this" not in placed.expression.text.lower():
            return False
        return bool(_ORDINAL.search(self._before(placed, 60).rpartition(". ")[2]))

    def in_relative(self, placed: Placed, inside: set[int]) -> bool:
        """Whether an expression dates a relative clause or participle within the claim, not its main verb."""
        return in_relative(self.doc[placed.start], inside)

    def _before(self, placed: Placed, reach: int) -> str:
        return self.text[max(0, placed.expression.start - reach) : placed.expression.start]

    def _is_length(self, found: TimeExpression) -> bool:
        """Whether "over the next year", "each Christmas" set no date."""
        before = self.text[max(0, found.start - 8) : found.start]
        if _HABIT.search(before) or (
            found.form == "weekday" and _ANY.search(self.text[max(0, found.start - 16) : found.start])
        ):
            return True
        counted = found.form == "earlier" and re.match(r"(?:the\s+next|the\s+following)", found.text, re.I)
        return bool(counted and _SPANNING.search(before))
