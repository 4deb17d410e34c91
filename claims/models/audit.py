"""The record: who did what to which row, when. Written with the change, never altered.

Entries about one claim (or about another row that no claim stands behind) are a chain: each holds a hash of
itself and of the hash before it, written by a trigger (claims/migrations/schema/functions.py). How it is
checked stands in claims/seal.py and docs/operations.md.
"""

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
    # Written by the trigger, whatever is given here.
    chain = models.UUIDField(editable=False)  # the claim, else the subject
    link = models.PositiveIntegerField(editable=False)  # from 1 within the chain
    hash = models.BinaryField(editable=False)  # SHA-256

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
        constraints = [models.UniqueConstraint(fields=["chain", "link"], name="audit_chain_link")]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"{self.action} {self.subject_id} at {self.at:%Y-%m-%d %H:%M}"


class AuditChain(models.Model):
    """How long a chain is, and the hash of its last entry. The trigger writes it; its lock orders a chain."""

    chain = models.UUIDField(primary_key=True)
    length = models.PositiveIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.length} entries about {self.chain}"


class AuditCheckpoint(models.Model):
    """The ends of all chains at one moment, signed by a key that the database does not hold.

    It lists the chains that grew since the checkpoint before (`heads`: "chain link hash" a line); `digest`
    covers those and the digest before, so that it stands for the whole record up to entry `last`.
    """

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    first = models.BigIntegerField()  # the entries `first` to `last` came since the checkpoint before
    last = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    heads = models.TextField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=200)  # claims/signing.py; in older releases an HMAC

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["last"], name="checkpoint_last")]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"Checkpoint {self.number} up to entry {self.last}"
