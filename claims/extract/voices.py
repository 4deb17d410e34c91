"""Whose voice a report is: the outlet's own is taken out, and what belongs to the cue is given to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claims.extract.reading.segment import Paragraph
from claims.extract.types import Attribution
from claims.extract.when.dates import find_expressions

_OWN_VOICE_PASSIVES = frozenset(
    "expect due set schedule plan forecast project confirm slate tell warn inform notify remind assure advise"
    " brief alert".split()
)
_DELIBERATIONS = frozenset({"debate", "discuss"})  # acts of a body, whatever it comes to think
_CAN_REVEAL = re.compile(r"\bcan (?:exclusively |now |today )?(?:reveal|disclose)\b")  # a paper of itself
_ABOUT_SOURCE_CUES = frozenset({"ask", "request", "speak"})  # "who asked not to be named"
_SAID_WHEN = re.compile(r"(?:(?:late|early|earlier) )?(?:(?:on|in|at|over|during)(?: [\w']+){0,3} )?")
_THEN_SAID = re.compile(r" (?=(?:it|he|she|they|we|that|the|a|an|its|his|her|their|[A-Z]\w+|\d+)\b)")
_SAID_WITHIN = 60  # code points
_ONLY_LATE = re.compile(r"\s+(?:(?:late|early|earlier) )?")  # may stand between a cue and its day
_UNFINISHED = re.compile(r"\b(?:to|that|had|has|of|in|and|or|the|a|an|with|for|by|was|were|is|are)$")
_COUNT_OF = re.compile(r"(?:(?:about|some|over|more than|nearly|almost|at least|another|up to) )?\d")
_PRICE = re.compile(r"(?:(?:about|up to|over|more than|just|only|as much as) )?(?:[A-Z]{0,3}[$£€¥₦]|\d)")
_STAT_SOURCE = re.compile(r"(?<=[.;] )Source: (?P<name>[A-Z][^.\n]{1,60})\.?\s*$")


def is_own_voice(attribution: Attribution, text: str) -> bool:
    """Whether "is expected to" or "we" makes it the outlet's own, or it only modifies a source."""
    if attribution.speaker is not None and attribution.speaker.kind == "outlet":
        return True
    if attribution.source is not None and _is_no_source(attribution, text):
        return True
    if attribution.source is not None and attribution.cue_lemma in _ABOUT_SOURCE_CUES:
        words = " ".join(text[start:end] for start, end in attribution.source).lower()
        return words in ("who", "which", "that")
    passive = attribution.source is None and attribution.cue is not None
    # "Residents were warned that" is the claim itself; of a jury that was told, the subject is the source.
    return passive and attribution.cue_lemma in _OWN_VOICE_PASSIVES


def _is_no_source(attribution: Attribution, text: str) -> bool:
    """Whether the source is a broken phrase, or the cue an act upon people ("dismissed 14,000 workers")."""
    source = " ".join(text[start:end] for start, end in attribution.source or ())
    if _UNFINISHED.search(source):
        return True
    if attribution.kind == "stance" and _COUNT_OF.match(source):
        return True  # "212 backed the merger" counts votes
    if attribution.cue_lemma in _DELIBERATIONS:
        return True
    opening = text[attribution.content[0][0] :][:40] if attribution.content else ""
    if attribution.cue_lemma == "charge" and _PRICE.match(opening):
        return True
    return attribution.cue_lemma == "dismiss" and _COUNT_OF.match(opening) is not None


def without_own_boast(attribution: Attribution, text: str) -> Attribution:
    """Return "..., The Post can reveal" without its content: the paper says it itself, the phrase nothing."""
    boasts = any(_CAN_REVEAL.search(text, max(0, start - 16), end) for start, end in attribution.cue or ())
    return replace(attribution, content=()) if boasts else attribution


def without_saying_time(attribution: Attribution, text: str) -> Attribution:
    """Return the attribution with the day of the saying moved to the cue ("said on Tuesday it would")."""
    if not attribution.cue or not attribution.content:
        return attribution
    start, end = attribution.content[0]
    if not any(_ONLY_LATE.fullmatch(text, e, start) for _, e in attribution.cue if e < start):
        return attribution
    opening = text[start : min(end, start + _SAID_WITHIN)]
    times = (e for e in find_expressions(opening) if e.form != "clock")
    when = next((e for e in times if _SAID_WHEN.fullmatch(opening, 0, e.start)), None)
    said = _THEN_SAID.match(opening, when.end) if when else None
    if when is None or said is None:
        return attribution
    content = ((start + said.end(), end), *attribution.content[1:])
    return replace(attribution, content=content, cue=(*attribution.cue, (start, start + when.end)))


def stat_attributions(text: str, paragraphs: Sequence[Paragraph]) -> list[Attribution]:
    """Return the attribution of lines that end in "Source: NAME"."""
    found = []
    for paragraph in paragraphs:
        match = _STAT_SOURCE.search(text[paragraph.body : paragraph.end])
        if match and paragraph.holds_claims:
            at = paragraph.body
            name = (at + match.start("name"), at + match.end("name"))
            cue = (at + match.start(), at + match.start() + len("Source:"))
            found.append(Attribution(((at, cue[0]),), (name,), (cue,), "indirect", "source"))
    return found
