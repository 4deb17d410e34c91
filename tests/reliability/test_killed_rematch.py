"""A worker is killed with -9 in the middle of matching a desk again: nothing is lost, nothing is doubled."""

from __future__ import annotations

import random
import subprocess
import time

import pytest

from claims import rematch
from claims.models import AuditEntry, Desk, Evidence, MatchJob
from claims.states import EvidenceState, JobState
from claims.verify.rematching import job_slice
from tests.cast import make_source
from tests.plugins.workers import kill, start_with_sweeper, wait_until
from tests.verify.scene import article, claim

ARTICLES = 40
PATIENCE = 120  # seconds until everything must be done

# Another town's containers are other containers: each claim has four that it is compared with.
TOWNS = (
    "Arnholt Belmora Corvath Dunwell Eskby Farnoy Gaveston Hartmere Ilvaton Jarvik Kelmore Lindau Morvane "
    "Nordal Osterby Palmory Quenby Rostock Selkirk Tarbert Ulverby Varmel Westray Yarnsby Zellwick"
).split()


def fill(desk: Desk) -> None:
    source = make_source(f"Authority of {desk}")
    for number in range(ARTICLES):
        words = f"recovered {number % 5 + 20} containers in {TOWNS[number // 5]}"
        text = f"The harbour authority said its divers {words} on Monday. Report {number}."
        claim(article(desk, text, f"Paper {number % 7}", number // 5), words, number % 5 + 20, source)


def pairs(desk: Desk) -> list[tuple[str, str, str]]:
    rows = Evidence.objects.filter(claim__desk=desk, state=EvidenceState.PROPOSED).select_related(
        "claim", "other"
    )
    return sorted((row.claim.statement, row.other.statement, row.relation) for row in rows)


@pytest.mark.django_db(transaction=True, serialized_rollback=False)
@pytest.mark.parametrize("times", [1, pytest.param(3, marks=pytest.mark.hard)])
def test_killing_the_worker_loses_and_doubles_nothing(foreign_desk, other_desk, tmp_path, times):
    processes: list[subprocess.Popen[bytes]] = []
    fill(foreign_desk)
    fill(other_desk)
    try:
        job = rematch.job_start(user=None, desk=foreign_desk)
        killed_busy = 0
        for _ in range(times):
            worker = start_with_sweeper(tmp_path / "beat")
            processes.append(worker)
            wait_until(lambda: MatchJob.objects.get(pk=job.pk).state == JobState.RUNNING, 60)
            time.sleep(random.uniform(0.05, 0.5 if times > 1 else 0.15))
            killed_busy += MatchJob.objects.get(pk=job.pk).state == JobState.RUNNING
            kill(worker)
        assert killed_busy, "no kill came in the middle of work: the test proves nothing"
        processes.append(start_with_sweeper(tmp_path / "beat"))
        assert wait_until(lambda: MatchJob.objects.get(pk=job.pk).state == JobState.DONE, PATIENCE)
    finally:
        for process in processes:
            kill(process)
    job.refresh_from_db()
    found = pairs(foreign_desk)
    assert job.done == ARTICLES
    assert found
    assert (
        AuditEntry.objects.filter(action="evidence.propose", claim__desk=foreign_desk).count() == job.proposed
    )
    quiet = rematch.job_start(user=None, desk=other_desk)
    while job_slice(str(quiet.pk)):
        pass
    assert found == pairs(other_desk)
