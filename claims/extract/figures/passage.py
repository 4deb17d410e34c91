"""The text around a number, as the readers of figures see it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from claims.extract.figures.numbers import Number
from claims.extract.reading.units import TokenMap

_SENTENCE_REACH = 600  # code points on each side; keeps runaway sentences cheap


@dataclass(frozen=True, slots=True)
class Passage:
    """A parsed text and its token map."""

    doc: Doc
    text: str
    tokens: TokenMap

    def before(self, number: Number, reach: int = 24) -> str:
        """Return up to `reach` code points before the number."""
        return self.text[max(0, number.start - reach) : number.start]

    def after(self, number: Number, reach: int = 24) -> str:
        """Return up to `reach` code points behind the number."""
        return self.text[number.end : number.end + reach]

    def words(self, number: Number) -> str:
        """Return the number as written."""
        return self.text[number.start : number.end]

    def sentence_of(self, number: Number) -> Span:
        """Return the parsed sentence of a number."""
        return self.doc[self.tokens.at(number.start)].sent

    def sentence(self, number: Number) -> tuple[str, str]:
        """Return the sentence of a number: the part before it, and the whole."""
        sent = self.sentence_of(number)
        start = max(sent.start_char, number.start - _SENTENCE_REACH)
        end = min(sent.end_char, number.end + _SENTENCE_REACH)
        return self.text[start : number.start], self.text[start:end]
