"""Files of 10,000 claims, written by a worker: how long each takes, and that memory stays flat.

Editions in each format, a report as of a moment, and the archive of a case with two editions.
"""

from __future__ import annotations

import copy
import gc
import io
import re
import threading
import time
import uuid
from pathlib import Path

import docx
import openpyxl
import pytest
from django.db import transaction
from django.utils import timezone
from docx.oxml.ns import qn

from claims import jobs, record, seal
from claims.models import Claim, Export, ReportEdition
from claims.report import exporting, exports, services
from claims.report.builder import seal as sealed
from claims.states import JobState, Relation
from tests.report import archive_checker, makers
from tests.report.readers import SAID, pages

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
        sha256=sealed(content),
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


def write(job, limits, kind):
    """Write the file of a job, print what it took, and hold it to its limits."""
    pk = str(job.pk)
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
    child = f", other process {memory.child} MB" if memory.child else ""
    print(f"\n{kind}: {seconds:.1f} s, {done.size / 1e6:.1f} MB, worker +{grown} MB{child}")
    assert (done.state, done.done) == (JobState.DONE, done.total)
    assert seconds < limits[0]
    assert grown < limits[1]
    assert memory.child < CHILD
    return done


@pytest.mark.bench
@pytest.mark.django_db
@pytest.mark.parametrize("kind", LIMITS)
def test_ten_thousand_claims(kind, large, bob):
    edition = ReportEdition.objects.get(pk=large)
    job = exports.edition_start(user=bob, edition=edition, kind=kind)
    del edition
    done = write(job, LIMITS[kind], kind)
    assert claims_in(kind, b"".join(exports.chunks(done))) == CLAIMS


def claims_in(kind, data):
    """Return how many claims a reader that is not ours finds in the file."""
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        return sum(1 for _ in book["Claims"].iter_rows()) - 1
    if kind == "docx":
        paragraphs = docx.Document(io.BytesIO(data)).element.body.iterchildren(qn("w:p"))
        return sum(each.pPr is not None and each.pPr.style == "Heading2" for each in paragraphs)
    if kind == "pdf":
        return sum(bool(re.match(r"\d+\. ", mark.title)) for mark in flat(pages(data).outline))
    if kind == "md":
        return data.decode().count("\n### ")
    return len(SAID[kind](data))


def flat(marks):
    return [each for mark in marks for each in (flat(mark) if isinstance(mark, list) else [mark])]


def copied(row, **values):
    """Return a row like another, to be stored beside it."""
    new = copy.copy(row)
    new._state = copy.copy(row._state)
    new._state.adding = True
    new.pk = uuid.uuid4()
    for name, value in values.items():
        setattr(new, name, value)
    return new


@pytest.fixture
def case(bob, alice, monkeypatch):
    """A report of CLAIMS claims of the database, each with a place, a verdict, evidence and a record."""
    monkeypatch.setattr(jobs.app, "send_task", lambda *_, **__: None)
    base = makers.full_claim(bob, alice)
    makers.evidence(base, alice, Relation.CORROBORATES, body="The log agrees")
    claims = [copied(base, statement=f"Ship {number} lost containers") for number in range(CLAIMS)]
    Claim.objects.bulk_create(claims, batch_size=1000)
    for rows in (base.appearances, base.assessments, base.evidence):
        for row in rows.all():
            made = [copied(row, claim=claim) for claim in claims]
            type(row).objects.bulk_create(made, batch_size=1000)
    with transaction.atomic():
        record.created_many(claims, actor=bob, action="claim.by_hand")
    report = makers.report_of(bob, claims)
    seal.checkpoint()
    return report


@pytest.mark.bench
@pytest.mark.django_db
def test_a_report_of_the_past(case, bob):
    job = exports.moment_start(
        user=bob, report=case, at=timezone.now(), kind="csv", title="The port", claims=CLAIMS
    )
    write(job, (90, 120), "as of a moment, csv")


@pytest.mark.bench
@pytest.mark.django_db
def test_an_archive(case, edna, bob):
    for _ in range(2):
        services.report_freeze(user=bob, report=case, version=None)
    gc.collect()
    job = exports.archive_start(user=edna, about=case, at=timezone.now())
    done = write(job, (400, 300), "archive of two editions")
    data = b"".join(exports.chunks(done))
    assert archive_checker.faults(data) == []
