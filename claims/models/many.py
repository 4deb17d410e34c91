"""What a desk makes to find its way among many claims: tags, saved searches, decisions on many at once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from .base import Row, StatusField, kept_forever, moves
from .claim import Claim
from .job import JobRow, job_rules, open_index
from .people import Desk, User


class Tag(Row):
    """A word of the desk's own vocabulary, put on claims."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="tags", db_index=False)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("desk", Lower("name"), name="tag_once"),
            models.CheckConstraint(condition=~Q(name=""), name="tag_has_name"),
        ]
        triggers = [kept_forever()]

    def __str__(self) -> str:
        return self.name


class ClaimTag(Row):
    """A tag on a claim. Taking it off removes the row; the record keeps who did what."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="tagged", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="on", db_index=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "tag"], name="tag_on_claim_once")]
        indexes = [models.Index(fields=["tag", "claim"], name="tag_claims")]

    def __str__(self) -> str:
        return f"{self.tag} on {self.claim}"


class SavedSearch(Row):
    """A question to the queue under a name, a person's own or shared with the desk.

    `asks` is the query string of the queue. A deleted one keeps its row for the record.
    """

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="saved_searches", db_index=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_searches")
    name = models.CharField(max_length=80)
    asks = models.TextField(max_length=4000)
    shared = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [Lower("name"), "id"]
        constraints = [
            models.UniqueConstraint(
                "owner", Lower("name"), condition=Q(removed_at__isnull=True), name="saved_search_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_name"),
        ]
        indexes = [
            models.Index(
                fields=["desk"],
                condition=Q(removed_at__isnull=True, shared=True),
                name="saved_search_shared",
            )
        ]
        triggers = [kept_forever()]

    def __str__(self) -> str:
        return self.name


class BatchAction(models.TextChoices):
    """What is done to many claims at once."""

    ACCEPT = "accept", "Accept"
    REJECT = "reject", "Reject"
    TAG = "tag", "Tag"
    UNTAG = "untag", "Take tag off"


class ClaimBatch(JobRow):
    """One decision on many claims: the claims it was taken for, how far it is, and what it wrote.

    `claims` are those that were shown when it was confirmed; `done` counts how many of them were looked at,
    `entries` are the audit entries it made, by which it is undone.
    """

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="batches", db_index=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="batches")
    action = models.CharField(max_length=8, choices=BatchAction.choices)
    reason = StatusField(blank=True, default="")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    claims = ArrayField(models.UUIDField(), default=list)
    entries = ArrayField(models.BigIntegerField(), default=list)
    undoing = models.BooleanField(default=False)
    changed = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)

    class Meta(JobRow.Meta):
        verbose_name_plural = "claim batches"
        constraints = [
            *job_rules("claimbatch"),
            models.CheckConstraint(
                condition=Q(action__in=BatchAction.values), name="claimbatch_action_known"
            ),
        ]
        indexes = [open_index("claimbatch")]
        triggers = [moves("claimbatch", "state"), kept_forever()]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.total} claims"
