"""Tables of claims/models/article.py."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

from claims.models.base import StatusField

from .making import moves, refuses, row, trigger

MODELS = [
    migrations.CreateModel(
        "Article",
        fields=[
            *row(),
            ("agency", models.CharField(blank=True, default="", max_length=200)),
            ("title", models.CharField(blank=True, default="", max_length=500)),
            ("byline", models.CharField(blank=True, default="", max_length=300)),
            ("url", models.URLField(blank=True, default="", max_length=2000)),
            ("published_at", models.DateTimeField(blank=True, null=True)),
            ("published_day_only", models.BooleanField(default=False)),
            ("language", models.CharField(blank=True, default="", max_length=12)),
            ("digest", models.BooleanField(default=False)),
            ("state", StatusField(default="queued", max_length=24)),
            ("message", models.CharField(blank=True, default="", max_length=500)),
            (
                "added_by",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("desk", models.ForeignKey(on_delete=models.PROTECT, related_name="articles", to="claims.desk")),
            (
                "outlet",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="articles",
                    to="claims.outlet",
                ),
            ),
        ],
        options={
            "ordering": ["-created_at"],
            "indexes": [models.Index(fields=["desk", "-created_at"], name="article_desk_newest")],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("state__in", ["queued", "running", "ready", "kept", "failed"])),
                    name="article_state_known",
                )
            ],
            "triggers": [
                moves(
                    "Article",
                    "state",
                    """
                    failed:queued kept:queued queued:failed queued:kept queued:running ready:queued
                    running:failed running:kept running:queued running:ready
                """,
                ),
                refuses("delete", "Article", "kept_forever"),
            ],
        },
    ),
    migrations.CreateModel(
        "ArticleVersion",
        fields=[
            *row(),
            ("number", models.PositiveIntegerField()),
            ("text", models.TextField()),
            ("sha256", models.CharField(db_index=True, max_length=64)),
            ("method", models.CharField(max_length=8)),
            ("captured_at", models.DateTimeField()),
            (
                "article",
                models.ForeignKey(on_delete=models.PROTECT, related_name="versions", to="claims.article"),
            ),
            (
                "captured_by",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["article", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("article", "number"), name="version_number_once"),
                models.CheckConstraint(condition=Q(("number__gte", 1)), name="version_from_one"),
                models.CheckConstraint(condition=Q(("text", ""), _negated=True), name="version_has_text"),
            ],
            "triggers": [
                refuses("delete", "ArticleVersion", "kept_forever"),
                refuses("update", "ArticleVersion", "never_changed"),
                trigger(
                    "ArticleVersion",
                    "hash_proven",
                    "INSERT",
                    """
                    IF NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
                        RAISE EXCEPTION 'sha256 is not that of the text' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "Capture",
        fields=[
            *row(),
            ("body", models.BinaryField()),
            ("content_type", models.CharField(blank=True, default="", max_length=200)),
            ("final_url", models.CharField(blank=True, default="", max_length=2000)),
            ("filename", models.CharField(blank=True, default="", max_length=255)),
            (
                "removed",
                ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None),
            ),
            (
                "version",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="capture", to="claims.articleversion"
                ),
            ),
        ],
        options={
            "triggers": [
                refuses("delete", "Capture", "kept_forever"),
                refuses("update", "Capture", "never_changed"),
            ],
        },
    ),
    migrations.CreateModel(
        "Work",
        fields=[
            *row(),
            ("stage", models.CharField(max_length=16)),
            ("state", StatusField(default="queued", max_length=24)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("lease_until", models.DateTimeField(blank=True, null=True)),
            ("lease_token", models.UUIDField(blank=True, null=True)),
            ("percent", models.PositiveSmallIntegerField(default=0)),
            ("step", models.CharField(blank=True, default="", max_length=120)),
            ("error", models.CharField(blank=True, default="", max_length=500)),
            ("sent_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            (
                "article",
                models.ForeignKey(on_delete=models.PROTECT, related_name="work", to="claims.article"),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="work", to="claims.articleversion"
                ),
            ),
        ],
        options={
            "indexes": [
                models.Index(
                    F("lease_until"),
                    F("created_at"),
                    condition=Q(("state__in", ["queued", "running"])),
                    name="work_open",
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("state__in", ["queued", "running", "done", "failed"])),
                    name="work_state_known",
                ),
                models.CheckConstraint(condition=Q(("percent__lte", 100)), name="work_percent"),
                models.CheckConstraint(
                    condition=Q(
                        Q(("state", "running"), _negated=True),
                        Q(("lease_token__isnull", False), ("lease_until__isnull", False)),
                        _connector="OR",
                    ),
                    name="work_running_has_lease",
                ),
                models.UniqueConstraint(
                    fields=("article", "version", "stage"), name="work_once", nulls_distinct=False
                ),
            ],
            "triggers": [
                moves(
                    "Work",
                    "state",
                    """
                    done:queued failed:queued queued:failed queued:running running:done running:failed
                    running:queued running:running
                """,
                )
            ],
        },
    ),
]
