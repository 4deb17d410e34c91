"""Measures of matching: which pairs were proposed, with the right relation, and what should not have been.

A pair is right when the story's gold has it (derive.py). Pairs that the gold calls indirect, aspects of one
event, or leaves to taste, neither help nor harm. Look-alikes are pairs that must not be proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .derive import load, relations

RELATIONS = ("repeats", "corroborates", "updates", "contradicts", "narrows")
ASPECT = "same_event_other_aspect"
Pair = tuple[str, str]  # earlier, later
Kinds = dict[Pair, set[str]]  # the relations that are right for a pair
Given = dict[Pair, tuple[str, float]]  # relation and score


@dataclass(slots=True)
class Gold:
    """The annotated pairs of some stories."""

    claims: dict[str, str] = field(default_factory=dict)  # the story of each
    direct: Kinds = field(default_factory=dict)
    indirect: Kinds = field(default_factory=dict)
    aspects: set[Pair] = field(default_factory=set)
    either_way: set[Pair] = field(default_factory=set)
    look_alikes: set[Pair] = field(default_factory=set)

    @classmethod
    def of(cls, folders: Iterable[Path]) -> Gold:
        """Return the gold of the stories in `folders`."""
        gold = cls()
        for folder in folders:
            gold.claims |= {
                row["claim_id"]: row.get("story", folder.name) for row in load(folder / "claims.jsonl")
            }
            for row in relations(folder):
                gold._take(row)
            gold.either_way |= _pairs(folder / "ignored.jsonl")
            gold.look_alikes |= _pairs(folder / "hard.jsonl") | _pairs(folder / "hard_negatives.jsonl")
        gold.look_alikes -= gold.direct.keys() | gold.indirect.keys()
        return gold

    def _take(self, row: Mapping[str, Any]) -> None:
        pair = (row["earlier"], row["later"])
        if row["relation"] == ASPECT:
            self.aspects.add(pair)
            return
        kinds = self.direct if row["direct"] else self.indirect
        kinds.setdefault(pair, set()).add(row["relation"])

    def of_stories(self, *stories: str) -> Gold:
        """Return the part of some stories, as their later claims have it."""
        mine = {name: of for name, of in self.claims.items() if of in stories}
        return Gold(
            mine,
            {pair: kinds for pair, kinds in self.direct.items() if pair[1] in mine},
            {pair: kinds for pair, kinds in self.indirect.items() if pair[1] in mine},
            *(
                {pair for pair in pairs if pair[1] in mine}
                for pairs in (self.aspects, self.either_way, self.look_alikes)
            ),
        )

    @property
    def free(self) -> set[Pair]:
        """Pairs that neither help nor harm."""
        return (self.either_way | self.aspects | self.indirect.keys()) - self.direct.keys()

    @property
    def with_earlier(self) -> set[str]:
        """Later claims that bear on an earlier one."""
        return {pair[1] for pair in (*self.direct, *self.indirect)}

    @property
    def new(self) -> set[str]:
        """Claims that bear on nothing, nor belong to an event told of before."""
        return self.claims.keys() - self.with_earlier - {pair[1] for pair in self.aspects}


def _pairs(path: Path) -> set[Pair]:
    return {(row["earlier"], row["later"]) for row in load(path)}


def measured(gold: Gold, lines: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Return the measures by name, each 0 to 1."""
    proposed, looked = _given(gold, lines)
    counted = {pair: found for pair, found in proposed.items() if pair not in gold.free}
    found = counted.keys() & gold.direct.keys()
    right = {pair for pair in found if counted[pair][0] in gold.direct[pair]}
    repeats = [pair for pair in gold.direct.keys() & proposed.keys() if gold.direct[pair] == {"repeats"}]
    echoes = sum(proposed[pair][0] == "corroborates" for pair in repeats)
    alarms = gold.new & {pair[1] for pair in proposed}
    precision, recall = _precision_and_recall(gold, counted, "corroborates")
    return {
        "pair": _f1(len(found), len(counted), len(gold.direct)),
        "pair precision": len(found) / max(1, len(counted)),
        "pair recall": len(found) / max(1, len(gold.direct)),
        "relation": _f1(len(right), len(counted), len(gold.direct)),
        "relation macro": sum(_of(gold, counted, name) for name in RELATIONS) / len(RELATIONS),
        "top proposal": _top(gold, proposed),
        "false alarms": len(alarms) / max(1, len(gold.new)),
        "echo": echoes / max(1, len(repeats)),
        "corroborates precision": precision,
        "corroborates recall": recall,
        "look-alikes": len(proposed.keys() & gold.look_alikes) / max(1, len(gold.look_alikes)),
        "recall at 10": _recall(gold, looked, 10),
    }


def _given(gold: Gold, lines: Iterable[Mapping[str, Any]]) -> tuple[Given, Mapping[str, Mapping[str, float]]]:
    """Return what is proposed, and all that was looked at by later claim."""
    proposed: Given = {}
    looked: dict[str, dict[str, float]] = defaultdict(dict)
    for line in lines:
        pair = (line["earlier"], line["later"])
        if pair[1] not in gold.claims:
            continue
        looked[pair[1]][pair[0]] = line["score"]
        if line["relation"] in RELATIONS:
            proposed[pair] = (line["relation"], line["score"])
    return proposed, looked


def _f1(right: int, given: int, gold: int) -> float:
    return 2 * right / max(1, given + gold)


def _precision_and_recall(gold: Gold, counted: Given, name: str) -> tuple[float, float]:
    given = {pair for pair, (relation, _) in counted.items() if relation == name}
    there = {pair for pair, kinds in gold.direct.items() if name in kinds}
    return len(given & there) / max(1, len(given)), len(given & there) / max(1, len(there))


def _of(gold: Gold, counted: Given, name: str) -> float:
    precision, recall = _precision_and_recall(gold, counted, name)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _top(gold: Gold, proposed: Given) -> float:
    """Return for how many later claims with a related earlier one the best proposal is right."""
    best: dict[str, tuple[float, Pair]] = {}
    for pair, (_, score) in sorted(proposed.items()):
        if pair[1] not in best or score > best[pair[1]][0]:
            best[pair[1]] = (score, pair)
    later = gold.with_earlier
    hits = [best[name][1] for name in later if name in best]
    known = [gold.direct.get(pair, set()) | gold.indirect.get(pair, set()) for pair in hits]
    right = sum(proposed[pair][0] in kinds for pair, kinds in zip(hits, known, strict=True))
    return right / max(1, len(later))


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
