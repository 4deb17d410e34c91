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

from .barriers import barrier, doubt
from .likeness import Vectors, figure_pairs, kind_of_pair, measures
from .meaning.told import Told

BEHIND = 0.05  # what a barrier leaves of the score: enough to list what was looked at


@dataclass(frozen=True, slots=True)
class Sameness:
    """How surely two claims are about the same thing, 0 to 1, and what keeps them apart, if anything."""

    score: float
    barrier: str = ""


def sameness(earlier: Told, later: Told, vectors: Vectors) -> Sameness:
    """Return how surely the claims speak of the same thing."""
    likeness = weighed(earlier, later, vectors)
    model = _model()
    slope, offset = model.calibration
    kind, found = likeness.kind, likeness.found
    vote = (model.logistic(kind, found) + model.trees(kind, found)) / 2
    score = 1 / (1 + exp(-(slope * vote + offset)))
    return Sameness(score * BEHIND if likeness.decides else score, likeness.barrier)


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
    against = doubt(stops, vectors)
    if against:
        found[against] = 1.0
    return Likeness(kind_of_pair(earlier, later, pairs), found, stops, bool(stops) and not against)


@dataclass(frozen=True, slots=True)
class _Node:
    """An inner node (feature, threshold, places of its children) or a leaf (value)."""

    feature: str
    threshold: float
    left: int
    right: int
    value: float


@dataclass(frozen=True, slots=True)
class _Model:
    """The fitted weights."""

    weights: Mapping[str, Mapping[str, float]]
    forest: Sequence[Sequence[_Node]]
    start: float
    calibration: tuple[float, float]

    def logistic(self, kind: str, found: Mapping[str, float]) -> float:
        """Return the log odds of the logistic model."""
        weights = self.weights.get(kind, {})
        return weights.get("one", 0.0) + sum(weights.get(name, 0.0) * value for name, value in found.items())

    def trees(self, kind: str, found: Mapping[str, float]) -> float:
        """Return the log odds of the boosted trees."""
        seen = {**found, kind: 1.0}
        return self.start + sum(_walk(tree, seen) for tree in self.forest)


def _walk(tree: Sequence[_Node], found: Mapping[str, float]) -> float:
    node = tree[0]
    while node.feature:
        node = tree[node.left if found.get(node.feature, 0.0) <= node.threshold else node.right]
    return node.value


@cache
def _model() -> _Model:
    folder = resources.files(__package__) / "weights"
    weights: dict[str, dict[str, float]] = {}
    for line in folder.joinpath("logistic.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, name, weight = line.split("\t")
            weights.setdefault(kind, {})[name] = float(weight)
    data = json.loads(folder.joinpath("trees.json").read_text(encoding="utf-8"))
    forest = [[_Node(*node) for node in tree] for tree in data["trees"]]
    return _Model(weights, forest, data["start"], tuple(data["calibration"]))
