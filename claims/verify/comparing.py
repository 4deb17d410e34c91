"""Claims set against what the desk has: candidates by index, each compared, the earlier one first.

Which of two is the earlier is told by publication, then capture, so it does not matter which came in last.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from claims.models import Claim

from .candidates import Seen, candidate_ids, seen
from .likeness import Vectors
from .meaning.told import Told
from .meaning.words import overlap
from .relate import Proposal, compare


@dataclass(frozen=True, slots=True)
class Compared:
    """Two claims that were set against each other, how alike they are, and the proposal if there is one."""

    earlier: Seen
    later: Seen
    score: float
    proposal: Proposal | None
    barrier: str = ""
    found_by: tuple[str, ...] = ()

    @property
    def pair(self) -> frozenset[UUID]:
        """The two claims, in no order."""
        return frozenset({self.earlier.claim.pk, self.later.claim.pk})


@dataclass(frozen=True, slots=True)
class Look:
    """What one claim was compared with, and how long that took."""

    claim: Claim
    compared: tuple[Compared, ...]
    seconds: float

    @property
    def proposals(self) -> list[Compared]:
        """What is proposed."""
        return [item for item in self.compared if item.proposal]


def look(claim: Claim, also: Iterable[UUID] = ()) -> Look:
    """Compare a claim with its candidates, and with the claims of `also`, found or not."""
    began = time.perf_counter()
    found = {pk: ("index",) for pk in candidate_ids(claim)}
    ids = {*found, *also} - {claim.pk}
    rows = seen({*ids, claim.pk}) if ids else {}
    mine = rows.pop(claim.pk, None)
    compared = []
    if mine is not None:
        others = sorted(rows.values(), key=lambda item: item.order)
        compared = [
            each
            for other in others
            if (each := compare_two(mine, other, found.get(other.claim.pk, ()))) is not None
        ]
    return Look(claim, tuple(compared), time.perf_counter() - began)


def compare_two(one: Seen, other: Seen, found_by: tuple[str, ...] = ()) -> Compared | None:
    """Return how two claims compare, None when they stand in one article."""
    if one.article_id == other.article_id:
        return None
    earlier, later = sorted((one, other), key=lambda item: item.order)
    found = compare(earlier.told, later.told, _alike(earlier.told, later.told))
    return Compared(earlier, later, found.score, found.proposal, found.barrier, found_by)


def _alike(earlier: Told, later: Told) -> Vectors:
    """Return likeness of words in the place of cosines, for claims whose vectors are not stored."""
    words = overlap(earlier.words, later.words)
    around = overlap(earlier.around, later.around)
    return Vectors(0.5 + 0.45 * words, 0.5 + 0.45 * words, 0.7 + 0.3 * around)
