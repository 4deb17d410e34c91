"""From annotated threads to relations between claims: what a story's gold files say of each pair.

A story names for each claim the thread it belongs to (one quantity of one thing, or one proposition), who
stands behind it (`origin`) and whose side that is (`chain`). The relation of two claims of one thread
follows; what does not follow is written by hand and overrules it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

ROUND = 0.015  # 70.4 told as 70
Row = Mapping[str, Any]


def load(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file, none when it is not there."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def relations(folder: Path) -> list[dict[str, Any]]:
    """Return all related pairs of a story: earlier, later, relation, direct; as annotated, where they are."""
    annotated = load(folder / "relations.jsonl")
    if annotated:
        return [{"direct": True, **row} for row in annotated]
    order = {row["doc_id"]: place for place, row in enumerate(load(folder / "docs.jsonl"))}
    claims = sorted(load(folder / "claims.jsonl"), key=lambda row: order[row["doc_id"]])
    kinds = {row["thread"]: row["kind"] for row in load(folder / "threads.jsonl")}
    found = {(row["earlier"], row["later"]): row for row in _of_threads(claims, kinds)}
    by_hand = {(row["earlier"], row["later"]): {"direct": True, **row} for row in load(folder / "hand.jsonl")}
    return list({**found, **by_hand}.values())


def _of_threads(claims: Sequence[Row], kinds: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for one, other in combinations(claims, 2):
        if one["thread"] != other["thread"] or one["doc_id"] == other["doc_id"]:
            continue
        between = [c for c in claims if c["thread"] == one["thread"] and _is_between(claims, one, c, other)]
        yield {
            "earlier": one["claim_id"],
            "later": other["claim_id"],
            "relation": relation(one, other, kinds[one["thread"]]),
            "direct": not any(_value(c) not in {_value(one), _value(other)} for c in between),
        }


def _is_between(claims: Sequence[Row], one: Row, middle: Row, other: Row) -> bool:
    return claims.index(one) < claims.index(middle) < claims.index(other)


def _value(claim: Row) -> tuple[Any, Any]:
    return claim["value"], claim.get("high")


def relation(one: Row, other: Row, kind: str) -> str:
    """Return how a claim bears on an earlier one of its thread."""
    same_side = one["origin"] == other["origin"] or one["chain"] == other["chain"]
    if kind == "state":
        if one["stance"] == other["stance"]:
            return "repeats" if same_side else "corroborates"
        return "updates" if same_side else "contradicts"
    agreement = "repeats" if same_side else "corroborates"
    if _value(one) == _value(other) or _rounded(one, other):
        return agreement
    if _inside(other, one) and one["approx"] in {"about", "at_most", "range"}:
        return "narrows"
    if _inside(one, other) and other["approx"] in {"about", "range", "at_least"}:
        return agreement
    if kind == "tally" or same_side:
        return "updates"
    return "contradicts"


def _rounded(one: Row, other: Row) -> bool:
    if one.get("high") or other.get("high") or one["approx"] == other["approx"] == "exact":
        return False
    low, high = sorted((abs(one["value"]), abs(other["value"])))
    return bool(high) and high - low <= ROUND * high and "about" in {one["approx"], other["approx"]}


def _inside(exact: Row, room: Row) -> bool:
    low, high = room["value"], room.get("high") or room["value"]
    if room["approx"] == "about":
        low, high = low * 0.95, high * 1.05
    elif room["approx"] == "at_most":
        low = low * 0.75
    elif room["approx"] == "at_least":
        high = high * 1.25
    return bool(low <= exact["value"] and (exact.get("high") or exact["value"]) <= high)
