"""Writing a long file, in workers: the next batch of claims becomes a chunk, slice by slice.

A format that is one piece (a workbook, a PDF) and the past are written in one go: in_one_go.py. Archives are
written member by member: archiving.py.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from claims import jobs
from claims.access import Action, may
from claims.models import Export, ExportChunk, ExportKind, User

from . import archiving, exports, frozen, in_one_go, listed
from .formats.pieces import Pieces, pieces
from .formats.whole import WRITERS

Content = dict[str, Any]
NO_READER = "The person who asked for it may no longer read these claims. Ask for it again yourself."


@dataclass(frozen=True)
class Source:
    """What a file is made from: its parts, and the next batch of a job with its place in the order."""

    parts: Pieces
    batch: Callable[[Export], tuple[list[Content], listed.Place | None]]


def export_slice(job_id: str, *, seconds: float = jobs.SLICE) -> bool:
    """Write chunks of the export for `seconds`, then hand it on; returns whether there is more to do."""
    until = time.monotonic() + seconds
    return jobs.run(Export, job_id, lambda job: _go_on(job, until))


def _go_on(job: Export, until: float) -> bool:
    whole = archiving.write if job.kind == ExportKind.ARCHIVE else in_one_go.write
    if job.about is not None or (job.kind in WRITERS and job.edition_id is not None):
        if not whole(job):
            jobs.fail(job, NO_READER)
        return False
    source = _source(job)
    if source is None:
        jobs.fail(job, NO_READER)
        return False
    while True:
        contents, place = source.batch(job)
        if not contents:
            _finish(job, source.parts)
            return False
        data = b"".join(source.parts.row(content) for content in contents)
        _write(job, data if job.done else source.parts.head + data, len(contents), place)
        if time.monotonic() > until:
            jobs.pause(job)
            return True


def _source(job: Export) -> Source | None:
    """Return what the file is made from, None when nobody may read it any more."""
    if job.edition_id is not None:
        return _edition(job, job.edition_id)
    person = job.started_by
    return _list(job, person) if person is not None and may(person, Action.READ) else None


def _edition(job: Export, edition: UUID) -> Source:
    around, sealed = frozen.around(edition)
    claims = frozen.claims(edition, behind=job.done)
    return Source(
        pieces(job.kind, around, sealed),
        lambda job: (list(islice(claims, listed.BATCH)), None),
    )


def _list(job: Export, person: User) -> Source:
    as_of = job.created_at
    rows = listed.asked(person, job.asks, as_of)

    def batch(job: Export) -> tuple[list[Content], listed.Place | None]:
        place = (job.reached_at, job.reached) if job.reached_at and job.reached else None
        return listed.batch(rows, place, job.done, as_of)

    return Source(pieces(job.kind, listed.around(person, job.asks, as_of), None), batch)


def _write(job: Export, data: bytes, claims: int, place: listed.Place | None) -> None:
    """Store a chunk and how far the job is, together. Raises flow.LostLease."""
    with transaction.atomic():
        held = jobs.hold(job)
        ExportChunk.objects.create(export=held, number=held.done, data=data)
        held.done += claims
        held.total = max(held.total, held.done)
        held.size += len(data)
        held.reached_at, held.reached = place or (None, None)
        held.attempts = 1
        held.save()
    for name in ("done", "total", "size", "reached_at", "reached", "attempts"):
        setattr(job, name, getattr(held, name))


def _finish(job: Export, parts: Pieces) -> None:
    """Write the last chunk and the hash of all. Raises flow.LostLease."""
    last = parts.tail if job.done else parts.head + parts.tail
    whole = hashlib.sha256()
    for data in exports.chunks(job):
        whole.update(data)
    whole.update(last)
    with transaction.atomic():
        if last:
            ExportChunk.objects.create(export=job, number=job.done, data=last)
        jobs.finish(
            job,
            total=job.done,
            size=job.size + len(last),
            sha256=whole.hexdigest(),
            expires_at=timezone.now() + exports.KEEP,
            error="",
        )
