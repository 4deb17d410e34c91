"""A later claim against an earlier one: is it the same thing, and how does it bear on it? Pure: no Django.

`compare` is the whole of it: sameness.py says how surely both speak of one thing, bearing.py how the later
one bears on the earlier. It proposes; people decide. Below THRESHOLD nothing is proposed, but the score
still ranks what was looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .bearing import Line, bearing
from .likeness import Vectors
from .meaning.told import Told
from .sameness import Sameness, sameness

MATCHER = "rules-5"
THRESHOLD = 0.56  # of the calibrated score that both claims speak of one thing


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: relation, score 0 to 1, the reason in one sentence, and the figures compared."""

    relation: str
    score: float
    reason: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two claims are (0 to 1), what keeps them apart, and the proposal if there is one."""

    score: float
    barrier: str = ""
    proposal: Proposal | None = None


def compare(earlier: Told, later: Told, vectors: Vectors) -> Comparison:
    """Return how `later` compares with `earlier`."""
    return compare_all([(earlier, later, vectors)])[0]


def compare_all(pairs: Sequence[tuple[Told, Told, Vectors]]) -> list[Comparison]:
    """Return for each pair how the later claim compares with the earlier one: many cost less at once."""
    return [
        judged(earlier, later, same) for (earlier, later, _), same in zip(pairs, sameness(pairs), strict=True)
    ]


def judged(earlier: Told, later: Told, same: Sameness, *, threshold: float = THRESHOLD) -> Comparison:
    """Return how `later` compares with `earlier`, given how surely both speak of one thing."""
    if same.score < threshold:
        return Comparison(same.score, same.barrier)
    found = bearing(earlier, later)
    proposal = Proposal(found.relation, round(same.score * found.sure, 4), found.reason, found.lines)
    return Comparison(same.score, "", proposal)


def best(proposals: Sequence[tuple[str, Proposal]], limit: int) -> list[tuple[str, Proposal]]:
    """Return the `limit` proposals with the highest scores, the highest first."""
    return sorted(proposals, key=lambda item: (-item[1].score, item[0]))[:limit]
