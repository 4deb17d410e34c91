"""What the clause around a figure tells of it, for a claim that is nothing but a figure. Pure."""

from __future__ import annotations

import re

from .words import deeds

_BREAK = re.compile(r"[;:,–—]\s|\b(?:while|whereas|but)\b")


def deeds_around(words: str, sentence: str) -> frozenset[str]:
    """Return what was done in the clause of `sentence` that `words` stand in, else in the nearest before it.

    "Russia sent 499 drones and missiles: 479 drones and 20 missiles" says that the 20 were launched. Nothing
    when the words do not stand there: what a later clause tells may be of others.
    """
    at = sentence.find(words) if words else -1
    if at < 0:
        return frozenset()
    following = _BREAK.search(sentence, at + len(words))
    clauses = _BREAK.split(sentence[: following.start() if following else len(sentence)])
    return next((found for clause in reversed(clauses) if (found := deeds(clause))), frozenset())
