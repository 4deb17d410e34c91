"""Where the event of a claim was."""

from __future__ import annotations

from spacy.tokens import Doc

from .atoms import Atom

_BEFORE = frozenset({"in", "at", "near", "outside", "from", "across", "into"})


def place_of(doc: Doc, atom: Atom) -> str | None:
    """Return the first place name behind a preposition of place in the claim."""
    inside = set(atom.tokens)
    for entity in doc[atom.sentence[0] : atom.sentence[1]].ents:
        if entity.label_ in ("GPE", "LOC", "FAC") and entity.start in inside and entity.start > 0:
            before = doc[entity.start - 1]
            before = doc[max(0, entity.start - 2)] if before.tag_ == "DT" else before
            if before.lower_ in _BEFORE:
                return str(entity.text)
    return None
