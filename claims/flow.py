"""The whole pipeline on one screen: which stage follows which, and how work is handed out safely.

    fetch (a URL becomes text) -> extract (text becomes claims) -> match (claims meet earlier claims)
                                          `-> opinion (a model looks at the claims, if one is set up; nobody
                                              waits for it, and what it adds is matched again)

A `Work` row per article, version and stage is the queue of record. A Celery message only says "look at
this row"; it is sent when the transaction that wrote the row has committed, and a sweeper sends it again
when a row waits too long or its lease ran out. A worker owns a row by its lease token and renews the
lease while it lives; whatever it writes it writes together with `finish` in one transaction, so killing
it at any moment loses and doubles nothing.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from claims.models import Article, ArticleVersion, Work
from claims.models.job import JobRow
from claims.states import WorkState
from tracker.celery import app


@dataclass(frozen=True)
class Stage:
    """One stage: the task that does it, the stage after it, and whether it runs beside the others.

    What runs beside holds nothing up: the article is ready without it, and stays so when it fails.
    """

    task: str
    then: str | None
    beside: bool = False


PIPELINE: dict[str, Stage] = {
    "fetch": Stage("claims.ingest.tasks.fetch_article", then="extract"),
    "extract": Stage("claims.extract.tasks.extract_version", then="match"),
    "match": Stage("claims.verify.tasks.match_version", then=None),
    "opinion": Stage("claims.extract.tasks.ask_second_opinion", then=None, beside=True),
}
BESIDE = frozenset(name for name, stage in PIPELINE.items() if stage.beside)
MAX_ATTEMPTS = 5
log = logging.getLogger(__name__)
RESEND_AFTER = timedelta(seconds=20)


class LostLease(Exception):
    """The lease ran out and another worker took the row over: what was done must be rolled back."""


def enqueue(
    stage: str, article: Article, version: ArticleVersion | None = None, *, anew: bool = False
) -> Work:
    """Queue `stage` of `article` (again, if it was done or failed) and send the hint on commit.

    `anew` says that the rows it reads have changed: a worker that is at it has read the old ones, so it
    loses the row and its result, and the stage is done from the start.
    """
    work, made = Work.objects.select_for_update(of=("self",)).get_or_create(
        stage=stage, article=article, version=version
    )
    over = {WorkState.DONE, WorkState.FAILED} | ({WorkState.RUNNING} if anew else set())
    if not made and work.state in over:
        work.lease_token = work.lease_until = None
        work.state, work.attempts, work.percent, work.step, work.error = WorkState.QUEUED, 0, 0, "", ""
        work.finished_at = work.sent_at = None
        work.save()
    transaction.on_commit(lambda: _send(work))
    return work


def begin(work_id: str) -> Work | None:
    """Take the row for this worker, or return None when it is gone, done, or another worker's.

    Compare-and-set by row count: of two workers with the same hint one gets the row.
    """
    now = timezone.now()
    token = uuid.uuid4()
    took = (
        Work.objects.filter(pk=work_id)
        .filter(Q(state=WorkState.QUEUED) | Q(state=WorkState.RUNNING, lease_until__lt=now))
        .update(
            state=WorkState.RUNNING,
            lease_token=token,
            lease_until=now + settings.WORK_LEASE,
            attempts=F("attempts") + 1,
            percent=0,
            step="",
            error="",
        )
    )
    return Work.objects.select_related("article", "version").get(pk=work_id) if took else None


def run(work_id: str, do: Callable[[Work], object]) -> None:
    """Take the row and `do` it under a renewed lease; the whole of every task.

    A row that is gone or another worker's is left alone. When `do` raises, the row goes back to the queue
    for the sweeper, and the error is logged and raised for the worker's own record.
    """
    work = begin(work_id)
    if work is None:
        return
    try:
        with Heartbeat(work):
            do(work)
    except LostLease:
        log.warning("%s was taken over by another worker", work)
    except Exception as error:
        _give_back(work, error)
        raise


class Heartbeat:
    """Renews the lease of a row every quarter of its length, from a thread of its own.

    When the process is killed the renewals stop, and the sweeper hands the row to another worker within
    one lease: a dead worker costs seconds, not the task's whole time limit.
    """

    def __init__(self, work: Work | JobRow) -> None:
        self.work = work
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _beat(self) -> None:
        rows = type(self.work)._default_manager
        mine = rows.filter(pk=self.work.pk, lease_token=self.work.lease_token)
        try:
            while not self._stop.wait(settings.WORK_LEASE.total_seconds() / 4):
                try:
                    mine.update(lease_until=timezone.now() + settings.WORK_LEASE)
                except DatabaseError:  # the database restarts: try again at the next beat
                    connection.close()
        finally:
            connection.close()


def progress(work: Work, percent: int, step: str) -> None:
    """Show how far the stage is. Written at once, outside the transaction of the result."""
    Work.objects.filter(pk=work.pk, lease_token=work.lease_token).update(percent=percent, step=step[:120])


def hold(work: Work) -> Work:
    """Lock the row and return it; raises LostLease if it is no longer this worker's."""
    mine = Work.objects.select_for_update().filter(
        pk=work.pk, state=WorkState.RUNNING, lease_token=work.lease_token
    )
    held = mine.first()
    if held is None:
        raise LostLease(str(work))
    return held


def finish(work: Work, *, version: ArticleVersion | None = None, stop: bool = False) -> None:
    """Mark the stage done and enqueue the next one (unless `stop`), in the transaction of its result.

    `version` is what the next stage works on when this stage made it. Raises LostLease.
    """
    held = hold(work)
    held.state, held.percent, held.step = WorkState.DONE, 100, ""
    held.lease_until = held.lease_token = None
    held.finished_at = timezone.now()
    held.save()
    then = PIPELINE[held.stage].then
    if then and not stop:
        enqueue(then, held.article, version or held.version)


def fail(work: Work, message: str) -> None:
    """Mark the stage failed for good, with a sentence for people. Raises LostLease."""
    held = hold(work)
    held.state, held.error = WorkState.FAILED, message[:500]
    held.lease_until = held.lease_token = None
    held.finished_at = timezone.now()
    held.save()


def sweep() -> int:
    """Send the hint again for rows that wait too long or whose worker died; returns how many.

    A row that has used up its attempts is left for `exhausted`, so that it cannot kill workers for ever.
    """
    now = timezone.now()
    stale = Q(state=WorkState.QUEUED) & (Q(sent_at__isnull=True) | Q(sent_at__lt=now - RESEND_AFTER))
    died = Q(state=WorkState.RUNNING, lease_until__lt=now)
    rows = list(Work.objects.filter(stale | died, attempts__lt=MAX_ATTEMPTS).order_by("created_at")[:500])
    for work in rows:
        _send(work)
    return len(rows)


def exhausted() -> list[Work]:
    """Return the open rows that were begun too often and whose last worker is gone."""
    over = Q(state=WorkState.QUEUED) | Q(state=WorkState.RUNNING, lease_until__lt=timezone.now())
    return list(Work.objects.filter(over, attempts__gte=MAX_ATTEMPTS).select_related("article")[:100])


def abandon(work: Work) -> None:
    """Mark an exhausted row failed, unless a worker has taken it in the meantime (then LostLease)."""
    same = Work.objects.filter(pk=work.pk, state=work.state, lease_token=work.lease_token)
    if not same.update(
        state=WorkState.FAILED, lease_token=None, lease_until=None, finished_at=timezone.now()
    ):
        raise LostLease(str(work))


def _give_back(work: Work, error: Exception) -> None:
    """Put the row back into the queue; `sent_at` makes the sweeper wait before it tries again."""
    log.error("%s failed: %s", work, error)
    Work.objects.filter(pk=work.pk, lease_token=work.lease_token, state=WorkState.RUNNING).update(
        state=WorkState.QUEUED,
        lease_token=None,
        lease_until=None,
        sent_at=timezone.now(),
        error=f"{type(error).__name__}: {error}"[:500],
    )


def _send(work: Work) -> None:
    """Send the hint; a broker that is away costs nothing, the sweeper sends it later."""
    try:
        app.send_task(PIPELINE[work.stage].task, args=[str(work.pk)], retry=False)
    except OperationalError:
        return
    Work.objects.filter(pk=work.pk).update(sent_at=timezone.now())
