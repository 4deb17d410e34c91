""" "Name: words": speaker turns of transcripts and round-ups, and headlines of that form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from claims.extract.attributions.candidate import SILENT_KINDS, Candidate
from claims.extract.lexicon.cues import Cue
from claims.extract.lexicon.kinds import capitals, nouns
from claims.extract.reading.parse import Parse

_COLON = Cue(":", "mark", "speech", 3, frozenset({"quote"}))
_LABEL = re.compile(r"[\"“]?([A-Z][^:\n\"“”.?!]{0,70}(?:\.[^:\n\"“”?!]{1,60})?):[ \t\u00a0]*(?=\S)")
# "POLLSTERS WERE EARLY - Anna Bell: “...”": a label within a line is one only before a quotation.
_INLINE_LABEL = re.compile(
    r"\s[-–—]\s?([A-Z][\w.'’-]+(?: (?:and )?[A-Z][\w.'’-]+){0,5}):[ \t\u00a0]*(?=[\"“])"
)
_NAME = re.compile(r"(?:[A-Z][\w.'’&/-]*|of|the|and|de|la|van|von|al|bin)\Z")
_ADDRESSED = re.compile(r"(?P<who>.{2,40}?) (?:to|To|on|at) [A-Z]")
_BRACKET = re.compile(r"\s*\([^()]*\)\Z")
_NO_SPEAKER = re.compile(
    r"(?:photo|picture|image|video|graphic|credit|source|update|read|more|watch|live|breaking|exclusive|opinion"
    r"|results?|verdict|score|final|latest|summary|developing|alert|weather|travel|goal|half[- ]time"
    r"|full[- ]time|just in|analysis|related|correction|note|notice|editor|by(?:line)?|listen|review|fact"
    r"|question|answer|date|pic|look|email|e-?mail|phone|tel|fax|twitter|facebook|web(?:site)?|stat|paid|tags?|topics?|where"
    r"|when|what|who|why|how|here|there|this|that|p\.?s)\b(?!-)",
    re.I,
)
_LONG_TURN = 200  # code points; what follows a dateline is a story, not a line of talk
_TALK = 3  # so many labelled paragraphs make a transcript, whose lines need no verb
_MOST_WORDS = 6
_NAMING = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class _Label:
    """A paragraph with a label: where the speaker and the words after the colon stand, in code points."""

    paragraph: int
    start: int
    end: int
    words: int
    inline: bool = False


def speaker_turns(parse: Parse) -> Iterator[Candidate]:
    """Yield "Name: words" headlines, transcript turns and signed quotations."""
    labels = [label for number in range(len(parse.paragraphs)) for label in _labels(parse, number)]
    names = [parse.text[label.start : label.end].split() for label in labels if not label.inline]
    speakers = Counter(name[-1] for name in names)
    talks = speakers.total() >= _TALK and speakers.most_common(1)[0][1] > 1
    for label in labels:
        turn = _turn(parse, label, talks=talks)
        if turn is not None:
            yield turn


def _labels(parse: Parse, number: int) -> Iterator[_Label]:
    """Yield the label a paragraph opens with, or one before a quotation within it."""
    paragraph = parse.paragraphs[number]
    if paragraph.kind in SILENT_KINDS:
        return
    match = _LABEL.match(parse.text, paragraph.start, paragraph.end)
    if match is not None:
        end = _speaker_end(match.group(1), quoted=parse.text[match.end()] in '"“')
        if end:
            yield _Label(number, match.start(1), match.start(1) + end, match.end())
            return
    for inline in _INLINE_LABEL.finditer(parse.text, paragraph.start, paragraph.end):
        yield _Label(number, inline.start(1), inline.end(1), inline.end(), inline=True)


def _speaker_end(label: str, *, quoted: bool) -> int:
    """Return how much of a label names who speaks, 0 when it is no name.

    What stands behind a comma ("Anna Bell, The Gazette:") goes only before a quotation, "X to Y" anywhere.
    """
    who = _BRACKET.sub("", label)
    if who in ("Q", "A"):
        return len(who)
    if _NO_SPEAKER.match(who):
        return 0
    if "," in who:
        who = who.partition(",")[0] if quoted else ""
    addressed = _ADDRESSED.match(who)
    if addressed is not None:
        who = addressed.group("who")
    words = who.split()
    if not words or len(words) > _MOST_WORDS:
        return 0
    known = nouns().get(words[-1].lower().removesuffix("s"))
    named = all(_NAME.match(word) for word in words[:-1])
    return len(who) if named and (_NAME.match(words[-1]) or known is not None) else 0


def _turn(parse: Parse, label: _Label, *, talks: bool) -> Candidate | None:
    """Return the candidate of one label, when somebody is named and something is said."""
    first, colon = parse.tokens_of((label.start, label.end))
    while colon < len(parse) and parse.lower[colon] != ":" and parse.start[colon] < label.words:
        colon += 1
    last = colon
    while last < len(parse) and parse.paragraph[last] == label.paragraph:
        last += 1
    named_end = parse.tokens_of((label.start, label.end))[1]
    if first >= named_end or colon >= last - 1 or parse.lower[colon] != ":":
        return None
    if _is_finite(parse, first, colon) or _is_dateline(parse, first, colon):
        return None
    quotation = parse.quoted[colon + 1]
    opens = parse.lower[colon + 1] in ('"', "“") and parse.quoted[colon] != quotation >= 0
    said = parse.quote_ranges[quotation] if opens else (colon + 1, last)
    loose = opens or talks or label.paragraph == 0
    named = opens or _is_speaker(parse, first, named_end, loose=loose)
    if not named or not (loose or _is_finite(parse, *said)):
        return None
    return Candidate(
        token=colon,
        cue=_COLON,
        cue_range=(colon, colon + 1),
        source=[(first, named_end)],
        content=[said],
        sentence=parse.sentence[colon],
        paragraph=label.paragraph,
        rank=3,
    )


def _is_finite(parse: Parse, first: int, last: int) -> bool:
    """Whether words hold a finite verb."""
    return any(parse.tag[token] in _FINITE for token in range(first, last))


def _is_speaker(parse: Parse, first: int, last: int, *, loose: bool) -> bool:
    """Whether a label names somebody: a name to the parser or elsewhere in the article, or a known noun.

    Where nothing else shows talk, a title of a section must not pass for one who speaks.
    """
    token = last - 1
    word = parse.word(token)
    if word.isupper() and len(word) > 1 and not (loose or word.title() in parse.text):
        return False  # "RESULT:", "STAT OF THE WEEK:"
    if parse.entity[token] in ("PERSON", "ORG", "GPE", "NORP") or word.isupper():
        return True
    again = parse.pos[token] in _NAMING and parse.text.count(word) > 1
    if not loose:
        return last - first == 1 and again and parse.pos[token] == "PROPN"
    known = nouns().get(parse.lower[token].removesuffix("s"))
    return parse.pos[token] == "PROPN" or known is not None or (last - first == 1 and again)


def _is_dateline(parse: Parse, first: int, colon: int) -> bool:
    """Whether the words in capitals name the place a report was sent from ("MOSCOW: Forces have ...")."""
    words = parse.words((first, colon))
    if not words.isupper():
        return words in capitals() and len(parse.text) - parse.start[first] > _LONG_TURN
    known = words.title() in capitals() or words.title() in capitals().values()
    return known or all(parse.entity[token] in ("GPE", "LOC") for token in range(first, colon))
