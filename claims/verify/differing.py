"""How the figures of two claims stand against each other, as the matcher sees them. Pure: no Django.

One measure for all words of a unit (acres and hectares), bounds and ranges with the room they leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .bearing import inside, loose, rounded
from .figures import Figure, difference, told
from .likeness import FigurePair, pairs_of
from .meaning.counted import kind_of


@dataclass(frozen=True, slots=True)
class Against:
    """A figure of each claim, the difference in words, and whether both can hold."""

    mine: Figure
    yours: Figure
    outcome: str
    equal: bool


def against(mine: Sequence[Figure], yours: Sequence[Figure]) -> list[Against]:
    """Return the figures that count one kind of thing two by two, each taken once, in the order of `mine`."""
    left, right = set(range(len(mine))), set(range(len(yours)))
    found: dict[int, Against] = {}
    for pair in pairs_of(mine, yours):
        one, other = pair.earlier.place, pair.later.place
        if one in left and other in right:
            left.discard(one)
            right.discard(other)
            found[one] = _against(mine[one], yours[other], pair)
    return [found[place] for place in sorted(found)]


def _against(mine: Figure, yours: Figure, pair: FigurePair) -> Against:
    outcome = difference_of(mine, yours, pair)
    if pair.same:
        return Against(mine, yours, outcome, equal=True)
    if loose(pair.earlier) and inside(pair.later, pair.earlier):
        return Against(mine, yours, f"within “{told(mine)}”", equal=True)
    if loose(pair.later) and inside(pair.earlier, pair.later):
        return Against(mine, yours, f"covers “{told(mine)}”", equal=True)
    if rounded(pair.earlier, pair.later):
        return Against(mine, yours, "same, rounded", equal=True)
    return Against(mine, yours, outcome, equal=False)


def difference_of(mine: Figure, yours: Figure, pair: FigurePair) -> str:
    """Return the difference in words; figures in other units are told in the earlier one's first."""
    ours, theirs = kind_of(mine.unit)[1], kind_of(yours.unit)[1]
    if ours == theirs:
        return difference(mine, yours)
    if pair.same:
        return "same"
    low, high = (Decimal(f"{value / ours:.4g}") for value in (pair.later.low, pair.later.high))
    return f"{difference(mine, Figure(low, high, mine.unit, yours.qualifier))} in {mine.unit or 'all'}"
