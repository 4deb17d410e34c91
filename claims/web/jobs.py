"""Long work as people see it: one fragment for every kind of job, which asks again until the job is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.access import LONG, Action, access_batch, access_export, access_job, may, require, visible_to
from claims.models import ClaimBatch, Export, ExportKind, MatchJob, User
from claims.models.job import OPEN, JobRow
from claims.review.bulk import AT_ONCE
from claims.states import JobState

from .request import Request
from .respond import fragment

SHOWN = 12
# How long a job has run, and how many seconds a page waits before it asks again.
PATIENCE = ((15, 1), (60, 2), (300, 5), (3600, 15))
LONGEST_WAIT = 60


@dataclass(frozen=True)
class Shown:
    """A job in words, with its addresses; empty ones are not offered."""

    key: str
    job: JobRow
    title: str
    unit: str  # of what is counted, in the singular
    detail: str
    url: str
    stop: str
    again: str = ""
    link: str = ""
    link_words: str = ""
    expired: bool = False
    begins_again: bool = False

    @property
    def wait(self) -> int:
        """Seconds until the page asks again; 0 when the job is over."""
        if not self.job.is_open:
            return 0
        age = (timezone.now() - self.job.created_at).total_seconds()
        return next((wait for until, wait in PATIENCE if age < until), LONGEST_WAIT)

    @property
    def stage(self) -> str:
        """What is read out when it changes: the state, and each quarter of the way."""
        return f"{self.job.state}-{self.job.percent // 25}"

    @property
    def seen(self) -> str:
        """What a page shows; asking again with the same gets no answer to swap in."""
        return f"{self.job.done}.{self.wait}.{self.stage}"


def describe(job: JobRow) -> Shown:
    """Return a job of any kind as it is shown."""
    if isinstance(job, Export):
        return _export(job)
    if isinstance(job, MatchJob):
        return _match(job)
    if isinstance(job, ClaimBatch):
        return _batch(job)
    raise TypeError(type(job))


def _export(job: Export) -> Shown:
    ended = job.state in {JobState.FAILED, JobState.STOPPED}
    again = "It begins again when it goes on." if job.begins_again else "It can go on where it was."
    details = {
        JobState.DONE: f"{filesizeformat(job.size)}, kept until {_day(job)}" if job.is_ready else "",
        JobState.FAILED: job.error,
        JobState.STOPPED: again,
    }
    return Shown(
        key=f"export-{job.pk}",
        job=job,
        title=job.file_name,
        unit="step" if job.kind == ExportKind.ARCHIVE else "claim",
        detail="The file has expired." if job.is_gone else details.get(JobState(job.state), ""),
        url=reverse("claims:job", args=["export", job.pk]),
        stop=reverse("claims:export-stop", args=[job.pk]),
        again=reverse("claims:export-again", args=[job.pk]) if ended or job.is_gone else "",
        link=reverse("claims:export-file", args=[job.pk]) if job.is_ready else "",
        link_words="Download",
        expired=job.is_gone,
        begins_again=job.begins_again,
    )


def _day(job: Export) -> str:
    at = timezone.localtime(job.expires_at)
    return f"{at.day} {at:%B}"


def _match(job: MatchJob) -> Shown:
    counts = f"{job.proposed} new, {job.changed} changed, {job.withdrawn} withdrawn"
    left_out = f", {job.skipped} left out after errors" if job.skipped else ""
    error = f". Last error: {job.error}" if job.error and job.is_open else ""
    where = f"where {job.source} speaks" if job.source else str(job.desk or "all desks")
    return Shown(
        key=f"match-{job.pk}",
        job=job,
        title=f"Matching again, {where}",
        unit="article",
        detail=f"{counts}{left_out}{error}",
        url=reverse("claims:job", args=["match", job.pk]),
        stop=reverse("claims:match-job-stop", args=[job.pk]),
        link=f"{reverse('claims:claim-list')}?touched=yes" if job.state == JobState.DONE else "",
        link_words="Claims touched by later sources",
    )


def _batch(job: ClaimBatch) -> Shown:
    did = f"{job.undone:,} undone" if job.undoing else f"{job.changed:,} changed"
    left = job.done - job.changed
    stayed = f", {left:,} left as they were" if left and not job.undoing else ""
    ended = job.state in {JobState.FAILED, JobState.STOPPED}
    return Shown(
        key=f"batch-{job.pk}",
        job=job,
        title=f"Undo: {job}" if job.undoing else str(job),
        unit="claim",
        detail=f"{did}{stayed}{f'. {job.error}' if job.state == JobState.FAILED else ''}",
        url=reverse("claims:job", args=["batch", job.pk]),
        stop=reverse("claims:claim-batch-stop", args=[job.pk]),
        again=reverse("claims:claim-batch-again", args=[job.pk]) if ended else "",
        link="" if job.is_open else reverse("claims:claim-batch", args=[job.pk]),
        link_words="What it did",
    )


# --- Which jobs a person has ----------------------------------------------------------------------------


def own_exports(user: User) -> QuerySet[Export]:
    """Return the files that the person asked for, the newest first."""
    return visible_to(user, Export).filter(started_by=user).select_related("started_by")


def match_jobs(user: User) -> QuerySet[MatchJob]:
    """Return the runs of matching that the person may look at, the newest first."""
    rows = visible_to(user, MatchJob) if may(user, Action.REMATCH) else MatchJob.objects.none()
    return rows.select_related("desk", "source", "started_by")


def own_batches(user: User) -> QuerySet[ClaimBatch]:
    """Return the person's decisions on many claims that workers do or that did not end, the newest first."""
    rows = visible_to(user, ClaimBatch) if may(user, Action.REVIEW) else ClaimBatch.objects.none()
    background = Q(total__gt=AT_ONCE) | ~Q(state=JobState.DONE)  # not those done before the answer
    return rows.filter(background, started_by=user).select_related("started_by").defer(*LONG)


def running_rows(user: User) -> list[QuerySet[Any]]:
    """Return the open jobs of the person, a query for each kind, for the mark in the top bar."""
    own = Q(state__in=OPEN, started_by=user.pk)
    return [rows.filter(own).order_by() for rows in (own_exports(user), match_jobs(user), own_batches(user))]


def running_count(user: User) -> int:
    """Return how many jobs of the person wait or run."""
    return sum(rows.count() for rows in running_rows(user))


# --- Pages ----------------------------------------------------------------------------------------------


def _own_batch(user: User, pk: UUID) -> ClaimBatch:
    """Return the decision of the person; what others decided has its own page, without buttons."""
    row = access_batch(user, pk, Action.REVIEW)
    if row.started_by_id != user.pk:
        raise Http404("No such work")
    return row


DOORS: dict[str, Callable[[User, UUID], JobRow]] = {
    "export": access_export,
    "match": lambda user, pk: access_job(user, pk, Action.REMATCH),
    "batch": _own_batch,
}


@require_safe
def job(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """Show one job; to htmx only what changed since `seen`, 204 when nothing did."""
    if kind not in DOORS:
        raise Http404("No such work")
    shown = describe(DOORS[kind](request.user, pk))
    if not request.htmx:
        return _fresh(render(request, "claims/web/job.html", {"shown": shown}))
    seen = request.GET.get("seen", "")
    if seen == shown.seen:
        return _fresh(HttpResponse(status=204))
    context = {"shown": shown, "says": not seen.endswith(f".{shown.stage}")}
    return _fresh(fragment(request, "claims/parts/_job_state.html", context))


@require_safe
def job_list(request: Request) -> HttpResponse:
    """Show the newest jobs of the person."""
    require(request.user, Action.READ_REPORT)
    kinds = (own_exports(request.user), match_jobs(request.user), own_batches(request.user))
    rows: list[JobRow] = [row for kind in kinds for row in kind[:SHOWN]]
    rows.sort(key=lambda row: (not row.is_open, -row.created_at.timestamp()))
    return render(request, "claims/web/jobs.html", {"jobs": [describe(row) for row in rows[:SHOWN]]})


@require_safe
def jobs_mark(request: Request) -> HttpResponse:
    """Return the mark of the top bar as it is now."""
    require(request.user, Action.READ_REPORT)
    context = {"jobs_running": running_count(request.user)}
    return _fresh(render(request, "claims/parts/_jobs_mark.html", context))


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
