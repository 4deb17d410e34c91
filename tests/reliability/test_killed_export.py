"""A worker is killed with -9 in the middle of a long file: another goes on, and the file is whole."""

from __future__ import annotations

import csv
import hashlib
import io
import random
import subprocess
import time

import pytest

from claims.models import Export
from claims.report import exports
from claims.states import JobState
from tests.cast import make_article, make_claim
from tests.plugins.workers import kill, start, wait_until

CLAIMS = 1600  # eight chunks
LEASE = {"WORK_LEASE_SECONDS": "2"}
PATIENCE = 120  # seconds until everything must be done


@pytest.mark.django_db(transaction=True)
def test_killing_the_worker_loses_and_doubles_no_claim(foreign_desk, bob, tmp_path):
    words = [f"{number} containers" for number in range(10_000, 10_000 + CLAIMS)]
    for part in range(0, CLAIMS, 100):
        article = make_article(foreign_desk, text=f"Part {part}: {', '.join(words[part : part + 100])}.")
        for each in words[part : part + 100]:
            make_claim(article, each)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.append(start("beat", "-s", str(tmp_path / "beat"), "--pidfile=", **LEASE))
        job = exports.list_start(user=bob, kind="csv", asks="")
        killed_busy = 0
        for _ in range(3):
            before = Export.objects.get(pk=job.pk).done
            worker = start("worker", "-c", "2", "-P", "prefork", **LEASE)
            processes.append(worker)
            wait_until(lambda: Export.objects.get(pk=job.pk).done > before, 40)  # noqa: B023
            time.sleep(random.uniform(0, 0.1))
            kill(worker)
            killed_busy += 0 < Export.objects.get(pk=job.pk).done < CLAIMS
        assert killed_busy, "no kill came in the middle of work: the test proves nothing"
        processes.append(start("worker", "-c", "2", "-P", "prefork", **LEASE))
        assert wait_until(lambda: Export.objects.get(pk=job.pk).state == JobState.DONE, PATIENCE)
    finally:
        for process in processes:
            kill(process)
    job.refresh_from_db()
    data = b"".join(exports.chunks(job))
    found = [row["statement"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]
    assert found == words
    assert job.sha256 == hashlib.sha256(data).hexdigest()
    assert job.size == len(data)
