"""Files that are written in one go: into a temporary file, then stored in chunks under the lease.

Who takes such a job over begins again; how far it is, is told while it is written.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from claims import flow, jobs
from claims.access import Action, may
from claims.models import Export, ExportChunk, ExportKind, Report
from claims.states import JobState

from . import exports, frozen, then
from .archive import case, writing
from .formats.whole import written

Content = dict[str, Any]
CHUNK = 1_000_000  # bytes
TOLD_EVERY = 1.0  # seconds


class NoSuchMoment(RuntimeError):
    """The report was not begun at the moment."""


def write(job: Export) -> bool:
    """Write the whole file and store it; returns False when nobody may read it. Raises flow.LostLease."""
    if job.edition_id is not None:
        _store(job, _of_edition(job, job.edition_id))
        return True
    needed = Action.PUBLISH if job.kind == ExportKind.ARCHIVE else Action.BUILD_REPORT
    if job.started_by is None or not may(job.started_by, needed):
        return False
    _store(job, _archive(job) if job.kind == ExportKind.ARCHIVE else _of_moment(job))
    return True


def _of_edition(job: Export, edition: UUID) -> IO[bytes]:
    around, sha256 = frozen.around(edition)
    return written(job.kind, around, Progress(job).over(frozen.claims(edition)), sha256)


def _of_moment(job: Export) -> IO[bytes]:
    progress = Progress(job)
    found = then.at_moment(*_asked(job), seen=progress.reached)
    if found is None:
        raise NoSuchMoment(str(job))
    with found:
        return written(job.kind, found.around, found.claims(), found.sha256)


def _archive(job: Export) -> IO[bytes]:
    found = case.case_of(*_asked(job))
    if found is None:
        raise NoSuchMoment(str(job))
    found.step = Progress(job, total=writing.steps(found)).step
    return writing.written(found)


def _asked(job: Export) -> tuple[Report, Any]:
    return Report.objects.select_related("desk").get(exports=job), job.moment


class Progress:
    """Tells the row of a job how far its file is, a second apart. Raises flow.LostLease."""

    def __init__(self, job: Export, *, total: int | None = None) -> None:
        self._job, self._done = job, 0
        self._mine = Export.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token)
        if total is not None:
            job.total = total
        self._tell(total=job.total)

    def step(self, number: int = 1) -> None:
        """So many more are done."""
        self.reached(self._done + number)

    def reached(self, number: int) -> None:
        """So many are done."""
        self._done = min(number, self._job.total)
        if time.monotonic() - self._told >= TOLD_EVERY:
            self._tell()

    def over(self, rows: Iterable[Content]) -> Iterator[Content]:
        """Yield the rows, each a step."""
        for row in rows:
            yield row
            self.step()

    def _tell(self, **more: int) -> None:
        self._told = time.monotonic()
        if not self._mine.update(done=self._done, **more):
            raise flow.LostLease(str(self._job))


def _store(job: Export, made: IO[bytes]) -> None:
    whole, size = hashlib.sha256(), 0
    with made as file, transaction.atomic():
        held = jobs.hold(job)
        for number, data in enumerate(iter(lambda: file.read(CHUNK), b"")):
            ExportChunk.objects.create(export=held, number=number, data=data)
            whole.update(data)
            size += len(data)
        jobs.finish(
            job,
            done=held.total,
            size=size,
            sha256=whole.hexdigest(),
            expires_at=timezone.now() + exports.KEEP,
            error="",
        )
