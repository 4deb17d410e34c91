"""Files that people bring as evidence: written once, known by their hash, kept in the database.

In the database and not on a disk, because web and worker may be machines that share none, and a backup of
the database is a backup of everything.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .base import Row, never_changed
from .people import Desk, User


class Document(Row):
    """A file of a desk. The same bytes are one row, however often they are brought."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    name = models.CharField(max_length=255)  # as first brought, without what could mislead
    kind = models.CharField(max_length=8)  # pdf, png, ...: a key of verify/file_kinds.py
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "sha256"], name="document_once"),
            models.CheckConstraint(condition=Q(size__gt=0) & ~Q(name=""), name="document_has_content"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="document_has_hash"),
        ]
        triggers = never_changed()

    def __str__(self) -> str:
        return self.name


class DocumentChunk(models.Model):
    """A piece of a file."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="chunks", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_chunk_once")]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"Chunk {self.number} of {self.document_id}"
