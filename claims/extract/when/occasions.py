"""Words for what happens on a day: what an article can be about from start to end, and what claims refer to.

A `sudden` event or a `contest` is followed by the rest of an article; a `gathering` has to be named again
("during the meeting").
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Token

_LEXICON = Path(__file__).parents[1] / "lexicon" / "events.tsv"
_CLASSES = {"VERB": "verb", "NOUN": "noun", "PROPN": "noun"}


@lru_cache(maxsize=1)
def occasions() -> dict[tuple[str, str], str]:
    """Return (lemma, word class) -> sudden, contest or gathering."""
    lines = _LEXICON.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {(lemma, word_class): kind for lemma, word_class, kind in rows}


def occasion(token: Token) -> str:
    """Return what a word names: sudden, contest, gathering, or ""."""
    return occasions().get((token.lemma_.lower(), _CLASSES.get(token.pos_, "")), "")


def kinds_of(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the kinds of event that words name."""
    return frozenset(kind for token in tokens if (kind := occasion(token)))


def names_again(token: Token) -> bool:
    """Whether a noun takes up an event told before: "the match", "that raid", "its collapse"."""
    if token.pos_ not in ("NOUN", "PROPN") or not occasion(token):
        return False
    return any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "its", "their")
        for c in token.children
    )
