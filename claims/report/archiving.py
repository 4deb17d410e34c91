"""Writing an archive, in a worker: each finished piece is stored, and who takes over goes on behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from claims import jobs
from claims.access import Action, may
from claims.models import Event, Export, ExportChunk, Report

from . import exports
from .archive import writing
from .archive.case import Case, case_of
from .archive.zipping import Entry, Piece
from .progress import NoSuchMoment, Progress


def write(job: Export) -> bool:
    """Write what the archive lacks; returns False when nobody may have it. Raises flow.LostLease."""
    if job.started_by is None or not may(job.started_by, Action.PUBLISH):
        return False
    found = case_of(_about(job), job.moment) if job.moment else None
    if found is None:
        raise NoSuchMoment(str(job))
    kept = Kept(job, found)
    progress = Progress(job, total=writing.steps(found), done=kept.done)
    found.step = progress.step
    last = writing.write(found, kept.entries, kept.size, lambda piece: kept.keep(piece, progress.done))
    kept.finish(last)
    return True


def _about(job: Export) -> Report | Event:
    """Return the report or event anew: it is taken back in memory."""
    if job.report_id is not None:
        return Report.objects.select_related("desk").get(pk=job.report_id)
    return Event.objects.select_related("desk").get(exports=job)


class Kept:
    """What stands in chunks: the entries of the finished members, and what they met on the way."""

    def __init__(self, job: Export, case: Case) -> None:
        self._job, self._case = job, case
        self.entries: list[Entry] = []
        self.size = self.done = self._number = 0
        self._hash = hashlib.sha256()
        for state in self._stored():
            self.done = state["done"]
            self.entries += [Entry(**entry) for entry in state["entries"]]
            case.versions |= {UUID(pk) for pk in state["versions"]}
            case.documents |= {UUID(pk) for pk in state["documents"]}
            case.snapshots |= set(state["snapshots"])
        self._known = self._met()

    def keep(self, piece: Piece, done: int) -> None:
        """Store a piece and how far the archive is, together. Raises flow.LostLease."""
        met = self._met()
        state: dict[str, Any] = {name: sorted(rows - self._known[name]) for name, rows in met.items()}
        state |= {"done": done, "entries": [entry.kept for entry in piece.entries]}
        with transaction.atomic():
            held = jobs.hold(self._job)
            self._store(piece.data(writing.CHUNK), state)
            held.done, held.size, held.attempts = min(done, held.total), self.size, 1
            held.save()
        self._known = met

    def finish(self, last: Iterable[bytes]) -> None:
        """Store the last chunks; the archive is done. Raises flow.LostLease."""
        with transaction.atomic():
            held = jobs.hold(self._job)
            self._store(last, None)
            jobs.finish(
                self._job,
                done=held.total,
                size=self.size,
                sha256=self._hash.hexdigest(),
                expires_at=timezone.now() + exports.KEEP,
                error="",
            )

    def _stored(self) -> Iterator[dict[str, Any]]:
        """Yield what was stored with the chunks that are there, while these are counted and hashed."""
        for data in exports.chunks(self._job):
            self._count(data)
        for kept in self._job.chunks.order_by("number").values_list("kept", flat=True):
            if kept is not None:
                yield kept

    def _store(self, pieces: Iterable[bytes], state: dict[str, Any] | None) -> None:
        """Store chunks, the last of them with what is needed to go on behind it."""
        chunk = None
        for data in pieces:
            chunk = ExportChunk.objects.create(export=self._job, number=self._number, data=data)
            self._count(data)
        if chunk is not None and state is not None:
            ExportChunk.objects.filter(pk=chunk.pk).update(kept=state)

    def _count(self, data: bytes) -> None:
        self._number += 1
        self.size += len(data)
        self._hash.update(data)

    def _met(self) -> dict[str, set[str]]:
        case = self._case
        return {
            "versions": set(map(str, case.versions)),
            "documents": set(map(str, case.documents)),
            "snapshots": set(case.snapshots),
        }
