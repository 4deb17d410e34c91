"""Tables of claims/models/audit.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

from .making import refuses

MODELS = [
    migrations.CreateModel(
        "AuditEntry",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("at", models.DateTimeField(db_index=True, default=timezone.now)),
            ("action", models.CharField(max_length=40)),
            ("subject_type", models.CharField(max_length=20)),
            ("subject_id", models.UUIDField()),
            ("before", models.JSONField(default=dict)),
            ("after", models.JSONField(default=dict)),
            ("note", models.TextField(blank=True, default="")),
            (
                "actor",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="audit_entries",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "article",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="history", to="claims.article"
                ),
            ),
            (
                "undoes",
                models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="undone_by",
                    to="claims.auditentry",
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="history", to="claims.claim"
                ),
            ),
            (
                "desk",
                models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="claims.desk"),
            ),
            ("chain", models.UUIDField(editable=False)),
            ("link", models.PositiveIntegerField(editable=False)),
            ("hash", models.BinaryField()),
        ],
        options={
            "verbose_name_plural": "audit entries",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["claim", "-id"], name="audit_of_claim"),
                models.Index(fields=["desk", "-id"], name="audit_of_desk"),
                models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_of_subject"),
                models.Index(
                    condition=Q(("actor__isnull", False)), fields=["desk", "-id"], name="audit_by_people"
                ),
                models.Index(fields=["desk", "actor", "-id"], name="audit_of_person"),
                models.Index(fields=["desk", "action", "-id"], name="audit_of_action"),
            ],
            "constraints": [models.UniqueConstraint(fields=("chain", "link"), name="audit_chain_link")],
            "triggers": [
                refuses("delete", "AuditEntry", "kept_forever"),
                refuses("update", "AuditEntry", "never_changed"),
            ],
        },
    ),
    migrations.CreateModel(
        "AuditChain",
        fields=[
            ("chain", models.UUIDField(primary_key=True, serialize=False)),
            ("length", models.PositiveIntegerField()),
            ("hash", models.BinaryField()),
        ],
    ),
    migrations.CreateModel(
        "AuditCheckpoint",
        fields=[
            ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
            ("at", models.DateTimeField(default=timezone.now)),
            ("first", models.BigIntegerField()),
            ("last", models.BigIntegerField()),
            ("entries", models.PositiveIntegerField()),
            ("heads", models.TextField()),
            ("digest", models.CharField(max_length=64)),
            ("signature", models.CharField(max_length=64)),
        ],
        options={
            "ordering": ["number"],
            "triggers": [
                refuses("delete", "AuditCheckpoint", "kept_forever"),
                refuses("update", "AuditCheckpoint", "never_changed"),
            ],
        },
    ),
]
