"""Atoms that somebody asked for: a stretch of the text given as a claim, whatever the cuts make of it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from claims.extract.cuts.atoms import Atom, sentence_spans
from claims.extract.reading.segment import Paragraph
from claims.extract.reading.units import TokenMap
from claims.extract.types import Attribution, Span


def with_wanted(
    doc: Doc,
    paragraphs: Sequence[Paragraph],
    attributions: Sequence[Attribution],
    atoms: Sequence[Atom],
    wanted: Sequence[Span],
) -> list[Atom]:
    """Return the atoms, and one for each wanted stretch of this text that none of them touches."""
    if not wanted:
        return list(atoms)
    tokens, taken = TokenMap(doc), {i for atom in atoms for i in atom.tokens}
    sentences = [s for p in paragraphs for s in sentence_spans(doc, tokens, p)]
    end_of_text = doc[-1].idx + len(doc[-1])
    added: list[Atom] = []
    for start, end in wanted:
        if not 0 <= start < end <= end_of_text:
            continue
        inside = [i for i in range(tokens.at(start), tokens.from_(end)) if not doc[i].is_space]
        if inside and taken.isdisjoint(inside):
            added.append(_atom(doc, inside, sentences, _owner(attributions, start, end)))
            taken |= set(inside)
    return sorted([*atoms, *added], key=lambda atom: atom.tokens[0]) if added else list(atoms)


def _atom(doc: Doc, inside: Sequence[int], sentences: Sequence[Span], owner: int | None) -> Atom:
    """Return the atom of the tokens: a figure beside the sentence's clause, unless it has a verb."""
    own = set(inside)
    head = next((i for i in inside if doc[i].head.i not in own or doc[i].head.i == i), inside[0])
    alone = (inside[0], inside[-1] + 1)
    sentence = next((s for s in sentences if s[0] <= inside[0] < s[1]), alone)
    verbal = any(doc[i].pos_ in ("VERB", "AUX") for i in inside)
    return Atom(tuple(inside), owner, "main" if verbal else "figure", head, sentence)


def _owner(attributions: Sequence[Attribution], start: int, end: int) -> int | None:
    """Return the index of the attribution whose content holds the whole stretch."""
    for number, attribution in enumerate(attributions):
        if any(first <= start and end <= last for first, last in attribution.content):
            return number
    return None
