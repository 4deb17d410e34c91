"""Which of the time expressions around a claim dates its event: clause first, then sentence.

"Said on Monday it had ..." dates the saying, so expressions that hang on a cue are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from .dates import Days, TimeExpression, find_expressions, iso, month_days, resolve, year_days
from .units import TokenMap

_SINCE = re.compile(r"\bsince\s+(?:about |around |early |late |at least |the )?$", re.I)
_UNTIL = re.compile(
    r"\b(?:by|until|till|before|no later than|up to|as (?:soon|early|late) as)\s+(?:the )?$", re.I
)
_SUPERLATIVE = re.compile(r"\b(?:\w{3,}est|most|least|worst|best|first|last|record)\b", re.I)
_WEAK = frozenset({"fullyear", "today"})
_NO_DAY = frozenset({"clock"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression with its token range."""

    expression: TimeExpression
    start: int
    end: int


class Calendar:
    """The time expressions of an article, ready to date claims."""

    def __init__(self, doc: Doc, published: date | None) -> None:
        """Read the expressions of `doc`; without a publication date only full dates resolve."""
        self.doc, self.published, self.text = doc, published, doc.text
        tokens = TokenMap(doc)
        self.placed = [
            Placed(e, tokens.at(e.start), tokens.from_(e.end))
            for e in find_expressions(self.text)
            if e.form not in _NO_DAY
        ]
        self._starts = [p.start for p in self.placed]

    def _between(self, start: int, end: int) -> list[Placed]:
        """Return the expressions that begin at tokens `[start, end)`."""
        return self.placed[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _within(self, claim: Sequence[int]) -> list[Placed]:
        """Return the expressions that begin at tokens of a claim."""
        inside = set(claim)
        return [p for p in self._between(min(claim), max(claim) + 1) if p.start in inside]

    def date_of(
        self,
        claim: Sequence[int],
        sentence: tuple[int, int],
        *,
        cues: frozenset[int],
        elsewhere: frozenset[int],
        future: bool,
        anchor: Days | None,
    ) -> Days | None:
        """Return the days of the event of a claim, or None.

        `elsewhere` are tokens of other claims' contents in the sentence; `anchor` is what a relative
        "a year earlier" counts from.
        """
        inside = set(claim)
        around = self._between(*sentence)
        own = [p for p in around if p.start in inside and not self._in_relative(p, inside)]
        days = self._best(own, future, anchor)
        if days is not None or any(not self._marks_record(p) for p in own):
            return days
        near = [
            p
            for p in around
            if p.start not in elsewhere
            and p.start not in inside
            and self._may_lend(p)
            and not self._dates_saying(p, cues)
        ]
        return self._best(near, future, anchor)

    def date_before(self, first: int) -> Days | None:
        """Return the date right before a clause that opens with "when" ("since 1998, when 150 died")."""
        first -= first > 0 and self.doc[first - 1].lower_ == "when"
        if self.doc[first].lower_ != "when":
            return None
        near = [p for p in self._between(first - 8, first) if first - 2 <= p.end <= first]
        if not near or self.published is None:
            return None
        return resolve(near[-1].expression, self.published, future=False)

    def dates_verb(self, claim: Sequence[int]) -> bool:
        """Whether an expression in the claim hangs on a verb, and so dates what happened."""
        return any(self._on_verb(p) for p in self._within(claim))

    def _on_verb(self, placed: Placed) -> bool:
        for above in self.doc[placed.start].ancestors:
            if placed.start <= above.i < placed.end or (
                above.dep_ in ("prep", "pobj", "conj") and above.pos_ != "VERB"
            ):
                if above.pos_ == "NOUN" and above.i < placed.start and above.dep_ != "conj":
                    return False
                continue
            return above.pos_ in ("VERB", "AUX")
        return self.doc[placed.start].head.pos_ in ("VERB", "AUX")

    def event_of(self, claim: Sequence[int]) -> Days | None:
        """Return the days of an event named by its day inside the claim ("Sunday's earthquake")."""
        named = [p for p in self._within(claim) if self._is_possessive(p)]
        return self._best(named, False, None)

    def _is_possessive(self, placed: Placed) -> bool:
        after = self.text[placed.expression.end - 2 : placed.expression.end + 2]
        return placed.expression.form == "weekday" and "'s" in after

    def _marks_record(self, placed: Placed) -> bool:
        """Whether an expression only bounds a record ("the biggest since 2021")."""
        before = self.text[max(0, placed.expression.start - 12) : placed.expression.start]
        return bool(_SINCE.search(before))

    def _in_relative(self, placed: Placed, inside: set[int]) -> bool:
        """Whether an expression dates a relative clause or participle within the claim, not its main verb."""
        for above in self.doc[placed.start].ancestors:
            if above.i not in inside:
                return False
            if above.dep_ in ("relcl", "acl") and above.head.i in inside and above.head.pos_ != "VERB":
                return any(i < above.left_edge.i for i in inside) and above.head.i < above.i
            if above.pos_ in ("VERB", "AUX") and above.dep_ not in ("relcl", "acl"):
                return False
        return False

    def _may_lend(self, placed: Placed) -> bool:
        """Whether an expression may date another claim of its sentence."""
        before = self.text[max(0, placed.expression.start - 24) : placed.expression.start]
        return (
            placed.expression.form not in ("earlier", "holiday")
            and not _UNTIL.search(before)
            and not _SINCE.search(before)
        )

    def has_date(self, claim: Sequence[int]) -> bool:
        """Whether a time expression stands inside the claim."""
        return any(p.expression.text.lower() != "now" for p in self._within(claim))

    def _dates_saying(self, placed: Placed, cues: frozenset[int]) -> bool:
        """Whether the nearest verb above an expression is a cue, or it stands in a source."""
        if placed.start in cues:
            return True
        for i in range(placed.start, min(placed.end, len(self.doc))):
            if self.doc[i].head.i in range(placed.start, placed.end):
                continue
            for above in self.doc[i].ancestors:
                if above.i in cues:
                    return True
                if above.pos_ in ("VERB", "AUX"):
                    return False
        return False

    def _best(self, candidates: Sequence[Placed], future: bool, anchor: Days | None) -> Days | None:
        """Return the days of the strongest expression that resolves."""
        for placed in sorted(candidates, key=self._weakness):
            if self.published is None and not _is_full(placed.expression):
                continue
            days = self._resolve(placed, future, anchor or self._anchor(candidates, placed, future))
            if days is not None:
                return days
        return None

    def _weakness(self, placed: Placed) -> tuple[int, int]:
        text = self.text
        expression = placed.expression
        weak = 2 * (expression.form in _WEAK)
        weak += 3 * (text[expression.end : expression.end + 2] in ("'s", "’s"))
        weak += 2 * any(
            a.dep_ in ("relcl", "advcl") for a in self.doc[placed.start].ancestors if a.i < placed.start
        )
        before = text[max(0, expression.start - 12) : expression.start]
        weak += 2 * bool(_SINCE.search(before)) + 4 * (expression.form == "earlier")
        return weak, expression.start

    def _anchor(self, candidates: Sequence[Placed], placed: Placed, future: bool) -> Days | None:
        """Return the other date of the sentence for a relative expression to count from."""
        if placed.expression.form != "earlier" or self.published is None:
            return None
        others = [p for p in candidates if p is not placed and p.expression.form != "earlier"]
        return next((d for p in others if (d := resolve(p.expression, self.published, future=future))), None)

    def _resolve(self, placed: Placed, future: bool, anchor: Days | None) -> Days | None:
        expression, text = placed.expression, self.text
        published = self.published or date(2000, 1, 1)
        if expression.form == "earlier":
            return _shifted(expression, anchor)
        days = resolve(expression, published, future=future)
        before = text[max(0, expression.start - 24) : expression.start]
        if days is None:
            return None
        if _SINCE.search(before):
            sentence = self.doc[placed.start].sent.text
            return None if _SUPERLATIVE.search(sentence) else (days[0], max(published, days[0]))
        if _UNTIL.search(before) and "as " not in before[-12:]:
            return days[1], days[1]
        return days


def _is_full(expression: TimeExpression) -> bool:
    return re.search(r"\b(?:1[5-9]|20)\d\d\b", expression.text) is not None


def _shifted(expression: TimeExpression, anchor: Days | None) -> Days | None:
    """Return `anchor` moved back by "a year earlier", "five years earlier", "two months earlier"."""
    if anchor is None:
        return None
    if "year" not in expression.text:
        return resolve(expression, anchor[0], future=False, anchor=anchor)
    back = resolve(expression, anchor[0], future=False, anchor=anchor)
    if back is None:
        return None
    years = anchor[0].year - back[0].year
    if anchor == year_days(anchor[0].year):
        return year_days(anchor[0].year - years)
    try:
        first = anchor[0].replace(year=anchor[0].year - years)
        last = anchor[1].replace(year=anchor[1].year - years)
    except ValueError:
        return month_days(anchor[0].year - years, anchor[0].month)
    return first, last


__all__ = ["Calendar", "Placed", "iso"]
