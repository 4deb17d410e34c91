"""The articles that `make run` loads are whole, in order, and honest about what they are."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from claims.ingest.addresses import read_url
from claims.ingest.text import check, clean, language

SEEDS = Path(__file__).parents[2] / "seeds"
ENTRIES = json.loads((SEEDS / "articles.json").read_text(encoding="utf-8"))


def test_every_text_is_listed_once_and_every_listing_has_its_text():
    listed = [entry["text_file"] for entry in ENTRIES]
    assert sorted(listed) == sorted(str(path.relative_to(SEEDS)) for path in SEEDS.glob("articles/*.txt"))
    assert len(ENTRIES) == len({entry["slug"] for entry in ENTRIES}) == 32


def test_they_come_in_order_of_publication():
    times = [datetime.fromisoformat(entry["published"]) for entry in ENTRIES]
    assert times == sorted(times)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["slug"])
def test_each_is_clean_english_text_with_title_outlet_and_address(entry):
    text = (SEEDS / entry["text_file"]).read_text(encoding="utf-8")
    check(text)
    assert clean(text).text == text.strip()
    assert language(text) == "en"
    assert entry["title"]
    assert entry["outlet"]
    assert "(" not in entry["outlet"]
    assert read_url(entry["url"]) if entry["digest"] else entry["url"] == ""


def test_all_but_the_seed_article_are_digests():
    assert [entry["slug"] for entry in ENTRIES if not entry["digest"]] == ["pow-exchange-2025-06-09"]
