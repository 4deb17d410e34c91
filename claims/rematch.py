"""Matching again: of claims that were changed, and of whole desks after an upgrade, slice by slice.

A changed claim is put on a list in the transaction of the change; a worker matches what is on it and takes it
off in one transaction. A job goes through many articles: any worker takes the next slice under a lease, and
what a slice changes is written together with how far the job has come. Killing a worker loses nothing and
doubles nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from claims import jobs, record
from claims.models import Appearance, ArticleVersion, ChangedClaim, Claim, Desk, MatchJob, Source, User
from claims.models.job import OPEN

CHANGED = "claims.verify.tasks.match_changed"
QUIET = 3.0  # seconds that a changed claim waits for further changes
RESEND_AFTER = timedelta(seconds=20)
TRIES = 3  # of one article before a job goes on without it


def claims_again(claims: Iterable[Claim]) -> None:
    """Put claims on the list of those to match again, in the caller's transaction.

    A claim changed once more while it is being matched stays on the list.
    """
    now = timezone.now()
    rows = [ChangedClaim(claim=claim, since=now) for claim in sorted(claims, key=lambda claim: claim.pk)]
    if not rows:
        return
    ChangedClaim.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["claim"], update_fields=["since", "attempts"]
    )
    transaction.on_commit(lambda: jobs.hint(CHANGED, wait=QUIET))


def job_start(*, user: User | None, desk: Desk | None, source: Source | None = None) -> MatchJob:
    """Queue a job over a desk (None: all), or over the articles where `source` speaks.

    A job over the same that is still open begins anew: what it has done may rest on what changed since.
    """
    with transaction.atomic():
        job = _open_job(desk, source) or _new_job(user, desk, source)
        job.reached_at = job.reached = None
        job.done = job.skipped = 0
        job.total = versions(job).count()
        jobs.queue_again(job)
        record.created(job, actor=user, action="match.start", after={"articles": job.total})
    return job


def _open_job(desk: Desk | None, source: Source | None) -> MatchJob | None:
    rows = MatchJob.objects.select_for_update(of=("self",)).filter(desk=desk, source=source, state__in=OPEN)
    return rows.first()


def _new_job(user: User | None, desk: Desk | None, source: Source | None) -> MatchJob:
    try:
        with transaction.atomic():
            return MatchJob.objects.create(desk=desk, source=source, started_by=user)
    except IntegrityError:  # somebody started the same a moment ago
        job = _open_job(desk, source)
        if job is None:
            raise
        return job


def source_again(*, user: User | None, source: Source) -> None:
    """Match again the articles in which a changed source speaks, in the caller's transaction."""
    job_start(user=user, desk=None, source=source)


def job_stop(*, user: User, job: MatchJob) -> None:
    """Stop the locked job for good; what it has done stays."""
    if jobs.stop(job):
        record.created(job, actor=user, action="match.stop", after={"done": job.done})


def versions(job: MatchJob) -> QuerySet[ArticleVersion]:
    """Return the article versions with claims that are left to do, the oldest first."""
    claims = Appearance.objects.filter(version=OuterRef("pk"))
    if job.source_id:
        claims = claims.filter(Q(claim__source=job.source_id) | Q(claim__source__merged_into=job.source_id))
    rows = ArticleVersion.objects.filter(Exists(claims), created_at__lte=job.created_at)
    if job.desk_id:
        rows = rows.filter(article__desk=job.desk_id)
    if job.reached is not None:
        rows = rows.filter(
            Q(created_at__gt=job.reached_at) | Q(created_at=job.reached_at, pk__gt=job.reached),
            created_at__gte=job.reached_at,
        )
    return rows.order_by("created_at", "pk").defer("text")


def advance(
    job: MatchJob,
    version: ArticleVersion,
    *,
    new: int = 0,
    changed: int = 0,
    withdrawn: int = 0,
    skip: bool = False,
) -> None:
    """Note that `version` is done, in the transaction of what was changed. Raises flow.LostLease."""
    held = jobs.hold(job)
    held.reached_at, held.reached = version.created_at, version.pk
    held.done = min(held.total, held.done + 1)
    held.proposed, held.changed = held.proposed + new, held.changed + changed
    held.withdrawn, held.skipped = held.withdrawn + withdrawn, held.skipped + skip
    held.attempts = 1
    held.save()
    job.reached_at, job.reached, job.attempts = held.reached_at, held.reached, 1


def finish(job: MatchJob) -> None:
    """Mark the job done. Raises flow.LostLease."""
    jobs.finish(job, done=job.total)


def sweep() -> int:
    """Send the hint again when changed claims wait too long; returns whether that was so."""
    old = timezone.now() - RESEND_AFTER
    waiting = ChangedClaim.objects.filter(since__lt=old, attempts__lt=TRIES).exists()
    return int(waiting and jobs.hint(CHANGED))
