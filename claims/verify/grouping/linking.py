"""Claims fall into events by the mean of what ties all of them, never by one claim that bridges two. Pure.

The two groups that are most akin on the whole come together first, until none are akin enough (average
linkage). The outcome follows from the claims and not from the order in which they came, and claims that
nothing ties to a group have no part in what becomes of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .kin import Kin

AKIN = 0.0  # mean kinship from which two groups are one: as likely as not
PARTED = 0.02  # share of pairs of the same recurring thing on other days that keeps two groups apart
UNLIKE = 0.2  # share of pairs of other kinds of deeds that does
TURNED = 0.05  # share of pairs of attacks of opposite directions that does
NEVER = -1e9

Table = NDArray[np.float64]


def linked(kin: Kin, held: Sequence[int | None] = ()) -> list[list[int]]:
    """Return the rows in groups of one event each, the first row of each group in order.

    `held` gives the rows that stand together already, by a number for each such group: they stay together,
    and two such groups never become one.
    """
    groups = _begun(len(kin.scores), held)
    if not groups:
        return []
    links = _Links(kin, [rows for rows, _ in groups], [fixed for _, fixed in groups])
    while links.join():
        pass
    return sorted(sorted(rows) for rows in links.groups if rows)


def _begun(number: int, held: Sequence[int | None]) -> list[tuple[list[int], bool]]:
    """Return the groups to begin with, and whether each stands already."""
    given = list(held) or [None] * number
    groups: dict[tuple[bool, int], list[int]] = {}
    for row, group in enumerate(given):
        groups.setdefault((True, group) if group is not None else (False, row), []).append(row)
    return [(rows, fixed) for (fixed, _), rows in groups.items()]


class _Links:
    """The groups so far, and how akin each two are; the best partner of each is kept."""

    def __init__(self, kin: Kin, groups: list[list[int]], fixed: list[bool]) -> None:
        self.groups = groups
        self._fixed = np.array(fixed)
        self._sizes = np.array([len(rows) for rows in groups], np.float64)
        self._sums, self._parted, self._unlike, self._turned = (
            _summed(table, groups) for table in (kin.scores, kin.parted, kin.unlike, kin.turned)
        )
        self._alive = np.ones(len(groups), bool)
        means = np.array([self._means(at) for at in range(len(groups))])
        self._best, self._partner = means.max(axis=1), means.argmax(axis=1)

    def join(self) -> bool:
        """Join the two groups that are most akin; returns whether any were akin enough."""
        one = int(self._best.argmax())
        if self._best[one] < AKIN:
            return False
        one, other = sorted((one, int(self._partner[one])))
        self.groups[one] += self.groups[other]
        self.groups[other] = []
        for table in (self._sums, self._parted, self._unlike, self._turned):
            table[one] += table[other]
            table[:, one] += table[:, other]
        self._sizes[one] += self._sizes[other]
        self._fixed[one] |= self._fixed[other]
        self._alive[other] = False
        self._best[other] = NEVER
        self._look_again(one, other)
        return True

    def _look_again(self, one: int, other: int) -> None:
        """Find the best partners anew: of the joined group, and of those that had one of the two."""
        mine = self._means(one)
        self._best[one], self._partner[one] = mine.max(), int(mine.argmax())
        had = self._alive & np.isin(self._partner, (one, other))
        had[one] = False
        for row in np.flatnonzero(had):
            means = self._means(int(row))
            self._best[row], self._partner[row] = means.max(), int(means.argmax())
        nearer = self._alive & ~had & (mine > self._best)
        nearer[one] = False
        self._best[nearer], self._partner[nearer] = mine[nearer], one

    def _means(self, at: int) -> Table:
        """Return how akin a group is to each of the others, NEVER to those it cannot join."""
        pairs = self._sizes[at] * self._sizes
        means = self._sums[at] / pairs
        kept = ~self._alive
        for table, share in ((self._parted, PARTED), (self._unlike, UNLIKE), (self._turned, TURNED)):
            kept = kept | (table[at] > share * pairs)
        if self._fixed[at]:
            kept = kept | self._fixed
        kept[at] = True
        return np.where(kept, NEVER, means)


def _summed(table: NDArray[np.float32], groups: Sequence[Sequence[int]]) -> Table:
    """Return the sums over the pairs of rows of each two groups."""
    if all(len(rows) == 1 for rows in groups):
        order = [rows[0] for rows in groups]
        return table[np.ix_(order, order)].astype(np.float64)
    held = np.zeros((len(groups), len(table)))
    for at, rows in enumerate(groups):
        held[at, list(rows)] = 1
    return np.asarray(held @ table.astype(np.float64) @ held.T)
