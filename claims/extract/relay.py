"""Reports passed on: "P, the ministry said on Monday, according to state media".

The outermost attribution is the medium's; for a claim the source is whoever said it first, and the
medium is what it came through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from .cues import cue_of
from .types import Attribution, Span

_PASSES_ON = frozenset({"according to", "cite", "quote"})
_SPEECH = 3  # strength of cues that report wherever they stand


def relayed(doc: Doc, attributions: Sequence[Attribution]) -> dict[int, Attribution]:
    """Return, by the number of the outer attribution, what it passes on as an attribution of its own."""
    found: dict[int, Attribution] = {}
    for number, outer in enumerate(attributions):
        if outer.cue is None or outer.follows is not None or outer.cue_lemma not in _PASSES_ON:
            continue
        inner = next((a for span in outer.content if (a := _inside(doc, span, outer))), None)
        if inner is not None:
            found[number] = inner
    return found


def first_hand(attributions: Sequence[Attribution], inner: dict[int, Attribution]) -> list[Attribution]:
    """Return the attributions with those passed on in place of the outer ones, the medium as `via`."""
    return [
        replace(inner[k], via=(*inner[k].via, outer.speaker.canonical))
        if k in inner and outer.speaker is not None
        else outer
        for k, outer in enumerate(attributions)
    ]


def _inside(doc: Doc, span: Span, outer: Attribution) -> Attribution | None:
    """Return the attribution that makes up a content from end to end, or None."""
    words = doc.char_span(*span, alignment_mode="contract")
    if words is None:
        return None
    for token in words:
        cue = cue_of("verb", token.lemma_.lower()) if token.pos_ == "VERB" else None
        if cue is None or cue.strength < _SPEECH or token.tag_ not in ("VBD", "VBZ", "VBP"):
            continue
        subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
        clause = next((c for c in token.children if c.dep_ == "ccomp"), None)
        if subject is None or clause is None or subject.tag_ in ("WDT", "WP"):
            continue
        if (
            clause.i > token.i
            or clause.left_edge.i > words.start + 2
            or any(t.i in range(words.start, words.end) for t in token.ancestors)
        ):
            continue
        parts = [_span(doc, subject, words.start, words.end), _span(doc, clause, words.start, words.end)]
        said = (token.idx, token.idx + len(token.text))
        if all(parts) and not any(c.dep_ == "neg" for c in token.children):
            return replace(outer, source=(parts[0],), content=(parts[1],), cue=(said,), cue_lemma=cue.lemma,
                           kind=cue.kind)  # fmt: skip
    return None


def _span(doc: Doc, token: Token, first: int, last: int) -> Span:
    """Return the code points of a subtree within tokens, edge marks left out."""
    start, end = max(token.left_edge.i, first), min(token.right_edge.i + 1, last)
    while start < end and doc[start].is_punct:
        start += 1
    while end > start and doc[end - 1].text in (",", ";", "—", "–"):
        end -= 1
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)
