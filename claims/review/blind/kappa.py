"""How far two people agree beyond chance: Cohen's kappa with its interval. Pure.

Cohen (1960), "A coefficient of agreement for nominal scales"; the standard error is that of Fleiss, Cohen
and Everitt (1969), "Large sample standard errors of kappa and weighted kappa", for a kappa that is not zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt

FEWEST = 10  # pairs below which nothing is said
Z = 1.959963984540054  # of a 95 % interval


@dataclass(frozen=True)
class Agreement:
    """How `pairs` of decisions agree. `kappa` and its 95 % interval are None where they mean nothing.

    That is when there are too few pairs, and when all decisions are the same: nothing is left to chance.
    """

    pairs: int
    same: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def too_few(self) -> bool:
        """Whether there are too few pairs to say anything."""
        return self.pairs < FEWEST

    @property
    def share(self) -> float:
        """The part of the pairs that agree, 0 to 1; 0 for none."""
        return self.same / self.pairs if self.pairs else 0.0


def agreement(pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Return how the decisions of the first and the second of each pair agree."""
    same = sum(one == other for one, other in pairs)
    if len(pairs) < FEWEST:
        return Agreement(len(pairs), same)
    found = kappa(pairs)
    if found is None:
        return Agreement(len(pairs), same)
    value, error = found
    return Agreement(len(pairs), same, value, max(-1.0, value - Z * error), min(1.0, value + Z * error))


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[float, float] | None:
    """Return Cohen's kappa and its standard error, None when chance alone would make all pairs agree."""
    count = len(pairs)
    if not count:
        return None
    cells = {cell: n / count for cell, n in Counter(pairs).items()}
    rows, columns = Counter[Hashable](), Counter[Hashable]()
    for (one, other), part in cells.items():
        rows[one] += part  # type: ignore[assignment]
        columns[other] += part  # type: ignore[assignment]
    observed = sum(part for (one, other), part in cells.items() if one == other)
    chance = sum(rows[each] * columns[each] for each in rows)
    if 1 - chance < 1e-12:
        return None
    value = (observed - chance) / (1 - chance)
    spread = 0.0
    for (one, other), part in cells.items():
        beside = rows[other] + columns[one]
        if one == other:
            spread += part * (1 - (rows[one] + columns[one]) * (1 - value)) ** 2
        else:
            spread += part * (1 - value) ** 2 * beside**2
    spread -= (value - chance * (1 - value)) ** 2
    return value, sqrt(max(0.0, spread)) / ((1 - chance) * sqrt(count))
