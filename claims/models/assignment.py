"""Claims handed to a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.states import AssignmentState

from .base import Row, StatusField, kept_forever, moves, one_of
from .claim import Claim
from .people import User


class Priority(models.IntegerChoices):
    """How soon."""

    HIGH = 1, "High"
    NORMAL = 2, "Normal"
    LOW = 3, "Low"


class Assignment(Row):
    """One claim in one person's hands, or (no assignee) in the pool of its desk, from which anyone takes it.

    A claim has at most one open assignment.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assignments")
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    instruction = models.TextField(blank=True, default="")
    question = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    state = StatusField(default=AssignmentState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["due_at", "priority", "created_at"]
        constraints = [
            one_of("assignment", "state", AssignmentState),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="assignment_priority_known"
            ),
            models.CheckConstraint(
                condition=Q(state=AssignmentState.OPEN) | Q(closed_at__isnull=False),
                name="assignment_closed_when",
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state=AssignmentState.OPEN), name="assignment_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["assignee", "state", "due_at"], name="assignment_mine"),
            models.Index(
                fields=["due_at", "priority", "id"],
                condition=Q(state=AssignmentState.OPEN),
                name="assignment_open_due",
            ),
        ]
        triggers = [moves("assignment", "state"), kept_forever()]

    def __str__(self) -> str:
        return f"{self.claim} to {self.holder}"

    @property
    def holder(self) -> str:
        """Who has it, in words."""
        return self.assignee.display_name if self.assignee else "the desk’s pool"
