"""Which pairs of claims stay proposed when a claim has very many neighbours. Pure: no Django.

A pair stays when it is among the strongest of the earlier claim, or among the strongest of the later one.
Which pairs those are follows from the claims alone: a pair that stays among all of them stays among any
part of them. So claims may come in any order, each new pair pushing out at most what it outdoes on both ends.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

KEPT = 12  # later claims on one earlier claim, and earlier claims of one later claim
Reach = Mapping[Hashable, Collection[float]]


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of claims, and how strong it is; no two pairs are equally strong."""

    earlier: Hashable
    later: Hashable
    strength: float


def strength(score: float, *words: str) -> float:
    """Return a score with a trace of the words of the pair, which puts equal scores in an order."""
    digest = hashlib.blake2b("\0".join(words).encode(), digest_size=4).digest()
    return round(score, 4) + int.from_bytes(digest, "big") / 2**32 * 1e-5


def pushed_out(links: Collection[Link], on_earlier: Reach, of_later: Reach, kept: int = KEPT) -> list[Link]:
    """Return the links that are among the `kept` strongest of neither of their claims.

    `on_earlier` and `of_later` hold, by claim, the strengths of what stands there beside the links.
    """
    earlier: dict[Hashable, set[float]] = defaultdict(set)
    later: dict[Hashable, set[float]] = defaultdict(set)
    for link in links:
        earlier[link.earlier].add(link.strength)
        later[link.later].add(link.strength)
    for places, more in ((earlier, on_earlier), (later, of_later)):
        for claim, strengths in more.items():
            places[claim].update(strengths)
    return [
        link
        for link in links
        if _place(link, earlier[link.earlier]) >= kept and _place(link, later[link.later]) >= kept
    ]


def _place(link: Link, strengths: Iterable[float]) -> int:
    """Return how many are stronger."""
    return sum(other > link.strength for other in strengths)
