"""Fit the weights of claims/verify/sameness.py: python -m tests.bench.fit [STORIES ...] [--check] [--nested]

Learns from the folders of stories that are given and from tests/bench/stories/fitted, and writes
weights/logistic.tsv and weights/trees.json: with the development stories given, the files that ship, byte for
byte. Prints all measures of matching with each story left out in turn, then those of what is not learnt from
(unseen, judged) by what was fitted. With --check nothing is written; it fails when what ships would change.
With --nested it prints only what the stories of the first folder, which holds several, reach when weights,
calibration and threshold of each are chosen without it.
Needs scikit-learn 1.9 beside the pinned packages, which nothing else here does.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from claims.verify.relate import THRESHOLD, judged
from claims.verify.sameness import BEHIND, Sameness, behind

from .pairs import ACROSS, Row, across, rows_of
from .proposals import Gold, measured
from .reading import story_of

WEIGHTS = Path(__file__).parents[2] / "claims/verify/weights"
STORIES = Path(__file__).parent / "stories"
POSITIVE, NEGATIVE = 100.0, 600.0  # what the pairs of a story weigh together, so that none outweighs the rest
C = 0.1  # of the logistic model
FORESTS = 3  # fitted alike but for the measures they may look at, and averaged
ALL = "all"
KINDS = ("figures", "words", "mixed", "other")
THRESHOLDS = np.arange(0.3, 0.8, 0.02)  # of which the nested estimate chooses
BARS = {"false alarms": 0.1, "look-alikes": 0.12}  # that a threshold has to keep
RAISED = ("pair", "relation", "relation macro", "top proposal")
LEARNT, MEASURED = ("fitted",), ("unseen", "judged")


class Model:
    """Both fitted models with the names of their columns."""

    def __init__(self, rows: Sequence[Row]) -> None:
        free = [row for row in rows if not row.barrier]
        answers, weights = np.array([row.related for row in free]), _balanced(free)
        self.wide = sorted({name for row in free for name in _cells(row)})
        self.plain = sorted({name for row in free for name in (*row.found, row.kind)})
        self.logistic = LogisticRegression(C=C, solver="newton-cholesky")
        self.logistic.fit(self._wide(free), answers, weights)
        self.trees = [
            HistGradientBoostingClassifier(
                max_iter=120,
                learning_rate=0.06,
                max_leaf_nodes=8,
                min_samples_leaf=30,
                l2_regularization=10,
                max_features=0.3,
                random_state=seed,
            ).fit(self._plain(free), answers, weights)
            for seed in range(FORESTS)
        ]

    def votes(self, rows: Sequence[Row]) -> Any:
        """Return the mean log odds of the logistic model and the forests."""
        plain = self._plain(rows)
        trees = sum(trees.decision_function(plain) for trees in self.trees) / FORESTS
        return (self.logistic.decision_function(self._wide(rows)) + trees) / 2

    def _wide(self, rows: Sequence[Row]) -> Any:
        return _matrix([_cells(row) for row in rows], self.wide)

    def _plain(self, rows: Sequence[Row]) -> Any:
        return _matrix([{**row.found, row.kind: 1.0} for row in rows], self.plain)

    def files(self, slope: float, offset: float) -> dict[str, str]:
        """Return the files that the application reads, by name."""
        stages = [stage[0] for trees in self.trees for stage in trees._predictors]
        trees = [[_node(node, self.plain) for node in stage.nodes] for stage in stages]
        start = sum(float(np.ravel(trees._baseline_prediction)[0]) for trees in self.trees) / FORESTS
        data = {"start": round(start, 5), "calibration": [round(slope, 4), round(offset, 4)], "trees": trees}
        return {"logistic.tsv": self._logistic(), "trees.json": json.dumps(data, separators=(",", ":"))}

    def _logistic(self) -> str:
        base = float(self.logistic.intercept_[0])
        fitted = dict(zip(self.wide, map(float, self.logistic.coef_[0]), strict=True))
        weights = {
            f"{kind}:{name}": fitted.get(f"{ALL}:{name}", 0.0) + fitted.get(f"{kind}:{name}", 0.0)
            for kind in KINDS
            for name in {full.partition(":")[2] for full in self.wide}
        }
        for kind in KINDS:
            weights[f"{kind}:one"] += base
        head = "# Weights of the logistic model by kind of pair and measure; fitted, see docs/matching.md.\n"
        lines = [f"{name.replace(':', chr(9))}\t{value:.4f}\n" for name, value in sorted(weights.items())]
        return head + "".join(line for line in lines if not line.endswith(("\t0.0000\n", "\t-0.0000\n")))


def _node(node: Any, names: Sequence[str]) -> list[Any]:
    if node["is_leaf"]:
        return ["", 0, 0, 0, round(float(node["value"]) / FORESTS, 5)]
    threshold = round(float(node["num_threshold"]), 5)
    return [names[node["feature_idx"]], threshold, int(node["left"]), int(node["right"]), 0]


def _cells(row: Row) -> dict[str, float]:
    """Return the measures of a pair twice: for its kind, and for all kinds together."""
    found = {**row.found, "one": 1.0}
    return {f"{of}:{name}": value for of in (row.kind, ALL) for name, value in found.items()}


def _matrix(cells: Sequence[dict[str, float]], names: Sequence[str]) -> Any:
    place = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(cells), len(names)))
    for number, row in enumerate(cells):
        for name, value in row.items():
            if name in place:
                table[number, place[name]] = value
    return table


def _balanced(rows: Sequence[Row]) -> Any:
    """Return the weight of each row, the pairs of every story weighing the same together."""
    sums: dict[tuple[str, bool], float] = {}
    for row in rows:
        sums[row.story, row.related] = sums.get((row.story, row.related), 0.0) + row.weight
    whole = {True: POSITIVE, False: NEGATIVE}
    return np.array([row.weight * whole[row.related] / sums[row.story, row.related] for row in rows])


def left_out(rows: Sequence[Row]) -> Any:
    """Return the votes on the pairs of each story by models that saw no pair of it."""
    votes = np.zeros(len(rows))
    for story in sorted({row.story for row in rows}):
        known = [row for row in rows if story not in {row.story, row.other_story}]
        asked = [number for number, row in enumerate(rows) if row.story == story]
        votes[asked] = Model(known).votes([rows[number] for number in asked])
    return votes


def calibration(rows: Sequence[Row], votes: Any) -> tuple[float, float]:
    """Return slope and offset that bring votes to log odds of being right."""
    free = [number for number, row in enumerate(rows) if not row.barrier]
    answers = np.array([rows[number].related for number in free])
    weights = np.array([rows[number].weight for number in free])
    scale = LogisticRegression(C=1e6).fit(votes[free, None], answers, weights)
    return float(scale.coef_[0, 0]), float(scale.intercept_[0])


def lines_of(
    rows: Sequence[Row], odds: Sequence[float], threshold: float = THRESHOLD
) -> Iterator[dict[str, Any]]:
    """Yield what the application would say of the pairs, given the log odds that each speaks of one thing."""
    for row, value in zip(rows, odds, strict=True):
        score = 1 / (1 + exp(-value))
        same = Sameness(behind(score, row.barrier) if row.barrier else score, row.barrier)
        found = judged(row.earlier, row.later, same, threshold=threshold)
        relation, sure = "candidate", BEHIND * found.score
        if found.proposal:
            relation, sure = found.proposal.relation, found.proposal.score
        yield {"earlier": row.pair[0], "later": row.pair[1], "relation": relation, "score": sure}


def nested(rows: Sequence[Row], folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what would be said of each story of a folder, all that is fitted being chosen without it.

    Weights are fitted without the story, calibration and threshold on what models that saw neither of two
    stories say of the other one.
    """
    gold = Gold.of([folder])
    stories = sorted(set(gold.claims.values()))
    inner: dict[str, list[tuple[Row, float]]] = defaultdict(list)  # votes by the story that is left out
    for one, other in combinations(stories, 2):
        model = Model([row for row in rows if {one, other}.isdisjoint({row.story, row.other_story})])
        for left, asked in ((one, other), (other, one)):
            known = [row for row in rows if row.story == asked and row.other_story != left]
            inner[left] += zip(known, model.votes(known), strict=True)
    for left in stories:
        known, votes = [row for row, _ in inner[left]], np.array([vote for _, vote in inner[left]])
        slope, offset = calibration(known, votes)
        rest = gold.of_stories(*(name for name in stories if name != left))
        threshold = _chosen(known, votes * slope + offset, rest)
        print(f"{left:12s} threshold {threshold:.2f}")
        asked = [row for row in rows if row.story == left]
        model = Model([row for row in rows if left not in {row.story, row.other_story}])
        yield from lines_of(asked, model.votes(asked) * slope + offset, threshold)


def _chosen(rows: Sequence[Row], odds: Any, gold: Gold) -> float:
    """Return the threshold that raises most of what is to be raised, of those that keep the bars best."""
    found = {}
    for threshold in THRESHOLDS:
        measures = measured(gold, lines_of(rows, odds, threshold))
        beyond = sum(max(0.0, measures[name] - bar) for name, bar in BARS.items())
        found[float(threshold)] = (round(-beyond, 6), sum(measures[name] for name in RAISED))
    return max(found, key=lambda threshold: found[threshold])


def report(folders: Sequence[Path], lines: Sequence[dict[str, Any]]) -> None:
    """Print all measures of each story, of each folder of several, and of the other folders together."""
    table: dict[str, dict[str, float]] = {}
    alone = []
    for folder in folders:
        if (folder / "judged.jsonl").exists():
            continue
        gold = Gold.of([folder])
        stories = sorted(set(gold.claims.values()))
        table |= {name: measured(gold.of_stories(name), lines) for name in stories}
        if len(stories) > 1:
            table[f"({folder.name})"] = measured(gold, lines)
        else:
            alone.append(folder)
    if alone:
        table["(single)"] = measured(Gold.of(alone), lines)
    names = list(next(iter(table.values())))
    print(" " * 12 + "".join(f"{_short(name):>8s}" for name in names))
    for story, found in table.items():
        print(f"{story:12s}" + "".join(f"{found[name]:8.3f}" for name in names))


def report_judged(rows: Sequence[Row], odds: Any) -> None:
    """Print which part of the pairs that people judged is rightly proposed, and which part is found."""
    looked = [(row, value) for row, value in zip(rows, odds, strict=True) if row.judged]
    if not looked:
        return
    pairs = {row.pair: row.related for row, _ in looked}
    lines = lines_of([row for row, _ in looked], [value for _, value in looked])
    said = [pairs[line["earlier"], line["later"]] for line in lines if line["relation"] != "candidate"]
    precision, recall = sum(said) / max(1, len(said)), sum(said) / max(1, sum(pairs.values()))
    print(f"judged       precision {precision:.3f} recall {recall:.3f}")


def _short(name: str) -> str:
    """Return the heading of a measure: "pair precision" as "pair p"."""
    first, _, last = name.partition(" ")
    return f"{first[:5]} {last[:2]}".strip()


def _rows(learnt: Sequence[Path]) -> list[Row]:
    """Return all pairs that are learnt from."""
    read = {folder: story_of(folder) for folder in learnt}
    return [row for folder, story in read.items() for row in rows_of(folder, story)] + across(read)


def main(learnt: Sequence[Path], measured_only: Sequence[Path], *, check: bool) -> bool:
    """Measure with each story left out, fit all and write; returns whether what ships stays the same."""
    rows = _rows(learnt)
    votes = left_out(rows)
    slope, offset = calibration(rows, votes)
    inside = [number for number, row in enumerate(rows) if row.folder != ACROSS]
    odds = votes * slope + offset
    report(learnt, list(lines_of([rows[number] for number in inside], odds[inside])))
    report_judged(rows, odds)
    model = Model(rows)
    others = [row for folder in measured_only for row in rows_of(folder)]
    if others:
        odds = model.votes(others) * slope + offset
        report(measured_only, list(lines_of(others, odds)))
        report_judged(others, odds)
    return _kept(model.files(slope, offset), check=check)


def _kept(files: dict[str, str], *, check: bool) -> bool:
    """Write the files unless they are only to be checked; returns whether they are those that ship."""
    changed = [name for name, text in files.items() if WEIGHTS.joinpath(name).read_text("utf-8") != text]
    print("the weights change:" if changed else "the weights stay as they are", *changed)
    for name in () if check else changed:
        WEIGHTS.joinpath(name).write_text(files[name], encoding="utf-8")
    return not changed


def _folders(path: Path) -> list[Path]:
    """Return the stories of a folder: itself, or the folders in it."""
    inside = [path] if Path(path, "docs.jsonl").exists() else sorted(path.iterdir())
    return [folder for folder in inside if folder.is_dir()]


if __name__ == "__main__":
    words = sys.argv[1:]
    check = "--check" in words
    given = [Path(word) for word in words if not word.startswith("--")]
    learnt = [one for path in (*given, *map(STORIES.joinpath, LEARNT)) for one in _folders(path)]
    rest = [one for name in MEASURED for one in _folders(STORIES / name)]
    threadpool_limits(1)  # sums are added in one order, whatever machine it runs on
    if "--nested" in words:
        report(learnt[:1], list(nested(_rows(learnt), learnt[0])))
        sys.exit()
    sys.exit(0 if main(learnt, rest, check=check) or not check else 1)
