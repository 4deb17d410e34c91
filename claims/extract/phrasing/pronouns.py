"""Names for the third-person pronouns of a statement, where it is plain whom they stand for.

A pronoun stays where the statement itself names what it stands for before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from claims.extract.phrasing.agreement import agree, spell_out
from claims.extract.phrasing.inflect import possessive
from claims.extract.phrasing.mentions import Entity
from claims.extract.phrasing.reference import References


def third_person_names(doc: Doc, tokens: Sequence[int], references: References) -> dict[int, str]:
    """Return names for the pronouns of a claim whose antecedents are not in it."""
    instead: dict[int, str] = {}
    told: set[int] = set()
    for i in tokens:
        entity = references.found.get(i)
        if entity is None:
            told |= {id(known) for known in references.entities_at(i)}
        elif id(entity) not in told:
            told.add(id(entity))
            word = _words(doc, i, entity, tokens)
            if word:
                instead[i] = word
                if doc[i].lower_ == "they" and entity.sort == "thing":
                    agree(doc, i, tokens, instead)
                elif doc[i].tag_ == "PRP":
                    spell_out(doc, i, instead, plural=entity.sort == "group")
    return instead


def _words(doc: Doc, i: int, entity: Entity, tokens: Sequence[int]) -> str:
    """Return the words for one pronoun, "" where they would read twice or not at all."""
    token = doc[i]
    if not entity.name or token.lower_.endswith(("self", "selves")):
        return ""
    last = entity.name.split()[-1]
    if any(doc[k].text == last for k in tokens if k != i):
        return ""
    owner = token.tag_ == "PRP$" or token.dep_ == "poss" or token.lower_ in ("hers", "theirs")
    return possessive(entity.name) if owner else entity.name
