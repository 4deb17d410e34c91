"""How surely two claims speak of the same thing: a fitted model over the measures of likeness.py. Pure.

Two models vote with equal weight: a logistic one, whose weights can be read (weights/logistic.tsv), and small
boosted trees for what depends on each other (weights/trees.json). Both were fitted on annotated stories, one
story left out at a time (docs/matching.md); `calibration` brings their vote to a share of right answers. A
barrier (barriers.py) overrules them, or is one more measure where the words are alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp
from typing import Any

import numpy as np

from .barriers import UNLIKE_WORDS, barrier, doubt
from .likeness import Vectors, figure_pairs, kind_of_pair, measures
from .meaning.told import Told

BEHIND = 0.05  # what a barrier leaves of the score: enough to list what was looked at

HELD = 0.5  # of pairs that are kept apart by their words alone: first among what was looked at


@dataclass(frozen=True, slots=True)
class Sameness:
    """How surely two claims are about the same thing, 0 to 1, and what keeps them apart, if anything."""

    score: float
    barrier: str = ""


def sameness(pairs: Sequence[tuple[Told, Told, Vectors]]) -> list[Sameness]:
    """Return how surely the claims of each pair (earlier, later, vectors) speak of the same thing."""
    model = _model()
    slope, offset = model.calibration
    weighed_pairs = [weighed(*pair) for pair in pairs]
    found = []
    for likeness, trees in zip(weighed_pairs, model.trees(weighed_pairs), strict=True):
        vote = (model.logistic(likeness.kind, likeness.found) + trees) / 2
        score = 1 / (1 + exp(-(slope * vote + offset)))
        score = behind(score, likeness.barrier) if likeness.decides else score
        found.append(Sameness(score, likeness.barrier))
    return found


def behind(score: float, stops: str) -> float:
    """Return what a barrier leaves of a score: never enough to be proposed."""
    return score * (HELD if stops == UNLIKE_WORDS else BEHIND)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two claims have in common, what keeps them apart, and whether that decides or is weighed."""

    kind: str
    found: Mapping[str, float]
    barrier: str
    decides: bool


def weighed(earlier: Told, later: Told, vectors: Vectors) -> Likeness:
    """Return the evidence that the model is given."""
    pairs = figure_pairs(earlier, later)
    found = measures(earlier, later, vectors, pairs)
    stops = barrier(earlier, later, vectors, pairs)
    against = doubt(stops, vectors, pairs)
    if against:
        found[against] = 1.0
    return Likeness(kind_of_pair(earlier, later, pairs), found, stops, bool(stops) and not against)


@dataclass(frozen=True, slots=True)
class _Forest:
    """All nodes of all trees in a row, walked together: a leaf leads to itself on both sides."""

    names: Mapping[str, int]  # the column of each measure; the last column is nobody's
    column: Any
    threshold: Any
    branch: Any  # two for each node: the one up to its threshold, the one above it
    value: Any
    roots: Any
    depth: int

    @classmethod
    def of(cls, trees: Sequence[Sequence[Sequence[Any]]]) -> _Forest:
        """Return the trees of rows (measure, threshold, place of the lower, of the higher branch, value)."""
        names = {row[0]: 0 for tree in trees for row in tree if row[0]}
        names = {name: number for number, name in enumerate(sorted(names))}
        roots = [sum(map(len, trees[:number])) for number in range(len(trees))]
        nodes = [
            (root, place, row)
            for root, tree in zip(roots, trees, strict=True)
            for place, row in enumerate(tree)
        ]
        ends = [
            (root + row[2], root + row[3]) if row[0] else (root + place,) * 2 for root, place, row in nodes
        ]
        return cls(
            names,
            np.array([names.get(row[0], len(names)) for _, _, row in nodes]),
            np.array([float(row[1]) for _, _, row in nodes]),
            np.array(ends).ravel(),
            np.array([float(row[4]) for _, _, row in nodes]),
            np.array(roots),
            max(map(_depth, trees)),
        )

    def votes(self, pairs: Sequence[Likeness]) -> list[float]:
        """Return the sum of what the trees say of each pair; all pairs walk down together."""
        width = len(self.names) + 1
        cells = np.zeros((len(pairs), width))
        for row, pair in zip(cells, pairs, strict=True):
            for name, value in pair.found.items():
                if name in self.names:
                    row[self.names[name]] = value
            if pair.kind in self.names:
                row[self.names[pair.kind]] = 1.0
        first = np.arange(len(pairs))[:, None] * width  # where the cells of a pair begin
        at = np.broadcast_to(self.roots, (len(pairs), len(self.roots)))
        for _ in range(self.depth):
            above = cells.take(first + self.column.take(at)) > self.threshold.take(at)
            at = self.branch.take(2 * at + above)
        return [float(total) for total in self.value.take(at).sum(axis=1)]


def _depth(tree: Sequence[Sequence[Any]], place: int = 0) -> int:
    measure, _, low, high, _ = tree[place]
    return 1 + max(_depth(tree, low), _depth(tree, high)) if measure else 0


@dataclass(frozen=True, slots=True)
class _Model:
    """The fitted weights."""

    weights: Mapping[str, Mapping[str, float]]
    forest: _Forest
    start: float
    calibration: tuple[float, float]

    def logistic(self, kind: str, found: Mapping[str, float]) -> float:
        """Return the log odds of the logistic model."""
        weights = self.weights.get(kind, {})
        return weights.get("one", 0.0) + sum(weights.get(name, 0.0) * value for name, value in found.items())

    def trees(self, pairs: Sequence[Likeness]) -> list[float]:
        """Return the log odds of the boosted trees for each pair."""
        return [self.start + vote for vote in self.forest.votes(pairs)]


@cache
def _model() -> _Model:
    folder = resources.files(__package__) / "weights"
    weights: dict[str, dict[str, float]] = {}
    for line in folder.joinpath("logistic.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, name, weight = line.split("\t")
            weights.setdefault(kind, {})[name] = float(weight)
    data = json.loads(folder.joinpath("trees.json").read_text(encoding="utf-8"))
    return _Model(weights, _Forest.of(data["trees"]), data["start"], tuple(data["calibration"]))
