"""Long work beside the pages: what every job has, the claims that were changed, and matching again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claims.states import JobState

from .base import Row, StatusField, kept_forever, moves, one_of
from .claim import Claim
from .people import Desk, User
from .source import Source

OPEN = [JobState.QUEUED, JobState.RUNNING]


class JobRow(Row):
    """Long work that any worker can go on with: how far it is, and who holds it until when (claims/jobs.py).

    `done` counts rows of `total`; it is written together with what was done, so that it is never too far.
    """

    state = StatusField(default=JobState.QUEUED)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)  # since the last row that was done
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "id"]

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN

    @property
    def percent(self) -> int:
        """How far it is; 100 for nothing to do."""
        return 100 * self.done // self.total if self.total else 100


def job_rules(table: str) -> list[models.BaseConstraint]:
    """Return the constraints of a table of jobs."""
    return [
        one_of(table, "state", JobState),
        models.CheckConstraint(condition=Q(done__lte=F("total")), name=f"{table}_done_of_total"),
        models.CheckConstraint(
            condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False, lease_token__isnull=False),
            name=f"{table}_running_has_lease",
        ),
    ]


def open_index(table: str) -> models.Index:
    """Return the index by which the sweeper finds open jobs."""
    return models.Index(fields=["created_at"], condition=Q(state__in=OPEN), name=f"{table}_open")


class ChangedClaim(models.Model):
    """A claim that was changed and waits to be matched again; gone when that is done."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(default=timezone.now, db_index=True)  # of the last change
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.claim} waits since {self.since:%H:%M:%S}"


class MatchJob(JobRow):
    """Matching again of all articles of a desk (or of all desks), or of those in which a source speaks.

    `reached` names the last article version that is done: whoever takes the job over goes on behind it.
    """

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="match_jobs")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="match_jobs"
    )
    reached_at = models.DateTimeField(null=True, blank=True)  # when that version was made
    reached = models.UUIDField(null=True, blank=True)
    skipped = models.PositiveIntegerField(default=0)  # that failed again and again
    proposed = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)

    class Meta(JobRow.Meta):
        constraints = [
            *job_rules("matchjob"),
            models.UniqueConstraint(
                fields=["desk", "source"],
                condition=Q(state__in=OPEN),
                nulls_distinct=False,
                name="matchjob_one_open",
            ),
        ]
        indexes = [open_index("matchjob")]
        triggers = [moves("matchjob", "state"), kept_forever()]

    def __str__(self) -> str:
        return f"Matching again, {self.done} of {self.total} articles ({self.state})"
