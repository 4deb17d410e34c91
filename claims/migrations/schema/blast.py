"""Tables of claims/models/blast.py."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q

from claims.models.base import StatusField

from .making import refuses, row

MODELS = [
    migrations.CreateModel(
        "ArticleChange",
        fields=[
            *row(),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("changed", "Changed"),
                        ("corrected", "Corrected"),
                        ("retracted", "Retracted"),
                        ("gone", "Gone"),
                        ("restored", "In order again"),
                    ],
                    max_length=12,
                ),
            ),
            ("reason", models.CharField(blank=True, default="", max_length=500)),
            ("cause", models.CharField(max_length=300)),
            (
                "article",
                models.ForeignKey(on_delete=models.PROTECT, related_name="changes", to="claims.article"),
            ),
            (
                "before",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="claims.articleversion"
                ),
            ),
            (
                "made_by",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="changes", to="claims.articleversion"
                ),
            ),
        ],
        options={
            "ordering": ["-created_at", "id"],
            "indexes": [models.Index(fields=["article", "-created_at"], name="change_of_article")],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("kind__in", ["changed", "corrected", "retracted", "gone", "restored"])),
                    name="article_change_kind_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("kind", "changed"), _negated=True), ("version__isnull", False), _connector="OR"
                    ),
                    name="article_change_has_its_text",
                ),
                models.CheckConstraint(
                    condition=Q(("cause", ""), _negated=True), name="article_change_has_cause"
                ),
            ],
            "triggers": [
                refuses("delete", "ArticleChange", "kept_forever"),
                refuses("update", "ArticleChange", "never_changed"),
            ],
        },
    ),
    migrations.CreateModel(
        "Touch",
        fields=[
            *row(),
            ("by_evidence", models.BooleanField(default=False)),
            (
                "words",
                models.CharField(
                    choices=[
                        ("same", "Same sentence"),
                        ("around", "Same words, another sentence"),
                        ("lost", "No longer in the text"),
                        ("untold", "No new text"),
                    ],
                    max_length=8,
                ),
            ),
            ("was", StatusField(default="current", max_length=24)),
            ("was_cause", models.CharField(blank=True, default="", max_length=300)),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("open", "To be looked at"),
                        ("stands", "Still stands"),
                        ("verdict", "New verdict"),
                        ("taken_back", "Mark taken back"),
                    ],
                    default="open",
                    max_length=12,
                ),
            ),
            ("settled_at", models.DateTimeField(blank=True, null=True)),
            ("note", models.CharField(blank=True, default="", max_length=500)),
            (
                "change",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="touches", to="claims.articlechange"
                ),
            ),
            ("claim", models.ForeignKey(on_delete=models.PROTECT, related_name="touches", to="claims.claim")),
            (
                "moved",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="claims.appearance"
                ),
            ),
            (
                "place",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="claims.appearance"
                ),
            ),
            (
                "settled_by",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name_plural": "touches",
            "ordering": ["created_at", "id"],
            "indexes": [
                models.Index(condition=Q(("outcome", "open")), fields=["claim"], name="touch_open_of_claim"),
                models.Index(fields=["change", "outcome"], name="touch_of_change"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("change", "claim"), name="touch_once"),
                models.CheckConstraint(
                    condition=Q(("words__in", ["same", "around", "lost", "untold"])), name="touch_words_known"
                ),
                models.CheckConstraint(
                    condition=Q(("outcome__in", ["open", "stands", "verdict", "taken_back"])),
                    name="touch_outcome_known",
                ),
                models.CheckConstraint(
                    condition=Q(("was__in", ["current", "due", "needs_recheck"])), name="touch_was_known"
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("outcome", "open"), ("settled_at", None)),
                        Q(Q(("outcome", "open"), _negated=True), ("settled_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="touch_settled_at_a_time",
                ),
            ],
            "triggers": [refuses("delete", "Touch", "kept_forever")],
        },
    ),
    migrations.CreateModel(
        "TouchedReport",
        fields=[
            *row(),
            ("claims", ArrayField(base_field=models.UUIDField(), size=None)),
            (
                "change",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="reports", to="claims.articlechange"
                ),
            ),
            (
                "edition",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="touches", to="claims.reportedition"
                ),
            ),
            (
                "report",
                models.ForeignKey(on_delete=models.PROTECT, related_name="touches", to="claims.report"),
            ),
        ],
        options={
            "ordering": ["created_at", "id"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("change", "report", "edition"), name="touched_report_once", nulls_distinct=False
                )
            ],
            "triggers": [
                refuses("delete", "TouchedReport", "kept_forever"),
                refuses("update", "TouchedReport", "never_changed"),
            ],
        },
    ),
]
