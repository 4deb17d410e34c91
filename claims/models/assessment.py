"""Verdicts: proposed by one person with a reason and evidence, approved by another."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from claims.states import AssessmentState, AttributionVerdict, Verdict

from .base import Row, StatusField, kept_forever, moves, one_of
from .claim import Claim
from .evidence import Evidence
from .people import User


class Assessment(Row):
    """A verdict on a claim. What it says never changes after it leaves draft; a new one supersedes it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessments")
    verdict = StatusField()
    attribution_verdict = StatusField(default=AttributionVerdict.UNCHECKED)
    reason = models.TextField()
    rests_on = models.ManyToManyField(Evidence, blank=True, related_name="assessments")
    state = StatusField(default=AssessmentState.DRAFT)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assessments")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approver = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            one_of("assessment", "verdict", Verdict),
            one_of("assessment", "attribution_verdict", AttributionVerdict),
            one_of("assessment", "state", AssessmentState),
            models.CheckConstraint(condition=~Q(reason=""), name="assessment_has_reason"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("author")),
                name="assessment_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AssessmentState.APPROVED, AssessmentState.CHANGES_REQUESTED])
                | Q(approver__isnull=False, decided_at__isnull=False),
                name="assessment_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state=AssessmentState.APPROVED), name="assessment_one_stands"
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(state=AssessmentState.SUBMITTED),
                name="assessment_one_submitted",
            ),
        ]
        triggers = [
            moves("assessment", "state"),
            kept_forever(),
            pgtrigger.Protect(
                name="words_stand",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__state__in=[
                        AssessmentState.SUBMITTED,
                        AssessmentState.APPROVED,
                        AssessmentState.CHANGES_REQUESTED,
                        AssessmentState.SUPERSEDED,
                    ]
                )
                & (
                    pgtrigger.Q(old__verdict__df=pgtrigger.F("new__verdict"))
                    | pgtrigger.Q(old__attribution_verdict__df=pgtrigger.F("new__attribution_verdict"))
                    | pgtrigger.Q(old__reason__df=pgtrigger.F("new__reason"))
                    | pgtrigger.Q(old__author__df=pgtrigger.F("new__author"))
                    | pgtrigger.Q(old__claim__df=pgtrigger.F("new__claim"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.author} ({self.state})"
