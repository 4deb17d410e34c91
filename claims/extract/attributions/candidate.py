"""A place where somebody may be said to say something, as token ranges."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from claims.extract.attributions import contents
from claims.extract.lexicon.cues import Cue
from claims.extract.reading.parse import Parse, TokenRange

# Paragraphs of these kinds hold no attributions ("Photograph: EPA").
SILENT_KINDS = frozenset({"caption", "credit", "byline", "timestamp"})

_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"})


@dataclass(slots=True)
class Candidate:
    """A possible attribution in token ranges; `token` is its anchor, `rank` decides between rivals."""

    token: int
    cue: Cue
    cue_range: TokenRange
    source: list[TokenRange]
    content: list[TokenRange]
    sentence: int
    paragraph: int
    rank: int = 0
    negated: bool = False
    continuations: list[list[TokenRange]] = field(default_factory=list)
    topic: list[TokenRange] = field(default_factory=list)  # what is spoken of, when nothing is said of it

    @property
    def takes_quotation(self) -> bool:
        """Whether a quotation next to the cue may be its content."""
        return "quote" in self.cue.frames

    def copy(self) -> Candidate:
        """Return another that can be given quotations and lose words without touching this one."""
        return replace(
            self,
            source=[*self.source],
            content=[*self.content],
            continuations=[[*part] for part in self.continuations],
            topic=[*self.topic],
        )


def is_silent(parse: Parse, token: int) -> bool:
    """Whether the token stands in a caption, a credit or the like."""
    number = parse.paragraph[token]
    return number >= 0 and parse.paragraphs[number].kind in SILENT_KINDS


def make_candidate(
    parse: Parse,
    token: int,
    cue: Cue,
    cue_range: TokenRange,
    source: TokenRange | None,
    content: list[TokenRange],
    *,
    rank: int = 0,
    negated: bool = False,
    topic: list[TokenRange] | None = None,
) -> Candidate:
    prefix = _prefix(parse, token)
    if source and source[1] <= prefix[1]:
        source = _opening_phrase(parse, prefix[1], cue_range[0]) or source
    if source and source[0] < prefix[1]:
        source = (min(prefix[1], source[1] - 1), source[1])
    return Candidate(
        token=token,
        cue=cue,
        cue_range=cue_range,
        source=[source] if source else [],
        content=contents.without(parse, content, cue_range, source, prefix),
        sentence=parse.sentence[token],
        paragraph=parse.paragraph[token],
        rank=rank,
        negated=negated,
        topic=contents.without(parse, topic or [], cue_range, source, prefix),
    )


def _opening_phrase(parse: Parse, first: int, stop: int) -> TokenRange | None:
    """Return the noun phrase a body opens with, whose place of report the parser took for the subject."""
    end = first
    while end < stop and (parse.pos[end] in _NOMINAL or (end > first and parse.lower[end] in ("of", "for"))):
        end += 1
    return (first, end) if end > first and parse.pos[end - 1] in ("NOUN", "PROPN", "PRON") else None


def _prefix(parse: Parse, token: int) -> TokenRange:
    """Return the tokens of the paragraph before its body: dateline, bullet or label."""
    first = token
    number = parse.paragraph[token]
    body = parse.paragraphs[number].body if number >= 0 else 0
    begin = parse.sentence_range(token)[0]
    first = begin
    while first < token and parse.start[first] < body:
        first += 1
    return begin, first
