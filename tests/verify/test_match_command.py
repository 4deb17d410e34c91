"""The match command: documents in, proposals out, and nothing left behind, however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from claims.management.stream import BadLine, read_document
from tests.plugins.workers import ROOT, environment

COMMAND = [sys.executable, "manage.py", "match", "--jsonl", "--timings"]


def document(number: int, text: str, *claims: dict[str, str], **more: Any) -> str:
    line = {
        "doc_id": f"d{number}",
        "published": f"2025-06-09T{number:02}:00",
        "outlet": f"Paper {number}",
        "url": "https://example.org/",
        "title": "Drones over the bay",
        "text": text,
    }
    return json.dumps(line | ({"claims": list(claims)} if claims else {}) | more)


def claim(name: str, text: str, quote: str) -> dict[str, str]:
    return {"claim_id": name, "text": text, "speaker": "Ukraine's air force", "content_quote": quote}


FIRST = document(
    1,
    "Ukraine's air force said on Monday it had destroyed 277 drones overnight. It counted 479 launched.",
    claim("a", "277 drones destroyed, per Ukraine's air force", "it had destroyed 277 drones overnight"),
    claim("b", "479 drones launched, per Ukraine's air force", "It counted 479 launched"),
)
SECOND = document(
    2,
    "Ukraine's air force destroyed 277 drones in the night to Monday, it said.",
    claim("c", "277 drones destroyed, per Ukraine's air force", "destroyed 277 drones in the night"),
)
FOUND = document(
    3, "Ukraine's air force said on Monday it had destroyed 277 drones and 19 missiles overnight."
)
BAD = ["not json", '{"doc_id": "x"}', FIRST, json.dumps({"doc_id": "long", "text": "x" * 3_000_000})]
STREAM = "\n".join([FIRST, BAD[0], BAD[1], "", SECOND, BAD[2], BAD[3], FOUND]) + "\n"


def schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'scratch%'")
        return [name for (name,) in cursor.fetchall()]


def run(env: dict[str, str], lines: str = STREAM) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        COMMAND, cwd=ROOT, env=env, input=lines, capture_output=True, text=True, timeout=120
    )


@pytest.mark.django_db(transaction=True)
def test_proposals_come_out_and_nothing_stays_behind(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA scratch_1_deadbeef")  # of a command that was killed
    done = run(environment())
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    pairs = {(line["later"], line["earlier"]): line for line in lines if line["relation"] != "candidate"}
    assert pairs["c", "a"]["relation"] == "repeats"
    assert 0 < pairs["c", "a"]["score"] <= 1
    assert pairs["c", "a"]["reason"]
    assert ("c", "b") not in pairs
    assert any(later.startswith("d3#") and earlier in "ac" for later, earlier in pairs)
    lowest = min(line["score"] for line in pairs.values())
    assert all(line["score"] < lowest for line in lines if line["relation"] == "candidate")
    assert [line.split(":")[0] for line in done.stderr.splitlines() if line.startswith("line")] == [
        "line 2",
        "line 3",
        "line 6",
        "line 7",
    ]
    assert "claims matched, each p50" in done.stderr
    assert done.returncode == 1
    assert schemas() == []
    no_server = {**environment(), "DATA_DIR": str(tmp_path)}
    del no_server["DATABASE_URL"]
    alone = run(no_server, FIRST + "\n" + SECOND + "\n" + FOUND + "\n")
    assert alone.stdout == done.stdout, alone.stderr
    assert alone.returncode == 0
    assert list(tmp_path.glob("postgres*")) == []


# The schema alone, without migrations and documents: what ends it does not depend on what is in it.
SCHEMA = """
import signal, django; django.setup()
from tracker.embedded import scratch
scratch.call_command = lambda *names, **options: None
with scratch.scratch_schema():
    print("open", flush=True)
    signal.pause()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("blow", "command"),
    [
        (signal.SIGINT, [sys.executable, "-c", SCHEMA]),
        (signal.SIGTERM, [sys.executable, "-c", SCHEMA]),
        pytest.param(signal.SIGINT, COMMAND, marks=pytest.mark.hard),
        pytest.param(signal.SIGTERM, COMMAND, marks=pytest.mark.hard),
    ],
    ids=["interrupted", "terminated", "interrupted amid documents", "terminated amid documents"],
)
def test_an_interrupted_command_drops_its_schema(blow: signal.Signals, command: list[str]) -> None:
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(DJANGO_SETTINGS_MODULE="tracker.settings"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # A test run in the background of a shell hands down an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(FIRST + "\n" + SECOND + "\n")
        process.stdin.flush()
        os.set_blocking(process.stdin.fileno(), True)
        assert process.stdout.readline()
        assert len(schemas()) == 1
        process.send_signal(blow)
        assert process.wait(timeout=30) != 0
    assert schemas() == []


def test_a_document_is_read() -> None:
    found = read_document(FIRST)
    assert (found.id, found.outlet, found.day_only) == ("d1", "Paper 1", False)
    assert found.claims is not None
    assert [given.quote for given in found.claims][1] == "It counted 479 launched"
    assert read_document(FOUND).claims is None
    assert read_document('{"doc_id": "x", "text": "y", "published": "2025-06-09"}').day_only


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"text": "x"}', '"doc_id" is missing'),
        ('{"doc_id": 3, "text": "x"}', '"doc_id" is no text'),
        ('{"doc_id": "a", "text": " "}', '"text" is empty'),
        ('{"doc_id": "a", "text": "x", "published": "soon"}', "no ISO date"),
        ('{"doc_id": "a", "text": "x", "published": 3}', "no ISO date"),
        ('{"doc_id": "a", "text": "x", "claims": 3}', "no list"),
        ('{"doc_id": "a", "text": "x", "claims": [3]}', "a claim is not"),
        ('{"doc_id": "a", "text": "x", "claims": [{"claim_id": "1"}]}', '"text" is missing'),
    ],
)
def test_a_line_that_is_no_document_says_why(line: str, why: str) -> None:
    with pytest.raises(BadLine, match=why):
        read_document(line)
