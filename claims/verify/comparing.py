"""Claims set against what the desk has: candidates by index, each compared, the earlier one first.

Which of two is the earlier is told by publication, then capture, so it does not matter which came in last.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from claims.models import Claim

from . import readings
from .candidates import Beside, Seen, beside, found_for, open_to_matching
from .likeness import Vectors
from .relate import Proposal, compare_all

ALONE = Vectors()


@dataclass(frozen=True, slots=True)
class Compared:
    """Two claims that were set against each other, how alike they are, and the proposal if there is one."""

    earlier: Seen
    later: Seen
    score: float
    proposal: Proposal | None
    barrier: str = ""
    found_by: tuple[str, ...] = ()
    vectors: Vectors = ALONE

    @property
    def pair(self) -> frozenset[UUID]:
        """The two claims, in no order."""
        return frozenset({self.earlier.claim_id, self.later.claim_id})


@dataclass(frozen=True, slots=True)
class Look:
    """What one claim was compared with, and how long that took."""

    claim: Claim
    compared: tuple[Compared, ...]
    seconds: float
    mine: Seen | None = None

    @property
    def proposals(self) -> list[Compared]:
        """What is proposed."""
        return [item for item in self.compared if item.proposal]


def look(claim: Claim, also: Iterable[UUID] = ()) -> Look:
    """Compare a claim with its candidates, and with the claims of `also`, found or not."""
    began = time.perf_counter()
    found = {item.id: item.signals for item in found_for(claim)}
    rows = _read_now(claim, {*found, *also, claim.pk})
    mine = rows.pop(claim.pk, None)
    compared: list[Compared] = []
    if mine is not None:
        others = sorted(rows.values(), key=lambda item: item.seen.order)
        compared = _compared(mine.seen, others, found)
    return Look(claim, tuple(compared), time.perf_counter() - began, mine.seen if mine else None)


def _read_now(claim: Claim, ids: Collection[UUID]) -> dict[UUID, Beside]:
    """Return the claims as they are read now: what an earlier version read is read anew when it is found."""
    rows = beside(claim, ids)
    old = [pk for pk in ids if pk not in rows]
    if old and readings.keep(Claim.objects.filter(open_to_matching(), pk__in=old)):
        rows |= beside(claim, old)
    return rows


def _compared(
    mine: Seen, others: Sequence[Beside], found_by: Mapping[UUID, tuple[str, ...]]
) -> list[Compared]:
    """Return how a claim compares with the others, those of its own article left out."""
    apart = [other for other in others if mine.article_id is None or mine.article_id != other.seen.article_id]
    pairs = [sorted((mine, other.seen), key=lambda item: item.order) for other in apart]
    comparisons = compare_all(
        [
            (earlier.told, later.told, other.vectors)
            for (earlier, later), other in zip(pairs, apart, strict=True)
        ]
    )
    return [
        Compared(
            earlier,
            later,
            each.score,
            each.proposal,
            each.barrier,
            found_by.get(other.seen.claim_id, ()),
            other.vectors,
        )
        for (earlier, later), other, each in zip(pairs, apart, comparisons, strict=True)
    ]
