"""Files that are written in one go: into a temporary file, then stored in chunks under the lease.

Who takes such a job over begins again; how far it is, is told while it is written.
"""

from __future__ import annotations

import hashlib
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from claims import jobs
from claims.access import Action, may
from claims.models import Export, ExportChunk, Report

from . import exports, frozen, then
from .formats.whole import written
from .progress import NoSuchMoment, Progress

CHUNK = 1_000_000  # bytes


def write(job: Export) -> bool:
    """Write the whole file and store it; returns False when nobody may read it. Raises flow.LostLease."""
    if job.edition_id is not None:
        _store(job, _of_edition(job, job.edition_id))
        return True
    if job.started_by is None or not may(job.started_by, Action.BUILD_REPORT):
        return False
    _store(job, _of_moment(job))
    return True


def _of_edition(job: Export, edition: UUID) -> IO[bytes]:
    around, sealed = frozen.around(edition)
    return written(job.kind, around, Progress(job).over(frozen.claims(edition)), sealed)


def _of_moment(job: Export) -> IO[bytes]:
    progress = Progress(job)
    found = then.at_moment(*_asked(job), seen=progress.reached)
    if found is None:
        raise NoSuchMoment(str(job))
    with found:
        return written(job.kind, found.around, found.claims(), found.sealed)


def _asked(job: Export) -> tuple[Report, Any]:
    return Report.objects.select_related("desk").get(exports=job), job.moment


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
