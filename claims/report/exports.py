"""Files of many claims: started by a person, written by workers (exporting.py), kept for a week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from claims import jobs, record
from claims.models import Claim, Event, Export, ExportChunk, ExportKind, Report, ReportEdition, User
from claims.models.job import OPEN
from claims.states import JobState

from . import listed
from .formats.pieces import pieces

AT_ONCE = 1000  # claims that are sent while the person waits; more are written by a worker
SLOWER = {ExportKind.PDF: 200}  # the same of formats that take longer
KEEP = timedelta(days=7)
OVER = [JobState.DONE, JobState.FAILED, JobState.STOPPED]


def edition_file_name(frozen: ReportEdition, kind: str) -> str:
    """Return "the-attack-edition-2-as-of-2025-06-10T1215Z.csv": plain letters whatever the title holds."""
    return printed_file_name(frozen.content["report"]["title"], frozen, kind)


def printed_file_name(title: str, frozen: ReportEdition, kind: str) -> str:
    """Return the same for an edition whose content is not read; `title` is the one that it printed."""
    return f"{_plain(title)}-edition-{frozen.number}-as-of-{_stamp(frozen.as_of)}.{kind}"


def moment_file_name(title: str, at: datetime, kind: str) -> str:
    """Return "the-attack-as-of-2025-06-10T1215Z.csv", for a report that was not frozen then."""
    return f"{_plain(title)}-as-of-{_stamp(at)}.{kind}"


def _plain(title: str) -> str:
    return slugify(re.sub("[–—]", "-", title))[:80].strip("-") or "report"


def list_file_name(user: User, kind: str, as_of: datetime) -> str:
    """Return "claims-foreign-desk-2025-06-10T1215Z.csv"."""
    desk = slugify(user.desk.name)[:80].strip("-") if user.desk else ""
    return f"{'-'.join(filter(None, ['claims', desk, _stamp(as_of)]))}.{kind}"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H%MZ}"


def at_once(kind: str) -> int:
    """Return how many claims a file of an edition may hold that is sent while the person waits."""
    return min(AT_ONCE, SLOWER.get(ExportKind(kind), AT_ONCE))


def few(rows: QuerySet[Claim]) -> bool:
    """Return whether a list is short enough to be sent at once."""
    return rows[: AT_ONCE + 1].count() <= AT_ONCE


def list_now(
    user: User, kind: str, rows: QuerySet[Claim], as_of: datetime, asks: str = ""
) -> Iterator[bytes]:
    """Yield the file of a short list, or of claims that were ticked; `asks` is the question behind it."""
    parts = pieces(kind, listed.around(user, asks, as_of), None)
    yield parts.head
    for content in listed.contents(listed.in_order(rows, as_of), as_of):
        yield parts.row(content)
    yield parts.tail


def edition_export(edition: ReportEdition, kind: str) -> Export | None:
    """Return the file of an edition that is ready, else the one that is being written or failed last."""
    rows = edition.exports.filter(kind=kind).exclude(state=JobState.DONE, expires_at__lte=timezone.now())
    return rows.filter(state=JobState.DONE).first() or rows.first()


@transaction.atomic
def edition_start(*, user: User, edition: ReportEdition, kind: str) -> Export:
    """Queue the file of a frozen edition; returns the one that is ready or under way if there is one."""
    ReportEdition.objects.select_for_update(of=("self",), no_key=True).get(
        pk=edition.pk
    )  # one start at a time
    known = edition_export(edition, kind)
    if known is not None and (known.is_open or known.is_ready):
        return known
    job = Export(desk=edition.report.desk, edition=edition, kind=kind, started_by=user)
    job.file_name = edition_file_name(edition, kind)
    job.total = len(edition.content["claims"])
    return _queue(job, user)


def moment_export(about: Report | Event, at: datetime, kind: str) -> Export | None:
    """Return the file of a report or event as of a moment that is ready, else the one under way or failed."""
    rows = about.exports.filter(moment=at, kind=kind).exclude(
        state=JobState.DONE, expires_at__lte=timezone.now()
    )
    return rows.filter(state=JobState.DONE).first() or rows.first()


@transaction.atomic
def moment_start(*, user: User, report: Report, at: datetime, kind: str, title: str, claims: int) -> Export:
    """Queue the file of a report as of a moment; returns the one that is ready or under way if there is one.

    `title` and `claims` are what the report had then.
    """
    Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report.pk)  # one start at a time
    known = moment_export(report, at, kind)
    if known is not None and (known.is_open or known.is_ready):
        return known
    job = Export(desk=report.desk, report=report, moment=at, kind=kind, started_by=user)
    job.file_name, job.total = moment_file_name(title, at, kind), claims
    return _queue(job, user)


@transaction.atomic
def archive_start(*, user: User, about: Report | Event, at: datetime) -> Export:
    """Queue the archive of a report or event as of `at`; returns the one under way if there is one."""
    rows: QuerySet[Any] = type(about)._default_manager.all()
    rows.select_for_update(of=("self",), no_key=True).get(pk=about.pk)  # one start at a time
    known = about.exports.filter(kind=ExportKind.ARCHIVE, state__in=OPEN).first()
    if known is not None:
        return known
    which = {"report": about} if isinstance(about, Report) else {"event": about}
    job = Export(desk=about.desk, moment=at, kind=ExportKind.ARCHIVE, started_by=user, **which)
    job.file_name = moment_file_name(about.title, at, ExportKind.ARCHIVE)
    return _queue(job, user)


@transaction.atomic
def list_start(*, user: User, kind: str, asks: str) -> Export:
    """Queue the file of a list of claims; returns the same one if the person has just asked for it."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    mine = Export.objects.filter(started_by=user, edition=None, state__in=OPEN)
    known = mine.filter(kind=kind, asks=asks).first()
    if known is not None:
        return known
    job = Export(desk=user.desk, kind=kind, asks=asks, started_by=user)
    job.file_name = list_file_name(user, kind, job.created_at)
    job.total = listed.asked(user, asks, job.created_at).count()
    return _queue(job, user)


def _queue(job: Export, user: User) -> Export:
    jobs.queue_again(job)
    record.created(
        job,
        actor=user,
        action="export.start",
        after={"file": job.file_name, "claims": job.total, "asks": job.asks},
    )
    return job


def export_stop(*, user: User, job: Export) -> None:
    """Stop the locked export; it can go on later."""
    if jobs.stop(job):
        record.created(job, actor=user, action="export.stop", after={"done": job.done})


def export_again(*, user: User, job: Export) -> Export:
    """Go on with the locked export that failed or was stopped, or write one anew whose file has expired."""
    other = _other(job)
    if other is not None and other != job and (other.is_open or other.is_ready):
        return other
    if job.is_gone:
        return _anew(user, job)
    if job.state in {JobState.FAILED, JobState.STOPPED}:
        jobs.queue_again(job)
        record.created(job, actor=user, action="export.again", after={"done": job.done})
    return job


def _other(job: Export) -> Export | None:
    """Return another export of the same file."""
    if job.edition is not None:
        return edition_export(job.edition, job.kind)
    if job.about is not None and job.moment is not None:
        return moment_export(job.about, job.moment, job.kind)
    return None


def _anew(user: User, job: Export) -> Export:
    if job.edition is not None:
        return edition_start(user=user, edition=job.edition, kind=job.kind)
    if job.about is None:
        return list_start(user=user, kind=job.kind, asks=job.asks)
    new = Export(desk=job.desk, moment=job.moment, kind=job.kind, started_by=user)
    new.report, new.event, new.file_name, new.total = job.report, job.event, job.file_name, job.total
    return _queue(new, user)


def chunks(job: Export) -> Iterator[bytes]:
    """Yield the file chunk by chunk, one in memory at a time; each is a query, so that nothing is held."""
    last = -1
    while True:
        found = job.chunks.filter(number__gt=last).values_list("number", "data").order_by("number").first()
        if found is None:
            return
        last, data = found
        yield bytes(data)


def expire() -> int:
    """Remove the chunks of exports that ended a week ago; returns of how many. Their rows stay."""
    old = Export.objects.filter(state__in=OVER, finished_at__lt=timezone.now() - KEEP, size__gt=0)
    found = list(old.order_by("finished_at")[:500])
    for job in found:
        with transaction.atomic():
            mine = old.filter(pk=job.pk)
            if mine.update(size=0, reached=None, reached_at=None):
                ExportChunk.objects.filter(export=job.pk).delete()
                Export.objects.filter(Q(pk=job.pk) & ~Q(state=JobState.DONE)).update(done=0)
    return len(found)
