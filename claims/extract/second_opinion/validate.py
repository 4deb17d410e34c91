"""What of an answer may be believed: only what stands in the article, character for character.

A claim whose words are not all in one paragraph is dropped and counted. A source or cue that is not there is
emptied. Figures are never taken from the model; the grammar of our own reads them again (drafting.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.extract.types import Span

from .places import WORD, Places, overlaps, words_at
from .prompt import Numbered
from .reply import RawClaim
from .statement import fit

LEAST_WORDS, MOST_WORDS = 2, 80
LONGEST_SOURCE, LONGEST_CUE = 200, 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim of the model that stands in the text. `statement` is "" when ours is to be used.

    `attributed` says that the model named a source or cue, though perhaps none that stands in the text.
    """

    spans: tuple[Span, ...]
    paragraph: Numbered
    source: Span | None = None
    cue: Span | None = None
    attributed: bool = False
    statement: str = ""

    @property
    def source_lost(self) -> bool:
        """Whether somebody is said to have said it, but it is not known who."""
        return self.attributed and self.source is None


@dataclass(frozen=True, slots=True)
class Checked:
    """The proposals in text order, and how many claims (or their parts) were dropped, by reason."""

    proposals: tuple[Proposal, ...]
    dropped: Counter[str]


def checked(places: Places, claims: Iterable[RawClaim]) -> Checked:
    """Return what of `claims` stands in the article, each set of words once."""
    dropped: Counter[str] = Counter()
    found: dict[tuple[Span, ...], Proposal] = {}
    for claim in claims:
        spans, paragraph = _located(places, claim)
        if spans is None or paragraph is None:
            dropped["not in the text"] += 1
        elif not LEAST_WORDS <= len(words_at(places.text, spans)) <= MOST_WORDS:
            dropped["too short or too long"] += 1
        elif spans in found:
            dropped["said twice"] += 1
        else:
            found[spans] = _proposal(places, claim, spans, paragraph, dropped)
    return Checked(tuple(found[spans] for spans in sorted(found)), +dropped)


def _located(places: Places, claim: RawClaim) -> tuple[tuple[Span, ...] | None, Numbered | None]:
    """Return the place of a claim: in the paragraph it names, else in the first that holds all its words."""
    named = [p for p in places.paragraphs if p.number == claim.paragraph]
    for paragraph in [*named, *places.paragraphs]:
        spans = places.pieces(claim.spans, paragraph)
        if spans is not None:
            return spans, paragraph
    return None, None


def _proposal(
    places: Places, claim: RawClaim, spans: tuple[Span, ...], paragraph: Numbered, dropped: Counter[str]
) -> Proposal:
    cue = _cue(places, claim.cue, spans, paragraph)
    source = _source(places, claim.source, (*spans, *((cue,) if cue else ())), paragraph)
    within = not claim.cue and _stands_in(places, claim.source, spans)  # the subject taken for a source
    attributed = bool(claim.source or claim.cue) and not within
    if within:
        source = None
    dropped["source not in the text"] += bool(claim.source) and source is None and not within
    dropped["cue not in the text"] += bool(claim.cue) and cue is None
    figures = [figure for figure in claim.quantities if not _stands_in(places, figure, spans)]
    dropped["figure not in the claim"] += len(figures)
    told = " ".join(places.text[start:end] for start, end in spans)
    statement = fit(claim.statement, told, places.text[paragraph.start : paragraph.end], places.words)
    dropped["statement not taken"] += bool(claim.statement) and not statement
    return Proposal(spans, paragraph, source, cue, attributed, statement)


def _stands_in(places: Places, piece: str, spans: Sequence[Span]) -> bool:
    return any(next(places.all_of(piece, start, end), None) for start, end in spans)


def _cue(places: Places, cue: str, spans: Sequence[Span], paragraph: Numbered) -> Span | None:
    """Return the place of the cue in the claim's paragraph that is nearest to the claim and outside it."""
    if not cue or len(cue) > LONGEST_CUE:
        return None
    free = [f for f in places.all_of(cue, paragraph.start, paragraph.end) if not overlaps(f, spans)]
    return min(free, key=lambda f: _distance(f, spans), default=None)


def _source(places: Places, source: str, taken: Sequence[Span], paragraph: Numbered) -> Span | None:
    """Return the place of the source: nearest in the paragraph, else the last before it, else the first."""
    if not source or len(source) > LONGEST_SOURCE or not WORD.search(source):
        return None
    free = [f for f in places.all_of(source, 0, len(places.text)) if not overlaps(f, taken)]
    near = [f for f in free if paragraph.start <= f[0] and f[1] <= paragraph.end]
    if near:
        return min(near, key=lambda f: _distance(f, taken))
    before = [f for f in free if f[1] <= paragraph.start]
    return before[-1] if before else next(iter(free), None)


def _distance(span: Span, spans: Sequence[Span]) -> int:
    return min(max(start - span[1], span[0] - end, 0) for start, end in spans)
