"""Full names in statements: a surname alone says little outside of its article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from claims.extract.lexicon.kinds import titles
from claims.extract.phrasing.mentions import Entity
from claims.extract.phrasing.reference import References


def full_names(doc: Doc, tokens: Sequence[int], references: References) -> dict[int, str]:
    """Return full names for the first surname alone of each person among tokens; "" leaves a token out."""
    people, inside, instead = references.mentioned.people, frozenset(tokens), dict[int, str]()
    told: set[int] = set()
    for i in tokens:
        entity = people.get(i)
        if entity is None or id(entity) in told:
            continue
        told.add(id(entity))
        run = _run(people, i, entity)
        words = sum(doc[k].lower_.rstrip(".") not in titles() for k in run)
        whole = entity.name.split()
        if run[0] != i or words >= len(whole) or doc[run[-1]].text != whole[-1]:
            continue
        if doc[run[-1]].dep_ in ("compound", "nmod") and doc[run[-1]].head.i not in run:
            continue  # "the Holt report"
        before = doc[i - 1] if i else None
        if before is not None and i - 1 in inside and before.text[:1].isupper():
            if before.lower_.rstrip(".") not in titles():
                continue
            instead[i - 1] = ""
        instead |= dict.fromkeys(run, "")
        instead[i] = entity.name
    return instead


def _run(people: Mapping[int, Entity], i: int, entity: Entity) -> list[int]:
    run = [i]
    while people.get(run[-1] + 1) is entity:
        run.append(run[-1] + 1)
    return run
