"""A worker is killed with -9 in the middle of a decision on many claims: every claim is decided once."""

from __future__ import annotations

import random
import subprocess
import time

import pytest

from claims.models import AuditEntry, Claim, ClaimBatch
from claims.review import bulk
from claims.states import JobState, Review
from tests.cast import make_article, make_claim
from tests.plugins.workers import kill, start, wait_until

CLAIMS = 1200  # twelve slices
LEASE = {"WORK_LEASE_SECONDS": "2"}
PATIENCE = 120  # seconds until everything must be done


@pytest.mark.django_db(transaction=True)
def test_killing_the_worker_decides_every_claim_once(foreign_desk, bob, tmp_path):
    words = [f"{number} containers" for number in range(10_000, 10_000 + CLAIMS)]
    for part in range(0, CLAIMS, 100):
        article = make_article(foreign_desk, text=f"Part {part}: {', '.join(words[part : part + 100])}.")
        for each in words[part : part + 100]:
            make_claim(article, each)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.append(start("beat", "-s", str(tmp_path / "beat"), "--pidfile=", **LEASE))
        ids = list(Claim.objects.values_list("pk", flat=True))
        batch = bulk.batch_start(user=bob, deed=bulk.Deed("accept"), claims=ids)
        killed_busy = 0
        for _ in range(2):
            before = ClaimBatch.objects.get(pk=batch.pk).done
            worker = start("worker", "-c", "2", "-P", "prefork", **LEASE)
            processes.append(worker)
            wait_until(lambda: ClaimBatch.objects.get(pk=batch.pk).done > before, 40)  # noqa: B023
            time.sleep(random.uniform(0, 0.1))
            kill(worker)
            killed_busy += 0 < ClaimBatch.objects.get(pk=batch.pk).done < CLAIMS
        assert killed_busy, "no kill came in the middle of work: the test proves nothing"
        processes.append(start("worker", "-c", "2", "-P", "prefork", **LEASE))
        assert wait_until(lambda: ClaimBatch.objects.get(pk=batch.pk).state == JobState.DONE, PATIENCE)
    finally:
        for process in processes:
            kill(process)
    batch.refresh_from_db()
    assert (batch.done, batch.changed) == (CLAIMS, CLAIMS)
    assert Claim.objects.filter(review_state=Review.ACCEPTED).count() == CLAIMS
    entries = AuditEntry.objects.filter(action="claim.accept")
    assert entries.count() == entries.values("claim").distinct().count() == CLAIMS
    assert sorted(batch.entries) == sorted(entries.values_list("pk", flat=True))
