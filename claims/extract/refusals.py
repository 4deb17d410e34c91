"""Which pieces of a sentence are no claims after all, seen with the attributions around them."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from . import nonclaims
from .edges import words_of
from .owners import Roles
from .pieces import ALONE, Piece, Sentence, is_finite, subject_of
from .segment import Paragraph
from .types import Attribution


def is_no_claim(
    sentence: Sentence,
    piece: Piece,
    owner: int | None,
    tokens: list[int],
    roles: Roles,
    attributions: Sequence[Attribution],
    paragraph: Paragraph,
) -> bool:
    """Whether a piece with these tokens, under this attribution, claims nothing."""
    doc = sentence.doc
    text = words_of(doc, tokens)
    words = [i for i in tokens if any(c.isalnum() for c in doc[i].text)]
    if not words or nonclaims.is_question(text, doc[tokens[-1] + 1 : tokens[-1] + 4].text):
        return True
    if nonclaims.is_formula(text) or nonclaims.is_imperative(doc, tokens):
        return True
    if not all(i in roles.content for i in tokens) and nonclaims.is_absent_attribution(text):
        return True
    if all(doc[i].tag_ in ("PRP", "DT", "PRP$", "WP") for i in words) or _modifies_source(doc, tokens, roles):
        return piece.kind != "relative"
    if owner is None:
        return _is_no_own_claim(sentence, piece, tokens, roles, paragraph)
    if attributions[owner].negated:
        return True
    figures = any(f.start in tokens for f in sentence.figures.values())
    return len(words) < 2 and not figures and piece.kind != "main"


def _modifies_source(doc: Doc, tokens: list[int], roles: Roles) -> bool:
    """Whether the words are a relative clause about the source ("who got a cheer of his own")."""
    first = doc[tokens[0]]
    if first.tag_ not in ("WP", "WDT") or first.head.dep_ != "relcl":
        return False
    return first.head.head.i in roles.source


def _is_no_own_claim(
    sentence: Sentence, piece: Piece, tokens: list[int], roles: Roles, paragraph: Paragraph
) -> bool:
    """Whether words outside every attribution make no claim of the outlet's."""
    doc = sentence.doc
    text = words_of(doc, tokens)
    if len(tokens) < 6 and nonclaims.is_absent_attribution(doc[sentence.start : sentence.end].text):
        return True
    if piece.kind == "item" and not any(doc[i].pos_ in ("VERB", "AUX", "NUM") for i in tokens):
        return True  # "Northam; Kaine's wife; and dozens of others"
    if piece.kind in ALONE:
        return False
    if paragraph.kind == "list_item" and not roles.content.keys() & set(sentence.tokens()):
        return len(text.split()) < 2
    head = doc[piece.head]
    if head.i in roles.cue or head.i not in tokens:
        return True
    figures = sum(f.start in tokens and not f.is_age for f in sentence.figures.values())
    return not _stands_alone(sentence, piece, tokens, roles) or nonclaims.is_stance(head, figures=figures)


def _stands_alone(sentence: Sentence, piece: Piece, tokens: list[int], roles: Roles) -> bool:
    """Whether the piece has a finite verb, and a subject that is its own."""
    doc, head = sentence.doc, sentence.doc[piece.head]
    if (
        piece.kind == "clause"
        and piece.borrowed
        and any(f.start in tokens for f in sentence.figures.values())
    ):
        return True
    if not any(is_finite(doc[i]) for i in tokens if doc[i].pos_ in ("VERB", "AUX")):
        return False
    subject = subject_of(head)
    if (
        subject is not None
        and subject.i not in tokens
        and (subject.i in roles.cue or subject.i in roles.content)
    ):
        return False
    return len(tokens) >= 3 or any(f.start in tokens for f in sentence.figures.values())
