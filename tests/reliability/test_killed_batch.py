"""A worker is killed with -9 in the middle of a decision on many claims: every claim is decided once."""

from __future__ import annotations

import pytest

from claims.models import AuditEntry, Claim, ClaimBatch
from claims.review import bulk
from claims.states import JobState, Review
from tests.cast import many_containers
from tests.plugins.workers import through_kills

CLAIMS = 1200  # twelve slices


@pytest.mark.hard  # the machinery is that of the other jobs, which stay in the daily round
@pytest.mark.django_db(transaction=True)
def test_killing_the_worker_decides_every_claim_once(foreign_desk, bob, tmp_path):
    many_containers(foreign_desk, CLAIMS)
    ids = list(Claim.objects.values_list("pk", flat=True))
    batch = bulk.batch_start(user=bob, deed=bulk.Deed("accept"), claims=ids)
    rows = ClaimBatch.objects.filter(pk=batch.pk)
    through_kills(
        tmp_path / "beat",
        lambda: rows.get().done,
        CLAIMS,
        lambda: rows.get().state == JobState.DONE,
        times=2,
    )
    batch.refresh_from_db()
    assert (batch.done, batch.changed) == (CLAIMS, CLAIMS)
    assert Claim.objects.filter(review_state=Review.ACCEPTED).count() == CLAIMS
    entries = AuditEntry.objects.filter(action="claim.accept")
    assert entries.count() == entries.values("claim").distinct().count() == CLAIMS
    assert sorted(batch.entries) == sorted(entries.values_list("pk", flat=True))
