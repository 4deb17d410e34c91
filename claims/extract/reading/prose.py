"""How much a stretch of text reads like English news prose, by plain counts over its words.

The parser has an answer for any string; this says how far to trust it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# What holds any English sentence together; other languages, tables and scanning noise have few of them.
_FUNCTION_WORDS = frozenset(
    """a an the this that these those of in on at to for from by with as about into over after before and
    or but if when while because than not no is are was were be been being has have had do does did will
    would can could may might should he she it they we you i his her its their our my who which what
    there said more all up out""".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BROKEN = re.compile(r"[A-Za-z]\d+[a-z]{2}|[A-Za-z][|@~^=<>{}\\]|[|~^=<>{}\\][A-Za-z]")
_FEW = 7  # words of a stretch too short to count over
_USUAL = 0.15  # share of function words in prose; less is ever less like it


@dataclass(frozen=True, slots=True)
class Prose:
    """Shares of 0..1: `plain` is 1 for running English, `capitals` and `broken` are 0 for it."""

    plain: float
    capitals: float
    broken: float


@lru_cache(maxsize=256)  # the claims of one sentence ask in turn
def read_prose(text: str) -> Prose:
    """Return how like prose `text` is; a stretch of few words gets the benefit of the doubt."""
    words = _WORD.findall(text)
    broken = min(1.0, 4 * len(_BROKEN.findall(text)) / max(1, len(words)))
    if len(words) < _FEW:
        return Prose(1.0 if words else 0.0, 0.0, broken)
    return Prose(_plain(words), _capitals(words), broken)


def _plain(words: Sequence[str]) -> float:
    """Return the share of function words against what prose has of them, at most 1."""
    common = sum(word.lower() in _FUNCTION_WORDS for word in words) / len(words)
    return min(1.0, common / _USUAL)


def _capitals(words: Sequence[str]) -> float:
    """Return the share of longer words that are all capitals."""
    longer = [word for word in words if len(word) > 3]
    return sum(word.isupper() for word in longer) / len(longer) if longer else 0.0
