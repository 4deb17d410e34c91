"""The record: who did what to which row, when. Written with the change, never altered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .article import Article
from .base import never_changed
from .claim import Claim
from .people import Desk, User


class AuditEntry(models.Model):
    """One change. `actor` is None when the machine did it; `before` and `after` hold the changed fields."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="audit_entries")
    action = models.CharField(max_length=40)  # "claim.accept": object, verb
    subject_type = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="history")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="history")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    note = models.TextField(blank=True, default="")
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["claim", "-id"], name="audit_of_claim"),
            models.Index(fields=["desk", "-id"], name="audit_of_desk"),
            models.Index(fields=["desk", "-id"], name="audit_by_people", condition=Q(actor__isnull=False)),
            models.Index(fields=["desk", "actor", "-id"], name="audit_of_person"),
            models.Index(fields=["desk", "action", "-id"], name="audit_of_action"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_of_subject"),
        ]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"{self.action} {self.subject_id} at {self.at:%Y-%m-%d %H:%M}"
