"""Whose a piece of a sentence is: content of an attribution, source, cue, or the outlet's own voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from claims.extract.reading.pieces import Piece, Sentence, noun_phrase, subject_of
from claims.extract.reading.units import TokenMap
from claims.extract.types import Attribution, Span

_QUOTES = frozenset('"“”‘’«»')


@dataclass(frozen=True, slots=True)
class Roles:
    """What each token is: content of which attribution, source or cue of which."""

    content: Mapping[int, int]
    source: Mapping[int, int]
    cue: Mapping[int, int]


def find_roles(doc: Doc, tokens: TokenMap, attributions: Sequence[Attribution]) -> Roles:
    content: dict[int, int] = {}
    source: dict[int, int] = {}
    cue: dict[int, int] = {}
    order = sorted(range(len(attributions)), key=lambda k: -sum(e - s for s, e in attributions[k].content))
    for k in order:
        _mark(tokens, attributions[k].content, content, k)
    for k in order:
        _mark(tokens, attributions[k].source or (), source, k)
        _mark(tokens, attributions[k].cue or (), cue, k)
    for i in cue:
        content.pop(i, None)
    for i, k in source.items():
        if content.get(i) == k:
            content.pop(i)
    return Roles(content, source, cue)


def _mark(tokens: TokenMap, spans: Iterable[Span], into: dict[int, int], k: int) -> None:
    for start, end in spans:
        for i in range(tokens.at(start), tokens.from_(end)):
            into[i] = k


def by_owner(sentence: Sentence, piece: Piece, roles: Roles) -> dict[int | None, list[int]]:
    """Split the tokens of a piece by the attribution whose content they are; None is own voice."""
    parts: dict[int | None, list[int]] = {}
    subject = _own_subject(sentence, piece, roles)
    for i in piece.tokens:
        if i in roles.content and i not in subject:
            parts.setdefault(roles.content[i], []).append(i)
        elif (
            (piece.kind == "relative" and i in roles.source)
            or i in subject
            or (i not in roles.source and i not in roles.cue)
        ):
            parts.setdefault(None, []).append(i)
    if None in parts and piece.kind in ("figure", "record", "item", "participle", "shared"):
        heir = _sentence_attribution(sentence, roles, piece)
        if heir is not None:
            parts.setdefault(heir, []).extend(parts.pop(None))
    if piece.kind == "relative" and len(parts) == 1 and _is_aside(sentence, piece, roles):
        parts = {None: next(iter(parts.values()))}
    for owner, tokens in parts.items():
        borrowed = [i for i in piece.borrowed if owner is None or roles.content.get(i) == owner]
        parts[owner] = sorted({*tokens, *borrowed})
    return parts


def _is_aside(sentence: Sentence, piece: Piece, roles: Roles) -> bool:
    """Whether a relative clause between commas stands before the cue that covers its sentence.

    It is the outlet's own then ("Port Vale, where nine boats sank, is safe, the ministry said"), unless it is
    part of a quotation.
    """
    first, last = min(piece.tokens), max(piece.tokens)
    doc = sentence.doc
    if first == sentence.start or doc[first - 1].text != ",":
        return False
    behind = [i for i in range(last + 1, sentence.end) if i in roles.cue]
    before = any(i in roles.cue for i in range(sentence.start, first))
    marks = any(doc[i].text in _QUOTES for i in range(sentence.start, sentence.end))
    return bool(behind) and not before and not marks


def _own_subject(sentence: Sentence, piece: Piece, roles: Roles) -> frozenset[int]:
    """Return the subject of a verb that is no cue, though a later cue makes it a source too."""
    head = sentence.doc[piece.head]
    subject = subject_of(head)
    if (
        subject is None
        or head.i in roles.cue
        or (subject.i not in roles.source and subject.i not in roles.content)
    ):
        return frozenset()
    owner = roles.source.get(subject.i, roles.content.get(subject.i))
    cue_below = any(
        k == owner and cue.head.i == head.i and cue.dep_ == "conj" and subject_of(cue) is None
        for i, k in roles.cue.items()
        if (cue := sentence.doc[i])
    )
    return frozenset(noun_phrase(sentence.doc, subject)) if cue_below else frozenset()


def _sentence_attribution(sentence: Sentence, roles: Roles, piece: Piece) -> int | None:
    """Return the attribution that stands over a figure adjunct: the nearest content or cue before it."""
    for i in range(min(piece.tokens) - 1, sentence.start - 1, -1):
        owner = roles.content.get(i, roles.cue.get(i))
        if owner is not None:
            return owner
        if (
            sentence.doc[i].tag_ in ("VBD", "VBZ", "VBP")
            and i not in roles.cue
            and not _below_cue(sentence, i, roles)
        ):
            return None
    return None


def _below_cue(sentence: Sentence, i: int, roles: Roles) -> bool:
    return any(t.i in roles.cue for t in sentence.doc[i].ancestors)
