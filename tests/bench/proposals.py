"""Measures of matching: which pairs were proposed, with the right relation, and what should not have been.

A pair is right when the story's gold has it (derive.py). Pairs that the gold calls indirect, or leaves to
taste, neither help nor harm. Look-alikes are pairs that must not be proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .derive import load, relations

RELATIONS = ("repeats", "corroborates", "updates", "contradicts", "narrows")
Pair = tuple[str, str]  # earlier, later


@dataclass(slots=True)
class Gold:
    """The annotated pairs of some stories."""

    claims: set[str] = field(default_factory=set)
    direct: dict[Pair, str] = field(default_factory=dict)
    indirect: dict[Pair, str] = field(default_factory=dict)
    either_way: set[Pair] = field(default_factory=set)
    look_alikes: set[Pair] = field(default_factory=set)

    @classmethod
    def of(cls, folders: Iterable[Path]) -> Gold:
        """Return the gold of the stories in `folders`."""
        gold = cls()
        for folder in folders:
            gold.claims |= {row["claim_id"] for row in load(folder / "claims.jsonl")}
            for row in relations(folder):
                kind = gold.direct if row["direct"] else gold.indirect
                kind[row["earlier"], row["later"]] = row["relation"]
            gold.either_way |= {(row["earlier"], row["later"]) for row in load(folder / "ignored.jsonl")}
            gold.look_alikes |= {(row["earlier"], row["later"]) for row in load(folder / "hard.jsonl")}
        gold.look_alikes -= gold.direct.keys() | gold.indirect.keys()
        return gold

    @property
    def free(self) -> set[Pair]:
        """Pairs that neither help nor harm."""
        return (self.either_way | self.indirect.keys()) - self.direct.keys()


def measured(gold: Gold, lines: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Return the measures by name, each 0 to 1."""
    proposed: dict[Pair, tuple[str, float]] = {}
    looked: dict[str, dict[str, float]] = defaultdict(dict)
    for line in lines:
        pair = (line["earlier"], line["later"])
        looked[pair[1]][pair[0]] = line["score"]
        if line["relation"] in RELATIONS:
            proposed[pair] = (line["relation"], line["score"])
    counted = {pair: found for pair, found in proposed.items() if pair not in gold.free}
    found = counted.keys() & gold.direct.keys()
    right = {pair for pair in found if counted[pair][0] == gold.direct[pair]}
    repeats = [pair for pair in found if gold.direct[pair] == "repeats"]
    return {
        "pair": _f1(len(found), len(counted), len(gold.direct)),
        "pair precision": len(found) / max(1, len(counted)),
        "pair recall": len(found) / max(1, len(gold.direct)),
        "relation": _f1(len(right), len(counted), len(gold.direct)),
        "relation macro": sum(_of(gold, counted, right, name) for name in RELATIONS) / len(RELATIONS),
        "top proposal": _top(gold, proposed),
        "echo": sum(counted[pair][0] == "corroborates" for pair in repeats) / max(1, len(repeats)),
        "look-alikes": len(proposed.keys() & gold.look_alikes) / max(1, len(gold.look_alikes)),
        "recall at 10": _recall(gold, looked, 10),
    }


def _f1(right: int, given: int, gold: int) -> float:
    return 2 * right / max(1, given + gold)


def _of(gold: Gold, counted: Mapping[Pair, tuple[str, float]], right: set[Pair], name: str) -> float:
    given = sum(relation == name for relation, _ in counted.values())
    there = sum(relation == name for relation in gold.direct.values())
    return _f1(sum(gold.direct[pair] == name for pair in right), given, there)


def _top(gold: Gold, proposed: Mapping[Pair, tuple[str, float]]) -> float:
    """Return for how many later claims with a related earlier one the best proposal is right."""
    best: dict[str, tuple[float, Pair]] = {}
    for pair, (_, score) in sorted(proposed.items()):
        if pair[1] not in best or score > best[pair[1]][0]:
            best[pair[1]] = (score, pair)
    later = {pair[1] for pair in (*gold.direct, *gold.indirect)}
    known = {**gold.indirect, **gold.direct}
    hits = (best[name][1] for name in later if name in best)
    return sum(known.get(pair) == proposed[pair][0] for pair in hits) / max(1, len(later))


def _recall(gold: Gold, looked: Mapping[str, Mapping[str, float]], depth: int) -> float:
    wanted: dict[str, set[str]] = defaultdict(set)
    for earlier, later in gold.direct:
        wanted[later].add(earlier)
    shares = []
    for later, ids in wanted.items():
        seen = looked.get(later, {})
        first = sorted(seen, key=lambda name: (-seen[name], name))[:depth]
        shares.append(len(ids & set(first)) / min(depth, len(ids)))
    return sum(shares) / max(1, len(shares))
