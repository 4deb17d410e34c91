"""The words of a statement by which others are found: stems, and figures as they stand. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import combinations
from math import log

from ..meaning.words import content_words

LONGEST = 60
RARE = 200  # a word in so few claims is looked up alone
JOINED = 2_000  # two words may be looked up together when the rarer stands in so few
PAIRED = 4  # words that are paired
_FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")


def lexemes(statement: str) -> list[str]:
    """Return the stems of a statement and its figures, sorted: "1,200" is "1200"."""
    figures = (found.replace(",", "") for found in _FIGURE.findall(statement))
    return sorted({word[:LONGEST] for word in (*content_words(statement), *figures) if word})


def weights(words: Iterable[str], counts: Mapping[str, int], total: int) -> dict[str, float]:
    """Return how much each word tells: the rarer the more, nothing for one that all claims have."""
    return {word: log((total + 1) / (min(counts.get(word, 0), total) + 0.5)) for word in words}


def keys(words: Iterable[str], counts: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Return the groups of words to look up: rare words alone, others two together, the rarest first."""
    ordered = sorted(words, key=lambda word: (counts.get(word, 0), word))
    alone = [word for word in ordered if counts.get(word, 0) <= RARE][:PAIRED]
    others = [word for word in ordered if word not in alone][: PAIRED - len(alone) + 1]
    pairs = [pair for pair in combinations(others, 2) if counts.get(pair[0], 0) <= JOINED or not alone]
    return [*((word,) for word in alone), *pairs]
