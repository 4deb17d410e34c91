"""What the statement of a claim says for itself: figures, the days and the place of its event, a denial."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from claims.extract.cuts.atoms import Atom
from claims.extract.figures.quantities import find_quantities
from claims.extract.judging.worth import Evidence, modality
from claims.extract.reading.language_model import clean_text, parse_texts
from claims.extract.reading.parse import text_of
from claims.extract.types import Modality, Quantity
from claims.extract.when.days import Days
from claims.extract.when.event_dates import Asked, Calendar
from claims.extract.when.place import Places
from claims.extract.when.tense import is_future, main_verb

_PER = re.compile(r",?\s+(?:per|according to|says|said)\s+[^,;]+(?:,[^,;]+)?\s*[.!?]?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class StatementRead:
    """A statement read by itself; offsets of its quantities are those of the statement."""

    quantities: tuple[Quantity, ...]
    days: Days | None
    place: str | None
    modality: Modality


def read_statements(statements: Sequence[str], published: date | None) -> list[StatementRead]:
    """Return each statement read by itself, the words that name its source left out."""
    texts = [_PER.sub("", clean_text(statement)) or statement for statement in statements]
    return [_read(doc, published) for doc in parse_texts(texts)] if texts else []


def _read(doc: Doc, published: date | None) -> StatementRead:
    if not len(doc):
        return StatementRead((), None, None, "asserted")
    head = next((t.i for t in doc if t.dep_ == "ROOT"), 0)
    atom = Atom(tuple(range(len(doc))), None, "main", head, (0, len(doc)))
    verb = main_verb(doc, atom)
    ahead = bool(is_future(verb))
    asked = Asked(atom.tokens, verb, atom.sentence, frozenset(), frozenset(), future=ahead)
    days = Calendar(doc, published).date_in(asked, None)
    place = Places(doc, frozenset()).of(atom, days, stated=True)
    mode = modality(
        Evidence(
            text=text_of(doc),
            direct=False,
            attributed=False,
            figures=0,
            dated=days is not None,
            past=True,
            future=ahead,
            verb=verb.lemma_.lower() if verb is not None else "",
        )
    )
    return StatementRead(tuple(find_quantities(doc)), days, place, mode)
