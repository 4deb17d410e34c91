"""Hints that a batch waits; what is to be done stands in its row."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from claims.models import ClaimBatch
from claims.states import JobState
from tracker.celery import app

TASK = "claims.review.tasks.batch_run"
RESEND_AFTER = timedelta(seconds=20)
MAX_ATTEMPTS = 5


def send(batch: ClaimBatch) -> None:
    """Send the hint; a broker that is away costs nothing, the sweeper sends it later."""
    try:
        app.send_task(TASK, args=[str(batch.pk)], retry=False)
    except OperationalError:
        return
    ClaimBatch.objects.filter(pk=batch.pk).update(sent_at=timezone.now())


def sweep() -> int:
    """Send the hints again for batches that wait too long or whose worker died; returns how many.

    One that was begun too often is stopped: what it did stays, and can be undone.
    """
    now = timezone.now()
    stale = Q(state=JobState.QUEUED) & (Q(sent_at__isnull=True) | Q(sent_at__lt=now - RESEND_AFTER))
    died = Q(state=JobState.RUNNING, lease_until__lt=now)
    rows = ClaimBatch.objects.filter(stale | died, created_at__lt=now - timedelta(seconds=2))
    over = rows.filter(attempts__gte=MAX_ATTEMPTS)
    over.update(state=JobState.STOPPED, lease_token=None, lease_until=None, finished_at=now)
    waiting = list(rows.filter(attempts__lt=MAX_ATTEMPTS).order_by("created_at")[:100])
    for batch in waiting:
        send(batch)
    return len(waiting)
