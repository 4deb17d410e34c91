"""The little English morphology that statements need: agreement, past tense, possessives."""

from __future__ import annotations

import re
from functools import lru_cache

from claims.extract.lexicon.word_lists import rows

_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_DOUBLED = re.compile(r"(?:^|[^aeiou])[aeiou][bdgklmnprt]$")  # "stop", "plan"; longer verbs are listed


def possessive(name: str) -> str:
    """Return the possessive of a name ("Ukraine's", "the officials'")."""
    return name + ("'" if name.endswith("s") else "'s")


def third_person(verb: str) -> str:
    """Return the third person singular of a verb's base form."""
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def past(verb: str) -> str:
    """Return the past tense of a verb's base form."""
    if verb in _pasts():
        return _pasts()[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    if len(verb) <= 4 and _DOUBLED.search(verb):
        return verb + verb[-1] + "ed"
    return verb + "ed"


@lru_cache(maxsize=1)
def _pasts() -> dict[str, str]:
    return {verb: past for verb, past in rows("pasts")}
