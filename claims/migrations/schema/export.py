"""Tables of claims/models/export.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from claims.models.base import StatusField

from .making import moves, refuses, row

MODELS = [
    migrations.CreateModel(
        "Export",
        fields=[
            *row(),
            ("state", StatusField(default="queued", max_length=24)),
            ("total", models.PositiveIntegerField(default=0)),
            ("done", models.PositiveIntegerField(default=0)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("lease_until", models.DateTimeField(blank=True, null=True)),
            ("lease_token", models.UUIDField(blank=True, null=True)),
            ("error", models.CharField(blank=True, default="", max_length=500)),
            ("sent_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            ("asks", models.TextField(blank=True, default="")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("csv", "CSV"),
                        ("json", "JSON"),
                        ("xlsx", "XLSX"),
                        ("md", "Markdown"),
                        ("docx", "DOCX"),
                        ("pdf", "PDF"),
                        ("claimreview.zip", "ClaimReview"),
                        ("archive.zip", "Archive"),
                    ],
                    max_length=16,
                ),
            ),
            ("file_name", models.CharField(max_length=200)),
            ("reached_at", models.DateTimeField(blank=True, null=True)),
            ("reached", models.UUIDField(blank=True, null=True)),
            ("size", models.PositiveBigIntegerField(default=0)),
            ("sha256", models.CharField(blank=True, default="", max_length=64)),
            ("expires_at", models.DateTimeField(blank=True, null=True)),
            (
                "desk",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="exports", to="claims.desk"
                ),
            ),
            (
                "edition",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="exports",
                    to="claims.reportedition",
                ),
            ),
            (
                "started_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("moment", models.DateTimeField(blank=True, null=True)),
            (
                "report",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="exports",
                    to="claims.report",
                ),
            ),
        ],
        options={
            "ordering": ["-created_at", "id"],
            "indexes": [
                models.Index(
                    condition=Q(("state__in", ["queued", "running"])),
                    fields=["created_at"],
                    name="export_open",
                ),
                models.Index(
                    condition=Q(("expires_at__isnull", False)), fields=["expires_at"], name="export_expires"
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("state__in", ["queued", "running", "done", "failed", "stopped"])),
                    name="export_state_known",
                ),
                models.CheckConstraint(condition=Q(("done__lte", F("total"))), name="export_done_of_total"),
                models.CheckConstraint(
                    condition=Q(
                        Q(("state", "running"), _negated=True),
                        Q(("lease_token__isnull", False), ("lease_until__isnull", False)),
                        _connector="OR",
                    ),
                    name="export_running_has_lease",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("state", "done"), _negated=True),
                        Q(("expires_at__isnull", False), Q(("sha256", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="export_done_is_sealed",
                ),
                models.UniqueConstraint(
                    condition=Q(("state__in", ["queued", "running"])),
                    fields=("edition", "kind"),
                    name="export_one_open",
                ),
                models.CheckConstraint(
                    condition=Q(
                        (
                            "kind__in",
                            ["csv", "json", "xlsx", "md", "docx", "pdf", "claimreview.zip", "archive.zip"],
                        )
                    ),
                    name="export_kind_known",
                ),
                models.UniqueConstraint(
                    condition=Q(("state__in", ["queued", "running"])),
                    fields=("report", "moment", "kind"),
                    name="export_moment_one_open",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("moment", None), ("report", None)),
                        Q(("edition", None), ("moment__isnull", False), ("report__isnull", False)),
                        _connector="OR",
                    ),
                    name="export_report_has_moment",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("kind", "archive.zip"), _negated=True), ("report__isnull", False), _connector="OR"
                    ),
                    name="export_archive_of_report",
                ),
            ],
            "triggers": [
                moves(
                    "Export",
                    "state",
                    """
                    failed:queued queued:failed queued:running queued:stopped running:done
                    running:failed running:queued running:running running:stopped stopped:queued
                """,
                ),
                refuses("delete", "Export", "kept_forever"),
            ],
        },
    ),
    migrations.CreateModel(
        "ExportChunk",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("number", models.PositiveIntegerField()),
            ("data", models.BinaryField()),
            (
                "export",
                models.ForeignKey(
                    db_index=False, on_delete=models.CASCADE, related_name="chunks", to="claims.export"
                ),
            ),
        ],
        options={
            "ordering": ["export", "number"],
            "constraints": [models.UniqueConstraint(fields=("export", "number"), name="export_chunk_once")],
        },
    ),
]
