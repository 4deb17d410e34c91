"""Lists under a cue: "The company expects:" says each of the items that follow."""

from __future__ import annotations

from bisect import bisect_left

from claims.extract.attributions import source_spans
from claims.extract.attributions.candidate import Candidate, make_candidate
from claims.extract.attributions.verb_cues import is_negated, verb_group
from claims.extract.lexicon.cues import cue_of
from claims.extract.reading import voice
from claims.extract.reading.parse import Parse, TokenRange

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
# Kinds that ask or judge; a list under them holds no statements of the source.
_NO_LIST = frozenset({"question", "refusal", "stance", "description"})


def give_items(parse: Parse, candidates: list[Candidate]) -> None:
    """Give the items of a list to the cue of the paragraph that leads into it, if it has one."""
    for number, paragraph in enumerate(parse.paragraphs):
        following = parse.paragraphs[number + 1 : number + 2]
        if not following or following[0].kind != "list_item":
            continue
        if not parse.text[paragraph.start : paragraph.end].rstrip().endswith(":"):
            continue
        lead = _leading(parse, candidates, number)
        if lead is not None:
            lead.content.extend(_items(parse, number + 1))


def _leading(parse: Parse, candidates: list[Candidate], number: int) -> Candidate | None:
    """Return the last candidate of a lead-in, or one made of its last cue and subject."""
    for candidate in reversed(candidates):
        if candidate.paragraph == number and candidate.source and not candidate.negated:
            return candidate
    first, last = _tokens(parse, number)
    for token in range(last - 1, first - 1, -1):
        made = _made(parse, token)
        if made is not None:
            candidates.append(made)
            candidates.sort(key=lambda candidate: candidate.token)
            return made
    return None


def _made(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of a finite cue whose content is only the list below it."""
    cue = cue_of("verb", parse.lemma[token])
    subject = parse.child(token, "nsubj")
    if cue is None or cue.kind in _NO_LIST or subject is None or parse.tag[token] not in _FINITE:
        return None
    if voice.is_passive(parse, token) or is_negated(parse, token, subject) or parse.quoted[token] >= 0:
        return None
    source = source_spans.source_range(parse, subject, token)
    return make_candidate(parse, token, cue, verb_group(parse, token), source, [], rank=cue.strength)


def _items(parse: Parse, number: int) -> list[TokenRange]:
    """Return the bodies of the list items from a paragraph on."""
    found = []
    while number < len(parse.paragraphs) and parse.paragraphs[number].kind == "list_item":
        first, last = _tokens(parse, number)
        body = bisect_left(parse.start, parse.paragraphs[number].body)
        found.append((max(first, body), last))
        number += 1
    return found


def _tokens(parse: Parse, number: int) -> TokenRange:
    """Return the tokens of a paragraph."""
    paragraph = parse.paragraphs[number]
    return bisect_left(parse.start, paragraph.start), bisect_left(parse.start, paragraph.end)
