"""Which of the time expressions around a claim dates its event: clause first, then sentence.

"Said on Monday it had ..." dates the saying, so expressions that hang on a cue are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from claims.extract.when.dates import ANCHORED, Days, TimeExpression, resolve
from claims.extract.when.days import years_on
from claims.extract.when.hanging import dates_saying, is_marked, lends_down, lends_up
from claims.extract.when.hearings import dates_sitting
from claims.extract.when.tense import is_planned, same_time, tense_of
from claims.extract.when.times import Placed, Times

_STRETCHES = frozenset("months quarter half year span stretch season fullyear period".split())
_GONE = re.compile(r"\b(?:last|yesterday|ago)\b", re.I)
_RECENT = frozenset({"weekday", "weekend", "today", "night", "yesterdays"})
_PUT_OFF = frozenset(
    "adjourn postpone delay suspend extend remand defer push put move bail reschedule prolong".split()
)
_LENGTHS = (0, 1, 2, 6, 10, 30, 91, 183, 365, 3652)  # days past the first, the longest of each kind
_WEAK = frozenset({"fullyear", "today"})
_DEADLINES = frozenset({"by", "before", "until", "till"})
_RIGHT_BEHIND = 4  # tokens
_BEHIND = 6  # tokens
_LAST_NAMED = 3  # expressions to look back at
_FRONT = 3  # tokens


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim as the calendar sees it."""

    tokens: tuple[int, ...]
    head: Token | None
    sentence: tuple[int, int]
    elsewhere: frozenset[int]  # tokens of other claims that lend no date
    cues: frozenset[int]
    future: bool
    pledged: bool = False  # a promise or prediction
    figure: bool = False  # a figure beside the main one ("up from 12 on Monday")
    valued: bool = False  # the complement of "put at": what follows it dates it, not the saying


class Calendar:
    """The time expressions of an article, ready to date claims."""

    def __init__(self, doc: Doc, published: date | None) -> None:
        """Read the expressions of `doc`; without a publication date only full dates resolve."""
        self.doc, self.published = doc, published
        self.times = Times(doc, published)
        self.occasions: dict[str, Days] = {}  # the days of occasions told of so far
        self._read_to = 0

    def has_date(self, claim: Sequence[int]) -> bool:
        """Whether a time expression stands inside the claim."""
        return self.times.has_date(claim)

    def read_to(self, token: int) -> None:
        """Learn the days of the occasions told of before a token, sayings included."""
        if token > self._read_to:
            for lemma, days in self.times.occasions_in((self._read_to, token)).items():
                self.occasions.setdefault(lemma, days)
            self._read_to = token

    def date_in(self, asked: Asked, anchor: Days | None) -> Days | None:
        """Return the days an expression of the claim's own words gives its event."""
        inside, within = set(asked.tokens), self.times.within(asked.tokens)
        own = [p for p in within if not self._is_aside(p, inside, asked)]
        if not own and asked.figure:
            own = [p for p in within if not self.times.is_bound(p)]
        return self._best(own, asked, anchor)

    def date_near(self, asked: Asked, anchor: Days | None) -> Days | None:
        """Return the days an expression elsewhere in the sentence gives its event."""
        inside = set(asked.tokens)
        near = [
            p
            for p in self.times.between(*asked.sentence)
            if p.start not in inside and self._reaches(p, asked)
        ]
        return self._best(near, asked, anchor)

    def date_of_lead_in(self, span: tuple[int, int]) -> Days | None:
        """Return the days that the line above a list names ("For 2026 the company expects:")."""
        if self.published is None:
            return None
        found = [p for p in self.times.between(*span) if not self.times.is_bound(p)]
        strong = (p for p in found if p.expression.form not in _WEAK)
        return next((d for p in strong if (d := resolve(p.expression, self.published, future=False))), None)

    def date_of_thing(self, asked: Asked, anchor: Days | None) -> Days | None:
        """Return the days in what describes a thing of the claim ("the storm, which hit on Monday, ...")."""
        inside, times = set(asked.tokens), self.times
        found = [
            p
            for p in times.within(asked.tokens)
            if not times.is_bound(p)
            and times.in_relative(p, inside)
            and not dates_sitting(self.doc, p, asked.head)
        ]
        return self._best(found, asked, anchor)

    def date_of_cause(self, asked: Asked) -> Days | None:
        """Return the day in the "after" clause of past news ("Trains stopped after a wall fell today")."""
        if asked.head is None or self.published is None or tense_of(asked.head) != "past":
            return None
        for placed in self.times.between(*asked.sentence):
            verb = self.doc[placed.verb]
            if verb.head != asked.head or verb.dep_ != "advcl" or placed.expression.form not in _RECENT:
                continue
            after = any(c.lower_ == "after" and c.dep_ == "mark" for c in verb.children)
            if after and tense_of(verb) == "past" and not self.times.is_bound(placed):
                return resolve(placed.expression, self.published, future=False)
        return None

    def date_compared(self, asked: Asked, anchor: Days | None) -> Days | None:
        """Return the days a claim is compared with ("twice as many as in 2023"), the last resort."""
        return self._best(
            [p for p in self.times.within(asked.tokens) if self.times.compares(p)], asked, anchor
        )

    def _is_aside(self, placed: Placed, inside: set[int], asked: Asked) -> bool:
        """Whether an expression within a claim dates something else than its event."""
        if self.times.is_bound(placed) or self.times.in_relative(placed, inside):
            return True
        if dates_sitting(self.doc, placed, asked.head):
            return True
        if asked.pledged and _GONE.search(placed.expression.text):
            return True  # "promised $20m last week": the week of the promise
        return not asked.figure and self.times.contrasts(placed)

    def _reaches(self, placed: Placed, asked: Asked) -> bool:
        """Whether an expression outside a claim dates it all the same."""
        if placed.start in asked.elsewhere and not self._is_fronted(placed, asked):
            return False
        if placed.expression.form in ("earlier", "same") or self.times.is_bound(placed):
            return False
        if self.times.contrasts(placed):
            return False
        if self._dates_value(placed, asked):
            return True
        saying = dates_sitting(self.doc, placed, asked.head) or dates_saying(
            self.doc, placed.start, placed.end, asked.cues
        )
        return not saying and self._lends(placed, asked)

    def _lends(self, placed: Placed, asked: Asked) -> bool:
        """Whether the verb an expression hangs on passes its date to the claim."""
        head, verb = asked.head, self.doc[placed.verb]
        if placed.noun is not None and placed.start > asked.tokens[0]:
            return False
        if head is None or head == verb:
            return True
        if not same_time(tense_of(head), tense_of(verb)):
            return False
        if lends_down(verb, head, asked.cues):
            if head.dep_ == "conj" and placed.start > verb.i and is_marked(head):
                return False  # "said losses had doubled since May and that few were insured"
            return head.dep_ != "conj" or placed.start < head.i
        return lends_up(verb, head)

    def _is_fronted(self, placed: Placed, asked: Asked) -> bool:
        """Whether an expression opens the sentence, before all its clauses."""
        return placed.start - asked.sentence[0] <= _FRONT and placed.verb > placed.end

    def _dates_value(self, placed: Placed, asked: Asked) -> bool:
        """Whether a time right behind "put the rate at 12%" or "promised $4m" dates that, not the saying."""
        if not 0 < placed.start - asked.tokens[-1] <= _RIGHT_BEHIND:
            return False
        if asked.pledged and self.doc[placed.start - 1].lower_ in _DEADLINES:
            return True
        if not asked.valued:
            return False
        if placed.expression.form not in _STRETCHES:
            return False
        return asked.future or not placed.expression.text.lower().endswith(("week", "weekend", "month"))

    def _best(self, candidates: Sequence[Placed], asked: Asked, anchor: Days | None) -> Days | None:
        """Return the days of the strongest expression that resolves; the shortest stretch among equals."""
        found: list[tuple[int, int, int, Days]] = []
        for placed in candidates:
            if self.published is None and not _is_full(placed.expression):
                continue
            days = self._resolve(placed, candidates, asked.future, anchor)
            if days is not None and self._is_gone(placed, days, asked):
                days = years_on(days, -1)
            if days is not None:
                found.append((self._weakness(placed, asked), _length(days), placed.start, days))
        return min(found)[3] if found else None

    def _is_gone(self, placed: Placed, days: Days, asked: Asked) -> bool:
        """Whether a day ahead is that of a past verb, so that the one a year before is meant."""
        if self.times.has_happened(days) or asked.future or self._lies_ahead(placed):
            return False
        if placed.noun is not None or _is_full(placed.expression):
            return False
        own = asked.head is not None and placed.verb == asked.head.i
        return own and placed.expression.form in ("dmy", "mdy") and tense_of(asked.head) == "past"

    def _weakness(self, placed: Placed, asked: Asked) -> int:
        if placed.expression.form == "offset":
            return -1  # the date behind it is only what it counts from
        weak = 2 * (placed.expression.form in _WEAK) + 3 * self.times.is_possessive(placed)
        weak += placed.noun is not None
        if asked.head is not None and placed.verb != asked.head.i:
            verb = self.doc[placed.verb]
            weak += 2 * (verb.dep_ in ("relcl", "advcl", "acl") and verb.i < placed.start)
        return weak + 2 * self.times.since(placed) + 4 * (placed.expression.form in ANCHORED)

    def _resolve(
        self, placed: Placed, candidates: Sequence[Placed], future: bool, anchor: Days | None
    ) -> Days | None:
        published = self.published or date(2000, 1, 1)
        if placed.expression.form in ANCHORED and self.published is not None:
            anchor = self._anchor(placed, candidates, future, anchor)
        since = self.times.since(placed)
        ahead = future or self._lies_ahead(placed)
        days = resolve(placed.expression, published, future=ahead and not since, anchor=anchor)
        if days is None or not since:
            return days
        return days[0], max(published, days[0])

    def _lies_ahead(self, placed: Placed) -> bool:
        """Whether a past verb tells of a day to come ("was due on Friday", "adjourned it until 14 May")."""
        verb, before = self.doc[placed.verb], self.doc[placed.start - 1].lower_ if placed.start else ""
        if before in ("until", "till") and verb.lemma_ in _PUT_OFF:
            return True
        return placed.expression.form == "weekday" and is_planned(verb)

    def _anchor(
        self, placed: Placed, candidates: Sequence[Placed], future: bool, anchor: Days | None
    ) -> Days | None:
        """Return what a relative expression counts from: a date of its claim, or what was told of before."""
        mentioned = self.times.mentioned_before(placed, _LAST_NAMED)
        if placed.expression.form == "offset":
            return self._counts_from(placed)
        if placed.expression.form == "that":
            return mentioned
        others = (p for p in candidates if p.expression.form not in ANCHORED)
        found = (resolve(p.expression, self.published or date.max, future=future) for p in others)
        if anchor is not None and not future and not self.times.has_happened(anchor):
            anchor = None  # "a strike on 10 March; in a ballot that closed a day earlier"
        return next((d for d in found if d), None) or anchor or mentioned

    def _counts_from(self, placed: Placed) -> Days | None:
        """Return the days of what "two days before ..." counts from: a date right behind, or an occasion."""
        behind = self.times.between(placed.end, placed.end + _BEHIND)
        if behind and self.published is not None and behind[0].expression.form not in ANCHORED:
            return resolve(behind[0].expression, self.published, future=False)
        nouns = (self.doc[i] for i in range(placed.end, min(placed.end + _BEHIND, len(self.doc))))
        return next((d for n in nouns if (d := self.occasions.get(n.lemma_.lower()))), None)


def _length(days: Days) -> int:
    """Return how long a stretch is: all months are as long as each other, and so are quarters and years."""
    return bisect_left(_LENGTHS, (days[1] - days[0]).days)


def _is_full(expression: TimeExpression) -> bool:
    return re.search(r"\b(?:1[5-9]|20)\d\d\b", expression.text) is not None


__all__ = ["Asked", "Calendar"]
