"""Words set off as a block of their own: the paragraph behind "She added:" without quotation marks."""

from __future__ import annotations

from claims.extract.attributions.candidate import Candidate
from claims.extract.reading.parse import Parse, TokenRange

_SURE = 3


def take_blocks(parse: Parse, candidates: list[Candidate]) -> None:
    """Give a cue that ends its paragraph with a colon and has no content the next paragraph, in place."""
    for candidate in candidates:
        if candidate.content or candidate.continuations or candidate.topic or not candidate.source:
            continue
        if candidate.cue.strength < _SURE or not candidate.takes_quotation:
            continue
        block = _block_after(parse, candidate)
        if block is not None:
            candidate.content = [block]


def _block_after(parse: Parse, candidate: Candidate) -> TokenRange | None:
    """Return the paragraph behind a cue that ends its own with a colon."""
    number = candidate.paragraph
    if number < 0 or number + 1 >= len(parse.paragraphs):
        return None
    this, following = parse.paragraphs[number], parse.paragraphs[number + 1]
    if not parse.text[this.start : this.end].rstrip().endswith(":") or not following.holds_claims:
        return None
    last_cue = parse.end[candidate.cue_range[1] - 1]
    if any(mark in parse.text[last_cue : this.end] for mark in ".?!"):
        return None
    first, last = parse.tokens_of((following.body, following.end))
    return (first, last) if last > first and parse.quoted[first] < 0 else None
