"""Files of 10,000 claims, written by a worker: how long each format takes, and that memory stays flat."""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path

import pytest
from django.utils import timezone

from claims import jobs
from claims.models import Export, ReportEdition
from claims.report import exporting, exports, services
from claims.report.builder import seal
from claims.states import JobState, Relation
from tests.report import makers

CLAIMS = 10_000
# Seconds, and megabytes that the worker grows by; other processes that it starts are held to CHILD.
LIMITS = {"csv": (5, 120), "json": (15, 120), "md": (15, 120), "claimreview.zip": (15, 120)}
LIMITS |= {"xlsx": (15, 120), "docx": (30, 120), "pdf": (30, 250)}
CHILD = 800


@pytest.fixture
def large(bob, alice, monkeypatch):
    """A frozen edition of CLAIMS claims, each with evidence."""
    monkeypatch.setattr(jobs.app, "send_task", lambda *_, **__: None)
    claim = makers.full_claim(bob, alice)
    makers.evidence(claim, alice, Relation.CORROBORATES, body="The log agrees")
    makers.evidence(claim, alice, kind="claim", other=makers.later_claim(alice), body="")
    small = services.report_freeze(user=bob, report=makers.report_of(bob, [claim]), version=None)
    (one,) = small.content["claims"]
    claims = [
        {
            **one,
            "position": number,
            "statement": f"Crews recovered {number} containers of the {number}th ship",
        }
        for number in range(1, CLAIMS + 1)
    ]
    edition = {**small.content["edition"], "number": 2}
    tally = [{"verdict": one["verdict"], "claims": CLAIMS}]
    content = {**small.content, "edition": edition, "claims": claims, "tally": tally}
    return ReportEdition.objects.create(
        report=small.report,
        number=2,
        as_of=timezone.now(),
        content=content,
        sha256=seal(content),
        frozen_by=bob,
    ).pk


class Memory(threading.Thread):
    """Looks at the memory of this process and of those it started, some times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        gc.collect()
        self.before, self.most, self.child, self.over = resident("self"), 0, 0, False

    def run(self) -> None:
        while not self.over:
            self.most = max(self.most, resident("self"))
            self.child = max([self.child, *map(resident, children())])
            time.sleep(0.05)


def resident(process: str) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096 // 1_000_000
    except (OSError, IndexError):
        return 0


def children() -> list[str]:
    return [each for task in Path("/proc/self/task").glob("*/children") for each in _read(task).split()]


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


@pytest.mark.bench
@pytest.mark.django_db
@pytest.mark.parametrize("kind", LIMITS)
def test_ten_thousand_claims(kind, large, bob):
    edition = ReportEdition.objects.get(pk=large)
    job = exports.edition_start(user=bob, edition=edition, kind=kind)
    pk = str(job.pk)
    del edition, job
    memory = Memory()
    memory.start()
    began = time.perf_counter()
    while exporting.export_slice(pk):
        pass
    seconds = time.perf_counter() - began
    memory.over = True
    memory.join()
    done = Export.objects.get(pk=pk)
    grown = memory.most - memory.before
    child = f", other process {memory.child} MB" if kind == "pdf" else ""
    print(f"\n{kind}: {seconds:.1f} s, {done.size / 1e6:.1f} MB, worker +{grown} MB{child}")
    assert (done.state, done.done) == (JobState.DONE, CLAIMS)
    assert seconds < LIMITS[kind][0]
    assert grown < LIMITS[kind][1]
    assert kind != "pdf" or memory.child < CHILD
