"""How well later claims are matched, on stories annotated for it: `make bench` prints the table."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .derive import load
from .proposals import Gold, measured

pytestmark = pytest.mark.bench
ROOT = Path(__file__).parents[2]
STORIES = Path(__file__).parent / "stories"


def stream(folders: list[Path]) -> str:
    """Return the stories' documents with their claims, in order of publication, as JSON lines."""
    documents = []
    for folder in folders:
        claims = load(folder / "claims.jsonl")
        for row in load(folder / "docs.jsonl"):
            mine = [claim for claim in claims if claim["doc_id"] == row["doc_id"]]
            keys = ("claim_id", "text", "speaker", "content_quote")
            documents.append({**row, "claims": [{key: claim[key] for key in keys} for claim in mine]})
    documents.sort(key=lambda row: (row["published"], row["doc_id"]))
    return "".join(json.dumps(row) + "\n" for row in documents)


def folders_of(part: str) -> list[Path]:
    """Return the folders of the stories of a part, none when there are none."""
    return sorted(path.parent for path in (STORIES / part).glob("*/docs.jsonl"))


@pytest.mark.parametrize("part", ["fitted", "unseen"])
def test_later_claims_are_matched(part):
    folders = folders_of(part)
    if not folders:
        pytest.skip(f"there are no {part} stories")
    done = subprocess.run(
        [sys.executable, "manage.py", "match", "--jsonl", "--timings"],
        input=stream(folders),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    gold = Gold.of(folders)
    print(f"\n{part}: {len(folders)} stories, {len(gold.claims)} claims, {len(gold.direct)} direct pairs")
    for name, value in measured(gold, lines).items():
        print(f"  {name:22s} {value:.3f}")
    print(done.stderr.strip())
    assert lines
