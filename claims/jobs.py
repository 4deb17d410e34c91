"""Long work beside the pages: how a job is handed out, held, handed on, stopped and given up.

A job goes through many rows, slice by slice. Any worker takes the next slice under a lease that it renews
while it lives; what a slice makes is written together with how far the job has come, in one transaction
that holds the job. Killing a worker loses nothing and doubles nothing: another goes on behind the last row.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from claims import flow
from claims.models import ClaimBatch, Export, MatchJob
from claims.models.job import OPEN, JobRow
from claims.states import JobState
from tracker.celery import app

RESEND_AFTER = timedelta(seconds=20)
SLICE = 15.0  # seconds that a worker stays with a job before it looks for other work
log = logging.getLogger(__name__)
J = TypeVar("J", bound=JobRow)


@dataclass(frozen=True)
class Kind:
    """The task of a kind of job; how often it is begun without a row more before it fails, in which words."""

    task: str
    tries: int | None = None
    failure: str = ""


KINDS: dict[type[JobRow], Kind] = {
    MatchJob: Kind("claims.verify.tasks.match_slice"),  # it leaves out what fails instead
    Export: Kind(
        "claims.report.tasks.export_slice",
        tries=5,
        failure="The file could not be written. Try again; if that fails too, ask for fewer claims.",
    ),
    ClaimBatch: Kind(
        "claims.review.tasks.batch_slice",
        tries=5,
        failure="The rest could not be done. Try again; if that fails too, choose fewer claims.",
    ),
}


def begin(model: type[J], job_id: str) -> J | None:
    """Take the job for this worker, or return None when it is gone, over, or another worker's."""
    now = timezone.now()
    took = (
        _rows(model)
        .filter(pk=job_id)
        .filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now))
        .update(
            state=JobState.RUNNING,
            lease_token=uuid.uuid4(),
            lease_until=now + settings.WORK_LEASE,
            attempts=F("attempts") + 1,
        )
    )
    return _rows(model).get(pk=job_id) if took else None


def run(model: type[J], job_id: str, go_on: Callable[[J], bool]) -> bool:
    """Take the job and `go_on` with it under a renewed lease; returns whether there is more to do.

    Does nothing when the job is over or another worker's. When `go_on` raises, the job goes back to the
    queue (or fails, after many tries) and the error is raised for the worker's record.
    """
    job = begin(model, job_id)
    if job is None:
        return False
    try:
        with flow.Heartbeat(job):
            return go_on(job)
    except flow.LostLease:
        log.warning("%s was stopped or taken over", job)
        return False
    except Exception as error:
        give_back(job, error)
        raise


def hold(job: J) -> J:
    """Lock the job and return it; raises flow.LostLease if it is no longer this worker's."""
    mine = (
        _rows(type(job))
        .select_for_update(of=("self",))
        .filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token)
    )
    held = mine.first()
    if held is None:
        raise flow.LostLease(str(job))
    return held


def pause(job: JobRow) -> None:
    """Hand the job to whichever worker is free next. Raises flow.LostLease."""
    with transaction.atomic():
        held = hold(job)
        held.attempts = 0
        _leave(held, JobState.QUEUED)
        transaction.on_commit(lambda: send(held))


def finish(job: JobRow, **values: Any) -> None:
    """Mark the job done and set `values`. Raises flow.LostLease."""
    with transaction.atomic():
        held = hold(job)
        for name, value in values.items():
            setattr(held, name, value)
        held.finished_at = timezone.now()
        _leave(held, JobState.DONE)


def fail(job: JobRow, sentence: str) -> None:
    """Mark the job failed, with a sentence for people. Raises flow.LostLease."""
    with transaction.atomic():
        held = hold(job)
        held.finished_at, held.error = timezone.now(), sentence[:500]
        _leave(held, JobState.FAILED)


def stop(job: JobRow) -> bool:
    """Stop the locked job; what it has done stays. Returns False when it was over already."""
    if not job.is_open:
        return False
    job.finished_at = timezone.now()
    _leave(job, JobState.STOPPED)
    return True


def queue_again(job: JobRow, *, here: bool = False) -> None:
    """Queue the locked job once more, to go on where it was.

    `here` says that the caller goes on with it as soon as this is committed, so that no worker is told; the
    sweeper tells one if that comes to nothing.
    """
    job.attempts, job.error, job.finished_at = 0, "", None
    job.sent_at = timezone.now() if here else None
    _leave(job, JobState.QUEUED)
    if not here:
        transaction.on_commit(lambda: send(job))


def give_back(job: JobRow, error: Exception) -> None:
    """Put the job back into the queue after a failure; the sweeper waits before it is tried again."""
    log.error("%s failed: %s", job, error)
    kind = KINDS[type(job)]
    over = kind.tries is not None and job.attempts >= kind.tries
    mine = _rows(type(job)).filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)
    mine.update(
        state=JobState.FAILED if over else JobState.QUEUED,
        lease_token=None,
        lease_until=None,
        sent_at=timezone.now(),
        finished_at=timezone.now() if over else None,
        error=kind.failure if over else f"{type(error).__name__}: {error}"[:500],
    )


def sweep() -> int:
    """Send the hints again for jobs that nobody works on, and end those begun too often; returns how many."""
    return sum(_sweep(model, kind) for model, kind in KINDS.items())


def _sweep(model: type[JobRow], kind: Kind) -> int:
    now = timezone.now()
    waits = Q(state=JobState.QUEUED)
    stale = waits & (Q(sent_at__isnull=True) | Q(sent_at__lt=now - RESEND_AFTER))
    died = Q(state=JobState.RUNNING, lease_until__lt=now)
    rows = _rows(model).filter(stale | died).order_by("created_at")
    if kind.tries is not None:
        tired = _rows(model).filter(waits | died, attempts__gte=kind.tries)
        tired.update(
            state=JobState.FAILED, lease_token=None, lease_until=None, finished_at=now, error=kind.failure
        )
    found = list(rows[:100])
    for job in found:
        send(job)
    return len(found)


def send(job: JobRow) -> None:
    """Send the hint that there is work on the job."""
    if hint(KINDS[type(job)].task, str(job.pk)):
        _rows(type(job)).filter(pk=job.pk).update(sent_at=timezone.now())


def hint(task: str, *args: str, wait: float = 0) -> bool:
    """Send a hint; a broker that is away costs nothing, the sweeper sends it later."""
    try:
        app.send_task(task, args=list(args), countdown=wait or None, retry=False)
    except OperationalError:
        return False
    return True


def open_rows(model: type[J]) -> QuerySet[J]:
    """Return the jobs of a kind that wait or run."""
    return _rows(model).filter(state__in=OPEN)


def _rows(model: type[J]) -> QuerySet[J]:
    rows: QuerySet[J] = model._default_manager.all()
    return rows


def _leave(job: JobRow, state: JobState) -> None:
    job.state, job.lease_token, job.lease_until = state, None, None
    job.save()
