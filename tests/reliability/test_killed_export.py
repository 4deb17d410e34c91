"""A worker is killed with -9 in the middle of a long file: another goes on, and the file is whole."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest

from claims.models import Export
from claims.report import exports
from claims.states import JobState
from tests.cast import many_containers
from tests.plugins.workers import through_kills

CLAIMS = 1600  # eight chunks


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [1, pytest.param(3, marks=pytest.mark.hard)])
def test_killing_the_worker_loses_and_doubles_no_claim(foreign_desk, bob, tmp_path, times):
    words = many_containers(foreign_desk, CLAIMS)
    job = exports.list_start(user=bob, kind="csv", asks="")
    rows = Export.objects.filter(pk=job.pk)
    through_kills(
        tmp_path / "beat",
        lambda: rows.get().done,
        CLAIMS,
        lambda: rows.get().state == JobState.DONE,
        times,
    )
    job.refresh_from_db()
    data = b"".join(exports.chunks(job))
    found = [row["statement"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]
    assert found == words
    assert job.sha256 == hashlib.sha256(data).hexdigest()
    assert job.size == len(data)
