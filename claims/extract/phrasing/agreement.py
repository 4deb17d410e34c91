"""Verbs that must agree with a name put for a pronoun, and the contractions that must be spelt out."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.extract.phrasing.inflect import third_person

_SINGULAR = {"'m": " is", "'re": " is", "'ve": " has", "'ll": " will"}
_PLURAL = {"'re": " are", "'ve": " have", "'ll": " will"}


def spell_out(doc: Doc, subject: int, instead: dict[int, str], *, plural: bool) -> None:
    """Put words for the short verb glued to a pronoun that a name stands for ("it's" is no possessive)."""
    if subject + 1 >= len(doc):
        return
    short = doc[subject + 1]
    low = short.lower_
    if low == "'s" and short.tag_ == "VBZ":
        done = any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in short.head.children)
        perfect = short.head.tag_ == "VBN" and (short.dep_ == "aux" or done)
        instead[short.i] = " has" if perfect else " is"
    elif low == "'d":
        instead[short.i] = " had" if short.head.tag_ == "VBN" else " would"
    elif low in _SINGULAR:
        instead[short.i] = (_PLURAL if plural else _SINGULAR).get(low, " are")


def agree(doc: Doc, subject: int, tokens: Sequence[int], instead: dict[int, str]) -> None:
    """Put the verbs of a subject into the third person singular."""
    spell_out(doc, subject, instead, plural=False)
    if doc[subject].dep_ not in ("nsubj", "nsubjpass"):
        return
    verb = doc[subject].head
    inside = frozenset(tokens)
    for word in _verbs(verb):
        if word.i not in inside or word.i in instead:
            continue
        if word.tag_ == "VBP" and not word.text.startswith("'"):
            instead[word.i] = {"am": "is", "are": "is"}.get(word.lower_, third_person(word.lemma_.lower()))
            if word.i + 1 < len(doc) and doc[word.i + 1].lower_ == "n't":
                instead[word.i + 1] = " not"
        elif word.lower_ == "were":
            instead[word.i] = "was"


def _verbs(verb: Token) -> list[Token]:
    """Return a verb with its auxiliaries and the verbs joined to it that share its subject."""
    found = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    shared = (
        c for c in verb.conjuncts if not any(k.dep_ in ("nsubj", "nsubjpass", "aux") for k in c.children)
    )
    return [*found, *shared]
