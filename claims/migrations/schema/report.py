"""Tables of claims/models/report.py."""

from __future__ import annotations

import django.db.models.constraints
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from claims.models.base import StatusField

from .making import moves, refuses, row

MODELS = [
    migrations.CreateModel(
        "Report",
        fields=[
            *row(),
            ("title", models.CharField(max_length=300)),
            ("introduction", models.TextField(blank=True, default="")),
            ("state", StatusField(default="draft", max_length=24)),
            ("changed_at", models.DateTimeField(blank=True, null=True)),
            ("version", models.PositiveIntegerField(default=1)),
            (
                "created_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            ("desk", models.ForeignKey(on_delete=models.PROTECT, related_name="reports", to="claims.desk")),
        ],
        options={
            "ordering": ["-created_at"],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("state__in", ["draft", "frozen"])), name="report_state_known"
                ),
                models.CheckConstraint(condition=Q(("title", ""), _negated=True), name="report_has_title"),
            ],
            "triggers": [
                moves("Report", "state", "draft:frozen frozen:draft"),
                refuses("delete", "Report", "kept_forever"),
            ],
        },
    ),
    migrations.CreateModel(
        "ReportItem",
        fields=[
            *row(),
            ("position", models.PositiveIntegerField()),
            ("note", models.TextField(blank=True, default="")),
            (
                "claim",
                models.ForeignKey(on_delete=models.PROTECT, related_name="in_reports", to="claims.claim"),
            ),
            ("report", models.ForeignKey(on_delete=models.CASCADE, related_name="items", to="claims.report")),
        ],
        options={
            "ordering": ["report", "position"],
            "constraints": [
                models.UniqueConstraint(fields=("report", "claim"), name="report_claim_once"),
                models.UniqueConstraint(
                    deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                    fields=("report", "position"),
                    name="report_position_once",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "ReportEdition",
        fields=[
            *row(),
            ("number", models.PositiveIntegerField()),
            ("as_of", models.DateTimeField()),
            ("content", models.JSONField()),
            ("sha256", models.CharField(max_length=64)),
            (
                "frozen_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            (
                "report",
                models.ForeignKey(on_delete=models.PROTECT, related_name="editions", to="claims.report"),
            ),
        ],
        options={
            "ordering": ["report", "-number"],
            "constraints": [
                models.UniqueConstraint(fields=("report", "number"), name="edition_number_once"),
                models.CheckConstraint(condition=Q(("number__gte", 1)), name="edition_from_one"),
            ],
            "triggers": [
                refuses("delete", "ReportEdition", "kept_forever"),
                refuses("update", "ReportEdition", "never_changed"),
            ],
        },
    ),
]
