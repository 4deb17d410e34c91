"""How well claims are put into events: fitting the weights of kinship, and measuring what comes of them.

`python -m tests.bench.groups FOLDER [FOLDER ...]` measures the stories of the first folder, each with weights
fitted on all others; with `--write` it fits on everything and writes weights/events.tsv. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claims.verify.grouping import kin as kinship
from claims.verify.grouping.kin import Drawn, kin_of, passages, signs
from claims.verify.grouping.kinship import Member, dated
from claims.verify.grouping.linking import linked
from claims.verify.grouping.settling import is_event

from .derive import load, relations
from .reading import Claim, story_of

WEIGHTS = Path(kinship.__file__).parent.parent / "weights" / "events.tsv"
TITLE = (
    "# Weights of kinship (grouping/kin.py) by sign; fitted by tests/bench/groups.py. Do not edit by hand."
)
STRENGTH = 0.03  # of the ties that weights are held by
ALIKE = 2.0  # a look-alike tells as much as two ordinary pairs
OTHER_STORY, SAME_THREAD, ONE_ARTICLE = 0.3, 0.5, 0.5
OWN = 0.25  # a story whose aspects of one event are not annotated, against one where they are


@dataclass(slots=True)
class Gold:
    """The claims of a folder, and what is known of their pairs."""

    claims: Sequence[Claim]
    rows: Sequence[Drawn]
    related: set[tuple[int, int]]
    alike: set[tuple[int, int]]  # look-alikes in other threads
    thread: Sequence[int]
    whole: bool  # whether claims of one event that say other things are annotated

    @classmethod
    def of(cls, folder: Path) -> Gold:
        """Read a folder of annotated stories."""
        claims = story_of(folder).claims
        at = {claim.id: number for number, claim in enumerate(claims)}
        pairs = relations(folder)
        related = {_pair(at, row) for row in pairs}
        hard = [*load(folder / "hard.jsonl"), *load(folder / "hard_negatives.jsonl")]
        thread = _threads(len(claims), related)
        alike = {_pair(at, row) for row in hard if row["earlier"] in at and row["later"] in at}
        apart = {pair for pair in alike if thread[pair[0]] != thread[pair[1]]}
        whole = any(row["relation"] == "same_event_other_aspect" for row in pairs)
        return cls(claims, drawn(claims), related, apart, thread, whole)


def _pair(at: Mapping[str, int], row: Mapping[str, Any]) -> tuple[int, int]:
    one, other = sorted((at[row["earlier"]], at[row["later"]]))
    return one, other


def _threads(number: int, pairs: set[tuple[int, int]]) -> list[int]:
    """Return for each claim the first of those that relations tie it to."""
    first = list(range(number))

    def root(row: int) -> int:
        while first[row] != row:
            row = first[row]
        return row

    for one, other in sorted(pairs):
        first[max(root(one), root(other))] = min(root(one), root(other))
    return [root(row) for row in range(number)]


def drawn(claims: Sequence[Claim]) -> list[Drawn]:
    """Return claims as they are put into events."""
    members = dated([Member(claim.id, claim.told, claim.doc) for claim in claims])
    by_article: dict[str, list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        by_article[claim.doc].append(number)
    found: dict[int, Drawn] = {}
    for numbers in by_article.values():
        around = passages(np.array([claims[number].text for number in numbers], np.float32))
        for place, number in enumerate(numbers):
            one = claims[number]
            found[number] = Drawn(members[number], one.text, one.context, around[place], one.article, place)
    return [found[number] for number in range(len(claims))]


# --- Fitting ---------------------------------------------------------------------------------------------


def _known(gold: Gold, without: str) -> Iterator[tuple[int, int, bool, float]]:
    """Yield the pairs that are learnt from: two claims, whether of one event, and how much that tells."""
    claims = gold.claims
    for one in range(len(claims)):
        for other in range(one + 1, len(claims)):
            first, second = claims[one], claims[other]
            if without in (first.story, second.story):
                continue
            if (one, other) in gold.related:
                yield one, other, True, 1.0
            elif first.story != second.story:
                yield one, other, False, OTHER_STORY
            elif gold.thread[one] == gold.thread[other]:
                yield one, other, True, SAME_THREAD
            elif (one, other) in gold.alike:
                yield one, other, False, ALIKE
            elif gold.whole:
                yield one, other, False, ONE_ARTICLE if first.doc == second.doc else 1.0


def fitted(golds: Sequence[Gold], without: str = "") -> dict[str, float]:
    """Return weights learnt from all stories but `without`; each story counts the same, both ways."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    tables: list[NDArray[Any]] = []
    related: list[bool] = []
    weights: list[NDArray[Any]] = []
    names: list[str] = []
    for gold in golds:
        pairs = list(_known(gold, without))
        if not pairs:
            continue
        one, other = np.array([pair[:2] for pair in pairs]).T
        found = signs(gold.rows)
        names = sorted(found)
        tables.append(np.stack([found[name][one, other] for name in names], axis=1).astype(np.float64))
        related += [pair[2] for pair in pairs]
        weights.append(_balanced(gold, pairs))
    scale = StandardScaler().fit(np.concatenate(tables))
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(scale.transform(np.concatenate(tables)), related, np.concatenate(weights))
    found_weights = model.coef_[0] / scale.scale_
    start = float(model.intercept_[0] - (found_weights * scale.mean_).sum())
    return {"one": start, **dict(zip(names, map(float, found_weights), strict=True))}


def _balanced(gold: Gold, pairs: Sequence[tuple[int, int, bool, float]]) -> NDArray[Any]:
    weights = np.array([pair[3] for pair in pairs])
    of = np.array([f"{gold.claims[pair[0]].story} {pair[2]}" for pair in pairs])
    for key in set(of):
        weights[of == key] *= 10 * (1 if gold.whole else OWN) / weights[of == key].sum()
    return weights


# --- Measuring -------------------------------------------------------------------------------------------


def grouped(rows: Sequence[Drawn], weights: Mapping[str, float] | None = None) -> list[list[int]]:
    """Return the claims in events as the application puts them together; lone ones by themselves."""
    kept = kinship._weights  # the weights are put in for one call
    if weights is not None:
        kinship._weights = lambda: dict(weights)  # type: ignore[assignment]
    try:
        groups = linked(kin_of(rows))
    finally:
        kinship._weights = kept
    found: list[list[int]] = []
    for group in groups:
        whole = is_event([rows[row].member.article for row in group])
        found += [group] if whole else [[row] for row in group]
    return found


def measured(gold: Gold, groups: Sequence[Sequence[int]], story: str) -> dict[str, tuple[float, float]]:
    """Return what became of a story's pairs and claims: by name, how much of how much."""
    event = {row: number for number, group in enumerate(groups) for row in group}
    mine = [row for row, claim in enumerate(gold.claims) if claim.story == story]
    inside = set(mine)
    found: dict[str, tuple[float, float]] = {}
    for name, pairs in (("together", gold.related), ("alike", gold.alike)):
        held = [event[one] == event[other] for one, other in pairs if one in inside]
        found[name] = float(sum(held)), float(len(held))
    events = [{row for row in event if event[row] == event[one]} for one in mine]
    threads = [{row for row in mine if gold.thread[row] == gold.thread[one]} for one in mine]
    both = [len(one & other) for one, other in zip(events, threads, strict=True)]
    found["precision"] = sum(n / len(one) for n, one in zip(both, events, strict=True)), float(len(mine))
    found["recall"] = sum(n / len(one) for n, one in zip(both, threads, strict=True)), float(len(mine))
    mixed = [group for group in groups if len({gold.claims[row].story for row in group}) > 1]
    found["mixed"] = float(sum(not inside.isdisjoint(group) for group in mixed)), 1.0
    return found


def main() -> None:
    """Measure left out, or fit on everything and write the weights."""
    folders = [Path(name) for name in sys.argv[1:] if not name.startswith("-")]
    golds = [Gold.of(folder) for folder in folders]
    if "--write" in sys.argv:
        weights = fitted(golds)
        lines = [f"{name}\t{weights[name]:.3f}" for name in sorted(weights)]
        WEIGHTS.write_text("\n".join([TITLE, *lines, ""]), encoding="utf-8")
        return
    total: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for story in sorted({claim.story for claim in golds[0].claims}):
        groups = grouped(golds[0].rows, fitted(golds, story))
        for name, (part, whole) in measured(golds[0], groups, story).items():
            total[name] = [total[name][0] + part, total[name][1] + whole]
    precision, recall = (total[name][0] / total[name][1] for name in ("precision", "recall"))
    for name, (part, whole) in total.items():
        print(f"{name:10} {part / whole:.3f} of {whole:.0f}")
    print(f"B-cubed F1 {2 * precision * recall / (precision + recall):.3f}")


if __name__ == "__main__":
    main()
