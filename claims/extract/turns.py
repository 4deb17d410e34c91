""" "Name: words": speaker turns of transcripts and headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.extract.candidate import SILENT_KINDS, Candidate
from claims.extract.cues import Cue
from claims.extract.kinds import capitals
from claims.extract.parse import Parse

_COLON = Cue(":", "mark", "speech", 3, frozenset({"quote"}))
_TURN = re.compile(
    r"[\"“]?((?:[A-Z][A-Z.'’-]+)(?: [A-Z][A-Z.'’-]+){0,3}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}): +(?=\S)"
)
_LONG_TURN = 200  # code points; what follows a dateline is a story, not a line of talk
_NO_SPEAKER = re.compile(
    r"(?:photo|picture|image|video|graphic|credit|source|update|read|more|watch|live|breaking|exclusive|opinion"
    r"|analysis|related|correction|note|editor|by|listen|poll|report|review|fact|question|answer|q|a|date|pic)",
    re.I,
)


def speaker_turns(parse: Parse) -> Iterator[Candidate]:
    """Yield "Name: words" headlines and transcript turns."""
    first = 0
    for number, paragraph in enumerate(parse.paragraphs):
        while first < len(parse) and parse.paragraph[first] < number:
            first += 1
        match = _TURN.match(parse.text, paragraph.start, paragraph.end)
        if match is None or paragraph.kind in SILENT_KINDS or _NO_SPEAKER.match(match.group(1)):
            continue
        turn = _turn(parse, first, number, match)
        if turn is not None:
            yield turn


def _turn(parse: Parse, first: int, number: int, match: re.Match[str]) -> Candidate | None:
    """Return one speaker turn; a headline needs a name that the model knows as one."""
    last = first
    while last < len(parse) and parse.paragraph[last] == number:
        last += 1
    while first < last and parse.start[first] < match.start(1):
        first += 1
    colon = first
    while colon < last and parse.end[colon] < match.end(1) + 1:
        colon += 1
    if colon >= last - 1 or parse.lower[colon] != ":":
        return None
    named = parse.pos[colon - 1] == "PROPN" or parse.entity[colon - 1] in ("PERSON", "ORG", "GPE", "NORP")
    if not named and not parse.word(colon - 1).isupper():
        return None
    if _is_dateline(parse, first, colon):
        return None
    return Candidate(
        token=colon,
        cue=_COLON,
        cue_range=(colon, colon + 1),
        source=[(first, colon)],
        content=[(colon + 1, last)],
        sentence=parse.sentence[colon],
        paragraph=number,
        rank=3,
    )


def _is_dateline(parse: Parse, first: int, colon: int) -> bool:
    """Whether the words in capitals name the place a report was sent from ("MOSCOW: Forces have ...")."""
    words = parse.words((first, colon))
    if not words.isupper():
        return words in capitals() and len(parse.text) - parse.start[first] > _LONG_TURN
    known = words.title() in capitals() or words.title() in capitals().values()
    return known or all(parse.entity[token] in ("GPE", "LOC") for token in range(first, colon))
