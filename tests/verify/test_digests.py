"""Digests that tell of several things at once, from the example's articles: no event takes all of them in."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.bench.derive import load
from tests.bench.groups import drawn, grouped
from tests.bench.reading import Claim, story_of

FOLDER = Path(__file__).parents[1] / "bench" / "stories" / "judged" / "newsroom"
ATTACK = re.compile(r"\b(?:drones|missiles)\b.*\b(?:launched|destroyed|fired|shot|sky|flight)\b|launched \d+")
EXCHANGE = re.compile(r"\b(?:prisoners?|bodies|captives)\b|exchange(?:d| of)|swap")
DIGESTS = {"n09", "n14", "n15", "n16", "n17", "n23", "n28", "n30"}


@pytest.fixture(scope="module")
def claims(tmp_path_factory) -> Sequence[Claim]:
    folder = tmp_path_factory.mktemp("digests")
    for name in ("docs", "claims"):
        rows = [row for row in load(FOLDER / f"{name}.jsonl") if row["doc_id"] in DIGESTS]
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return story_of(folder).claims


def test_an_attack_and_an_exchange_of_one_article_are_two_events(claims):
    said = [claim.told.statement for claim in claims]
    attacks = {row for row, words in enumerate(said) if ATTACK.search(words)}
    exchanges = {row for row, words in enumerate(said) if EXCHANGE.search(words)} - attacks
    assert len(attacks) > 10
    assert len(exchanges) > 10
    groups = [set(group) for group in grouped(drawn(claims))]
    mixed = [group for group in groups if group & attacks and group & exchanges]
    assert not [[said[row] for row in group & (attacks | exchanges)] for group in mixed]
    assert max(map(len, groups)) <= 45
