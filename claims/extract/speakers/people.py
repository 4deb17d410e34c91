"""Whether a noun names people."""

from __future__ import annotations

from functools import lru_cache

from claims.extract.lexicon.kinds import nouns
from claims.extract.lexicon.word_lists import rows
from claims.extract.reading.units import singular


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    known = {word for word, noun in nouns().items() if noun.person}
    return frozenset(known | {row[0] for row in rows("people")})


def is_people(noun: str) -> bool:
    """Whether the last word of a noun phrase, plural or not, names people."""
    return bool(noun) and singular(noun.split(" ")[-1]) in _people()
