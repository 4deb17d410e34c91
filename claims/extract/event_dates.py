"""Which of the time expressions around a claim dates its event: clause first, then sentence.

"Said on Monday it had ..." dates the saying, so expressions that hang on a cue are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from .dates import Days, TimeExpression, find_expressions, iso, month_days, resolve, year_days
from .units import TokenMap

_SINCE = re.compile(r"\bsince\s+(?:about |around |early |late |at least |the )?$", re.I)
_UNTIL = re.compile(r"\b(?:by|until|till|before|no later than|up to|as (?:soon|early|late) as)\s+(?:the )?$", re.I)
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
        self.doc, self.published = doc, published
        tokens = TokenMap(doc)
        self.placed = [
            Placed(e, tokens.at(e.start), tokens.from_(e.end))
            for e in find_expressions(doc.text)
            if e.form not in _NO_DAY
        ]

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
        around = [p for p in self.placed if sentence[0] <= p.start < sentence[1]]
        own = [p for p in around if p.start in inside]
        days = self._best(own, future, anchor)
        if days is not None or own:
            return days
        near = [p for p in around if p.start not in elsewhere and not self._dates_saying(p, cues)]
        return self._best(near, future, anchor)

    def has_date(self, claim: Sequence[int]) -> bool:
        """Whether a time expression stands inside the claim."""
        inside = set(claim)
        return any(p.start in inside and p.expression.text.lower() != "now" for p in self.placed)

    def _dates_saying(self, placed: Placed, cues: frozenset[int]) -> bool:
        """Whether the nearest verb above an expression is a cue."""
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
        text = self.doc.text
        expression = placed.expression
        weak = 2 * (expression.form in _WEAK)
        weak += 3 * (text[expression.end : expression.end + 2] in ("'s", "’s"))
        weak += 2 * any(a.dep_ in ("relcl", "advcl") for a in self.doc[placed.start].ancestors if a.i < placed.start)
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
        expression, text = placed.expression, self.doc.text
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
