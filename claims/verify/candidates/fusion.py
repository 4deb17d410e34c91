"""Several lists of candidates made one: high in any of them is high in it. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

# Of reciprocal rank fusion. With the usual 60, the fortieth place in three lists is worth more than the first
# in two: what resembles each other crowds out what one signal is sure of.
STEADY = 10

# What each signal is worth, and how a journalist would say it.
WEIGHTS = {"figure": 1.0, "words": 0.7, "text": 1.0, "context": 0.9}
SAID = {
    "figure": "near figure",
    "words": "same rare words",
    "text": "alike in wording",
    "context": "alike in setting",
}


@dataclass(frozen=True, slots=True)
class Fused:
    """A claim with its place among all signals, from 0 on, and what found it, strongest first."""

    id: UUID
    score: float
    signals: tuple[str, ...]


def fuse(lists: Mapping[str, Iterable[UUID]], limit: int) -> list[Fused]:
    """Return the `limit` claims that stand highest over all lists, the best first; the score is 0 to 1."""
    parts: dict[UUID, dict[str, float]] = {}
    for signal, ids in lists.items():
        for rank, found in enumerate(ids):
            parts.setdefault(found, {})[signal] = WEIGHTS[signal] / (STEADY + rank)
    best = sum(WEIGHTS.values()) / STEADY
    fused = [_fused(found, shares, best) for found, shares in parts.items()]
    return sorted(fused, key=lambda item: (-item.score, item.id))[:limit]


def _fused(found: UUID, shares: Mapping[str, float], best: float) -> Fused:
    order = sorted(shares, key=lambda signal: (-shares[signal], signal))
    return Fused(found, sum(shares.values()) / best, tuple(SAID[signal] for signal in order))
