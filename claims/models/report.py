"""Reports: a set of claims in an order, and the editions frozen from it, which never change."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.states import ReportState

from .base import Row, StatusField, kept_forever, moves, never_changed, one_of
from .claim import Claim
from .people import Desk, User


class Report(Row):
    """What is being put together. Freezing makes an edition; the report itself stays editable."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=300)
    introduction = models.TextField(blank=True, default="")
    state = StatusField(default=ReportState.DRAFT)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("report", "state", ReportState),
            models.CheckConstraint(condition=~Q(title=""), name="report_has_title"),
        ]
        triggers = [moves("report", "state"), kept_forever()]

    def __str__(self) -> str:
        return self.title


class ReportItem(Row):
    """One claim in a report, at its place."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="items")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="in_reports")
    position = models.PositiveIntegerField()
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "claim"], name="report_claim_once"),
            models.UniqueConstraint(
                fields=["report", "position"],
                name="report_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.claim}"


class ReportEdition(Row):
    """A report frozen as of a moment: the complete content as data, from which every format is made."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    as_of = models.DateTimeField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)  # of the canonical JSON of `content`
    # Made with the edition (claims/report/signatures.py); none in editions of older releases.
    signatures = models.JSONField(default=list, blank=True)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_from_one"),
        ]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"{self.report}, edition {self.number}"
