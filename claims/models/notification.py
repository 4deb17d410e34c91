"""What later sources mean for a person: one notice for each claim of theirs and each later article."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .article import Article
from .base import Row
from .claim import Claim
from .evidence import Evidence
from .people import User
from .report import Report


class NoticeKind(models.TextChoices):
    """Why a person is told."""

    ASSIGNED = "assigned", "Assigned to you"
    DECIDED = "decided", "You decided about it"
    PUBLISHED = "published", "In a report you froze"


class Notification(Row):
    """A later article touches a claim that is in a person's hands, or that they decided or published."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "claim", "article"], name="notification_once"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notification_kind_known"),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notification_of_user"),
            models.Index(
                fields=["user", "claim"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} for {self.user}"
