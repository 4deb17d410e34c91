"""Fit the weights of claims/verify/sameness.py: python -m tests.bench.fit STORIES [STORIES ...]

STORIES is a folder of story folders (tests/bench/stories/fitted) or of JSON lines with relations.jsonl.
Needs scikit-learn beside the pinned packages, which nothing else here does. Prints what each story reaches
when it is left out, then writes weights/logistic.tsv and weights/trees.json from all of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from claims.extract.given import Given, given_claims
from claims.extract.types import ArticleText, ClaimDraft
from claims.verify.barriers import barrier
from claims.verify.figures import Figure
from claims.verify.likeness import Vectors, figure_pairs, kind_of_pair, measures
from claims.verify.meaning.read import Words, read, spoken
from claims.verify.meaning.told import Told, Voice
from claims.verify.meaning.voices import made_voice
from claims.verify.vectors.encoder import vector_of

from .derive import load, relations

WEIGHTS = Path(__file__).parents[2] / "claims/verify/weights"
OTHERS = 15  # pairs with the most alike claims of other stories, for each claim
POSITIVE, NEGATIVE = 100.0, 600.0  # what the pairs of a story weigh together, so that none outweighs the rest
LOOSE = {"same_event_other_aspect": 0.15, "ignored": 0.1, "hard": 2.0}
KINDS = ("figures", "words", "mixed", "other")


@dataclass(frozen=True, slots=True)
class Row:
    """One pair as it is learnt from."""

    pair: tuple[str, str]
    story: str
    other_story: str
    kind: str
    found: dict[str, float]
    behind: bool  # a barrier decides: not learnt from
    related: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of a story with its vectors."""

    id: str
    story: str
    doc: str
    order: tuple[str, str]
    told: Told
    text: Any
    context: Any
    article: Any


def claims_of(folder: Path) -> Iterator[Claim]:
    """Yield the claims of a folder of docs.jsonl and claims.jsonl, read as the application reads them."""
    claims = load(folder / "claims.jsonl")
    for doc in load(folder / "docs.jsonl"):
        mine = [row for row in claims if row["doc_id"] == doc["doc_id"]]
        at = datetime.fromisoformat(doc["published"])
        article = ArticleText(doc["text"], doc["doc_id"], doc["title"], doc["outlet"], at)
        given = [Given(row["claim_id"], row["text"], row["speaker"], row["content_quote"]) for row in mine]
        whole = vector_of(f"{doc['title']}. {doc['text']}")
        for row, draft in zip(mine, given_claims(article, given), strict=True):
            told = _told(draft, doc, at)
            days = f"{draft.event_date or ''}"
            context = f"{draft.canonical}. {draft.place or ''} {days} {doc['title']}"
            yield Claim(
                row["claim_id"],
                row.get("story", folder.name),
                doc["doc_id"],
                (doc["published"], doc["doc_id"]),
                told,
                vector_of(spoken(draft.canonical)),
                vector_of(context),
                whole,
            )


def _told(draft: ClaimDraft, doc: dict[str, Any], at: datetime) -> Told:
    first, _, last = (draft.event_date or "").partition("/")
    day = [datetime.fromisoformat(text).date() if text else None for text in (first, last or first)]
    return read(
        Words(
            statement=draft.canonical,
            voice=_voice(draft, doc["outlet"]),
            figures=[
                Figure(
                    Decimal(str(q.low)),
                    Decimal(str(q.high)),
                    q.unit,
                    q.qualifier,
                    q.measure,
                    q.text,
                    q.preliminary,
                )
                for q in draft.quantities
            ],
            event_from=day[0],
            event_to=day[1],
            told_at=at,
            place=draft.place or "",
            modality=draft.modality,
            sentence=doc["text"][draft.sentence[0] : draft.sentence[1]],
            title=doc["title"],
            outlet=doc["outlet"],
            text=doc["text"],
        )
    )


def _voice(draft: ClaimDraft, outlet: str) -> Voice:
    speaker = draft.speaker
    if speaker is None:
        return made_voice(id=outlet, name=outlet, kind="outlet")
    return made_voice(
        id=speaker.canonical,
        name=speaker.canonical,
        kind=speaker.kind,
        about=f"{speaker.role} {speaker.organisation}".strip(),
        said_as=speaker.surface,
    )


def rows_of(folder: Path) -> list[Row]:
    """Return the pairs of a folder: those within a story, and the most alike of other stories."""
    claims = list(claims_of(folder))
    gold = load(folder / "relations.jsonl") or relations(folder)
    kinds = {(row["earlier"], row["later"]): row["relation"] for row in gold}
    loose = {(row["earlier"], row["later"]): "ignored" for row in load(folder / "ignored.jsonl")}
    for name in ("hard", "hard_negatives"):
        loose |= {(row["earlier"], row["later"]): "hard" for row in load(folder / f"{name}.jsonl")}
    found = []
    for later in claims:
        before = [one for one in claims if one.order < later.order and one.doc != later.doc]
        others = sorted(
            (one for one in before if one.story != later.story), key=lambda one: -_near(one, later)
        )
        for earlier in [one for one in before if one.story == later.story] + others[:OTHERS]:
            pair = (earlier.id, later.id)
            relation = kinds.get(pair, "")
            related = relation not in {"", "same_event_other_aspect"}
            weight = 1.0 if related else LOOSE.get(relation or loose.get(pair, ""), 1.0)
            found.append(_row(earlier, later, related=related, weight=weight))
    return found


def _near(one: Claim, other: Claim) -> float:
    return max(float(one.text @ other.text), float(one.context @ other.context))


def _row(earlier: Claim, later: Claim, *, related: bool, weight: float) -> Row:
    vectors = Vectors(
        float(earlier.text @ later.text),
        float(earlier.context @ later.context),
        float(earlier.article @ later.article),
    )
    pairs = figure_pairs(earlier.told, later.told)
    return Row(
        (earlier.id, later.id),
        later.story,
        earlier.story,
        kind_of_pair(earlier.told, later.told, pairs),
        measures(earlier.told, later.told, vectors, pairs),
        bool(barrier(earlier.told, later.told, vectors, pairs)),
        related,
        weight,
    )


class Model:
    """Both fitted models with the names of their columns."""

    def __init__(self, rows: Sequence[Row]) -> None:
        free = [row for row in rows if not row.behind]
        answers, weights = np.array([row.related for row in free]), _balanced(free)
        self.wide = sorted({f"{row.kind}:{name}" for row in free for name in (*row.found, "one")})
        self.plain = sorted({name for row in free for name in (*row.found, row.kind)})
        self.logistic = LogisticRegression(C=0.3, max_iter=3000).fit(self._wide(free), answers, weights)
        self.trees = HistGradientBoostingClassifier(
            max_iter=120,
            learning_rate=0.06,
            max_leaf_nodes=8,
            min_samples_leaf=30,
            l2_regularization=10,
            random_state=0,
        ).fit(self._plain(free), answers, weights)

    def votes(self, rows: Sequence[Row]) -> Any:
        """Return the mean log odds of both models."""
        return (
            self.logistic.decision_function(self._wide(rows))
            + self.trees.decision_function(self._plain(rows))
        ) / 2

    def _wide(self, rows: Sequence[Row]) -> Any:
        cells = [
            {f"{row.kind}:{name}": value for name, value in {**row.found, "one": 1.0}.items()} for row in rows
        ]
        return _matrix(cells, self.wide)

    def _plain(self, rows: Sequence[Row]) -> Any:
        return _matrix([{**row.found, row.kind: 1.0} for row in rows], self.plain)

    def write(self, slope: float, offset: float) -> None:
        """Write the weights where the application reads them."""
        self._write_logistic()
        trees = [[_node(node, self.plain) for node in stage[0].nodes] for stage in self.trees._predictors]
        start = float(np.ravel(self.trees._baseline_prediction)[0])
        data = {"start": round(start, 5), "calibration": [round(slope, 4), round(offset, 4)], "trees": trees}
        text = json.dumps(data, separators=(",", ":"))
        WEIGHTS.joinpath("trees.json").write_text(text, encoding="utf-8")

    def _write_logistic(self) -> None:
        base = float(self.logistic.intercept_[0])
        weights = dict(zip(self.wide, map(float, self.logistic.coef_[0]), strict=True))
        for kind in KINDS:
            weights[f"{kind}:one"] = weights.get(f"{kind}:one", 0.0) + base
        head = "# Weights of the logistic model by kind of pair and measure; fitted, see docs/matching.md.\n"
        lines = [f"{name.replace(':', chr(9))}\t{value:.3f}\n" for name, value in sorted(weights.items())]
        kept = (line for line in lines if not line.endswith(("\t0.000\n", "\t-0.000\n")))
        WEIGHTS.joinpath("logistic.tsv").write_text(head + "".join(kept), encoding="utf-8")


def _node(node: Any, names: Sequence[str]) -> list[Any]:
    if node["is_leaf"]:
        return ["", 0, 0, 0, round(float(node["value"]), 5)]
    threshold = round(float(node["num_threshold"]), 5)
    return [names[node["feature_idx"]], threshold, int(node["left"]), int(node["right"]), 0]


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


def main(folders: Sequence[Path]) -> None:
    """Measure with each story left out, then fit all and write."""
    rows = [row for folder in folders for row in rows_of(folder)]
    left_out = np.zeros(len(rows))
    for story in sorted({row.story for row in rows}):
        known = [row for row in rows if story not in {row.story, row.other_story}]
        asked = [number for number, row in enumerate(rows) if row.story == story]
        left_out[asked] = Model(known).votes([rows[number] for number in asked])
    free = [number for number, row in enumerate(rows) if not row.behind]
    answers = np.array([rows[number].related for number in free])
    weights = np.array([rows[number].weight for number in free])
    scale = LogisticRegression(C=1e6).fit(left_out[free, None], answers, weights)
    slope, offset = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    _report(rows, left_out * slope + offset)
    Model(rows).write(slope, offset)


def _report(rows: Sequence[Row], votes: Any) -> None:
    for story in sorted({row.story for row in rows}):
        mine = [(row, vote) for row, vote in zip(rows, votes, strict=True) if row.story == story]
        said = [row for row, vote in mine if vote > 0 and not row.behind and row.weight >= 1]
        right, there = sum(row.related for row in said), sum(row.related for row, _ in mine)
        print(f"{story:12s} precision {right / max(1, len(said)):.2f} recall {right / max(1, there):.2f}")


if __name__ == "__main__":
    main(
        [
            folder
            for name in sys.argv[1:]
            for folder in (
                [Path(name)] if Path(name, "docs.jsonl").exists() else sorted(Path(name).iterdir())
            )
            if folder.is_dir()
        ]
    )
