"""Cues the parser buried in another's content though the same speaker goes on speaking.

"She said P, adding that Q" and "He said he would P and insisted that Q" are two attributions each.
"""

from __future__ import annotations

from claims.extract.candidate import Candidate
from claims.extract.parse import Parse, TokenRange, merge, overlap, subtract

_PARTS = frozenset({",", "”", '"', "’", "'", "—", "–"})
_BARE = frozenset({"VB", "VBG", "VBZ", "VBP"})
_SAID_ALOUD = frozenset({"speech", "accusation", "denial", "promise", "warning", "demand"})


def promote(parse: Parse, candidates: list[Candidate]) -> None:
    """Cut such cues out of the contents they lie in, in place, and give them the outer speaker."""
    for index, outer in enumerate(candidates):
        for inner in candidates[index + 1 : index + 12]:
            if inner.sentence != outer.sentence:
                break
            if overlap([inner.cue_range], outer.content) and _same_speaker(parse, outer, inner):
                clause = _clause(parse, inner)
                outer.content = subtract(merge(outer.content), [clause])
                inner.source = list(outer.source)


def _same_speaker(parse: Parse, outer: Candidate, inner: Candidate) -> bool:
    """Whether the inner cue goes on the outer one: a participle behind a comma, or a finite coordinate."""
    token = inner.token
    if parse.pos[outer.token] not in ("VERB", "AUX") or parse.pos[token] not in ("VERB", "AUX"):
        return False
    if parse.child(token, "nsubj", "nsubjpass") is not None:
        return False
    if parse.dep[token] == "advcl" and parse.tag[token] == "VBG":
        return inner.cue_range[0] > 0 and parse.lower[inner.cue_range[0] - 1] in _PARTS
    head = parse.head[token]
    aloud = (
        parse.tag[head] == "VBN" and inner.cue.kind in _SAID_ALOUD
    )  # "had passed a test and blamed a wave"
    mismatch = parse.tag[token] == "VBD" and (parse.tag[head] in _BARE or aloud)
    return parse.dep[token] == "conj" and mismatch and parse.tag[outer.token] == "VBD" and head > outer.token


def _clause(parse: Parse, inner: Candidate) -> TokenRange:
    """Return the clause of the inner cue with the conjunction before it, to the end of its content."""
    first = min(parse.left[inner.token], inner.cue_range[0])
    while first > 0 and (parse.dep[first - 1] == "cc" or parse.is_edge(first - 1)):
        first -= 1
    return first, max([parse.right[inner.token], *(last for _, last in inner.content)])
