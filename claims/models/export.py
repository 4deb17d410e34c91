"""Files that are too long to make while somebody waits: a worker writes them, chunk by chunk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.states import JobState

from .base import kept_forever, moves
from .event import Event
from .job import OPEN, JobRow, job_rules, open_index
from .people import Desk
from .report import Report, ReportEdition


class ExportKind(models.TextChoices):
    """The formats of a file that a worker writes; the value ends the name of the file."""

    CSV = "csv", "CSV"
    JSON = "json", "JSON"
    XLSX = "xlsx", "XLSX"
    MARKDOWN = "md", "Markdown"
    DOCX = "docx", "DOCX"
    PDF = "pdf", "PDF"
    CLAIM_REVIEW = "claimreview.zip", "ClaimReview"
    ARCHIVE = "archive.zip", "Archive"


ONE_PIECE = {ExportKind.XLSX, ExportKind.DOCX, ExportKind.PDF, ExportKind.CLAIM_REVIEW}


class Export(JobRow):
    """A frozen edition, the claims that somebody asked for (`asks`, the queue's query string), or a report as
    it was at a `moment`, as a file. The archive of a report or event holds all that belongs to it as of then.

    Claims are written in the order of their creation; `reached` names the last one that stands in a chunk.
    The row is kept for the record; its chunks go when it expires.
    """

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="exports")
    edition = models.ForeignKey(
        ReportEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="exports")
    moment = models.DateTimeField(null=True, blank=True)
    asks = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=16, choices=ExportKind.choices)
    file_name = models.CharField(max_length=200)
    reached_at = models.DateTimeField(null=True, blank=True)
    reached = models.UUIDField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes so far
    sha256 = models.CharField(max_length=64, blank=True, default="")  # of the whole file, when it is done
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta(JobRow.Meta):
        constraints = [
            *job_rules("export"),
            models.CheckConstraint(condition=Q(kind__in=ExportKind.values), name="export_kind_known"),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE) | Q(expires_at__isnull=False) & ~Q(sha256=""),
                name="export_done_is_sealed",
            ),
            models.UniqueConstraint(
                fields=["edition", "kind"], condition=Q(state__in=OPEN), name="export_one_open"
            ),
            models.UniqueConstraint(
                fields=["report", "moment", "kind"],
                condition=Q(state__in=OPEN),
                name="export_moment_one_open",
            ),
            models.UniqueConstraint(
                fields=["event"], condition=Q(state__in=OPEN), name="export_event_one_open"
            ),
            models.CheckConstraint(
                condition=Q(report=None, event=None, moment=None)
                | Q(report__isnull=False, event=None, moment__isnull=False, edition=None)
                | Q(report=None, event__isnull=False, moment__isnull=False, edition=None),
                name="export_report_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(kind=ExportKind.ARCHIVE, report__isnull=False)
                | Q(kind=ExportKind.ARCHIVE, event__isnull=False)
                | ~Q(kind=ExportKind.ARCHIVE) & Q(event=None),
                name="export_archive_of_report",
            ),
        ]
        indexes = [
            open_index("export"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="export_expires"),
        ]
        triggers = [moves("export", "state"), kept_forever()]

    def __str__(self) -> str:
        return self.file_name

    @property
    def about(self) -> Report | Event | None:
        """What the file is of as of a moment, where it is of one."""
        return self.report or self.event

    @property
    def begins_again(self) -> bool:
        """Whether who takes the file over begins it again: it is one piece, or had from the past."""
        of_moment = self.moment is not None and self.kind != ExportKind.ARCHIVE
        return of_moment or (self.edition_id is not None and self.kind in ONE_PIECE)

    @property
    def is_ready(self) -> bool:
        """Whether the file can be downloaded."""
        return self.state == JobState.DONE and not self.is_gone

    @property
    def is_gone(self) -> bool:
        """Whether the file was there and has expired."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


class ExportChunk(models.Model):
    """A piece of a file. In the database, because web and worker may be machines that share no disk."""

    id = models.BigAutoField(primary_key=True)
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="chunks", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()
    kept = models.JSONField(null=True)  # what is needed to go on behind this chunk

    class Meta:
        ordering = ["export", "number"]
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="export_chunk_once")]

    def __str__(self) -> str:
        return f"Chunk {self.number} of {self.export_id}"
