"""The parsed article with all that is indexed once for its drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from claims.extract.cuts.edges import runs
from claims.extract.reading.parse import text_of
from claims.extract.reading.quotes import find_quotations
from claims.extract.reading.units import TokenMap
from claims.extract.types import Attribution, Quantity, Span
from claims.extract.when.event_dates import Calendar


@dataclass(slots=True)
class Article:
    """All that is known of the parsed article when its drafts are made."""

    doc: Doc
    attributions: Sequence[Attribution]
    quantities: Sequence[Quantity]
    published: date | None
    text: str = field(init=False)  # once: Doc.text is joined anew at every call
    tokens: TokenMap = field(init=False)
    calendar: Calendar = field(init=False)
    quoted: frozenset[int] = field(init=False)
    cues: frozenset[int] = field(init=False)
    numerals: dict[int, list[Quantity]] = field(init=False)  # by the token of the numeral

    def __post_init__(self) -> None:
        """Index tokens, dates, quotation marks and cues once."""
        self.text = text_of(self.doc)
        self.tokens = TokenMap(self.doc)
        self.numerals = {}
        for quantity in self.quantities:
            self.numerals.setdefault(self.tokens.at(quantity.numeral), []).append(quantity)
        self.calendar = Calendar(self.doc, self.published)
        self.quoted = frozenset(
            i
            for quotation in find_quotations(self.text)
            for i in range(self.tokens.from_(quotation.inner_start), self.tokens.from_(quotation.inner_end))
        )
        self.cues = frozenset(
            i for a in self.attributions for i in self.range_of((*(a.cue or ()), *(a.source or ())))
        )

    def range_of(self, spans: Sequence[Span]) -> list[int]:
        """Return the token indices of character spans."""
        return [i for start, end in spans for i in range(self.tokens.at(start), self.tokens.from_(end))]

    def spans_of(self, tokens: Sequence[int]) -> tuple[Span, ...]:
        """Return the character spans of token indices, neighbours joined."""
        doc = self.doc
        return tuple((doc[s].idx, doc[e].idx + len(doc[e].text)) for s, e in runs(tokens))

    def words(self, spans: Sequence[Span]) -> str:
        """Return the text of character spans, joined by spaces."""
        return re.sub(r"\s+", " ", " ".join(self.text[s:e] for s, e in spans))
