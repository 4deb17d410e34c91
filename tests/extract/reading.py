"""Short cuts for the extraction tests: read a sentence, get what the tests speak of."""

from __future__ import annotations

from datetime import date

from claims.extract.figures.quantities import find_quantities
from claims.extract.pipeline import extract
from claims.extract.reading.language_model import clean_text, parse_text
from claims.extract.types import ArticleText, ClaimDraft, Extraction

PUBLISHED = date(2025, 6, 12)  # a Thursday


def read(text, *, published=PUBLISHED, outlet="The Harbour Post") -> Extraction:
    """Extract one invented article."""
    return extract(ArticleText(text, "t", "", outlet, published))


def words(text, claim: ClaimDraft) -> str:
    """The verbatim words of a claim, its pieces joined by a bar."""
    return " | ".join(text[s:e] for s, e in claim.spans)


def contents(text, **kwargs) -> list[str]:
    """The verbatim words of every claim of an invented article."""
    return [words(text, claim) for claim in read(text, **kwargs).claims]


def quantities(text) -> list[tuple]:
    """(value or range, unit, qualifier) of every quantity of a sentence."""
    found = find_quantities(parse_text(clean_text(text)))
    return [((q.low, q.high) if q.low != q.high else q.low, q.unit, q.qualifier) for q in found]
