"""How fast text becomes claims beside the bare language model, and that memory does not grow with the corpus.

Run alone (make bench): figures are processor seconds of one core, so other work on the machine counts little.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
import spacy

from claims.extract.pipeline import extract, extract_many
from claims.extract.reading.language_model import MODEL, load_model
from claims.extract.types import ArticleText

ROOT = Path(__file__).parents[2]
ARTICLES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds" / "articles").glob("*.txt"))]
SHARE = 0.85  # of the words a second of the bare pipeline with the same components, names included
LARGEST = 500  # megabytes resident
_MEASURE = """
import json, resource, sys
from claims.extract.pipeline import extract
from claims.extract.types import ArticleText
texts = json.load(sys.stdin)
for text in texts:
    extract(ArticleText(text))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def _seconds(work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


@pytest.mark.bench
def test_claims_cost_little_beside_the_bare_pipeline():
    bare = spacy.load(MODEL, exclude=["senter"])
    assert set(bare.pipe_names) <= set(load_model().component_names), "the same components are compared"
    words = sum(len(text.split()) for text in ARTICLES)
    extract(ArticleText(ARTICLES[0]))
    bare(ARTICLES[0])
    rounds = []
    for _ in range(3):
        ours = _seconds(lambda: list(extract_many(map(ArticleText, ARTICLES))))
        piped = _seconds(lambda: list(bare.pipe(ARTICLES)))
        single = _seconds(lambda: [bare(text) for text in ARTICLES])
        rounds.append((words / ours, words / piped, words / single))
        print(
            f"\n{words:,} words: {words / ours:,.0f} a second with claims, {words / piped:,.0f} bare by pipe,"
            f" {words / single:,.0f} bare one by one; shares {piped / ours:.2f} and {single / ours:.2f}"
        )
    best = max(rounds)
    assert best[0] >= SHARE * best[1]


@pytest.mark.bench
def test_memory_is_flat_with_the_size_of_the_corpus():
    peaks = []
    for copies in (1, 4, 12):
        # Every copy gets words of its own, as real articles have, or the vocabulary could not grow.
        texts = [f"{text}\n\nEdition {n}x{copies}." for n in range(copies) for text in ARTICLES]
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        peaks.append(int(done.stdout))
        print(f"\n{len(texts):,} articles: at most {peaks[-1]} MB")
    assert peaks[-1] < LARGEST
    assert peaks[-1] < 1.1 * peaks[0]
