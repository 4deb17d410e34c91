"""Tables of claims/models/document.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from .making import refuses, row

MODELS = [
    migrations.CreateModel(
        "Document",
        fields=[
            *row(),
            ("sha256", models.CharField(max_length=64)),
            ("size", models.PositiveBigIntegerField()),
            ("name", models.CharField(max_length=255)),
            ("kind", models.CharField(max_length=8)),
            (
                "added_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            ("desk", models.ForeignKey(on_delete=models.PROTECT, related_name="documents", to="claims.desk")),
        ],
        options={
            "ordering": ["created_at", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("desk", "sha256"), name="document_once"),
                models.CheckConstraint(
                    condition=Q(("size__gt", 0), Q(("name", ""), _negated=True)), name="document_has_content"
                ),
                models.CheckConstraint(
                    condition=Q(("sha256__regex", "^[0-9a-f]{64}$")), name="document_has_hash"
                ),
            ],
            "triggers": [
                refuses("delete", "Document", "kept_forever"),
                refuses("update", "Document", "never_changed"),
            ],
        },
    ),
    migrations.CreateModel(
        "DocumentChunk",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("number", models.PositiveIntegerField()),
            ("data", models.BinaryField()),
            (
                "document",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="chunks", to="claims.document"
                ),
            ),
        ],
        options={
            "ordering": ["document", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("document", "number"), name="document_chunk_once")
            ],
            "triggers": [
                refuses("delete", "DocumentChunk", "kept_forever"),
                refuses("update", "DocumentChunk", "never_changed"),
            ],
        },
    ),
]
