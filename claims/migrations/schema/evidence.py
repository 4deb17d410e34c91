"""Tables of claims/models/evidence.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from claims.models.base import StatusField

from .making import moves, refuses, row

MODELS = [
    migrations.CreateModel(
        "Evidence",
        fields=[
            *row(),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("claim", "A later claim"),
                        ("article", "An article"),
                        ("url", "A web address"),
                        ("file", "A file"),
                        ("note", "A note"),
                        ("search", "A search that found nothing"),
                    ],
                    max_length=8,
                ),
            ),
            ("relation", StatusField(max_length=24)),
            ("state", StatusField(default="proposed", max_length=24)),
            ("url", models.URLField(blank=True, default="", max_length=2000)),
            ("body", models.TextField(blank=True, default="")),
            ("reason", models.TextField(blank=True, default="")),
            ("score", models.FloatField(blank=True, null=True)),
            ("matcher", models.CharField(blank=True, default="", max_length=40)),
            ("decided_at", models.DateTimeField(blank=True, null=True)),
            ("decision_note", models.CharField(blank=True, default="", max_length=500)),
            (
                "claim",
                models.ForeignKey(on_delete=models.PROTECT, related_name="evidence", to="claims.claim"),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "other",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="bears_on",
                    to="claims.claim",
                ),
            ),
            (
                "proposed_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="evidence",
                    to="claims.articleversion",
                ),
            ),
            ("details", models.JSONField(blank=True, default=dict)),
            ("strength", models.FloatField(blank=True, null=True)),
            ("credibility", models.CharField(blank=True, default="", max_length=1)),
            ("end", models.PositiveIntegerField(blank=True, null=True)),
            (
                "page",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="claims.article"
                ),
            ),
            ("reliability", models.CharField(blank=True, default="", max_length=1)),
            ("searched_at", models.DateTimeField(blank=True, null=True)),
            ("searched_what", models.CharField(blank=True, default="", max_length=500)),
            ("searched_where", models.CharField(blank=True, default="", max_length=500)),
            ("start", models.PositiveIntegerField(blank=True, null=True)),
            (
                "document",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="evidence",
                    to="claims.document",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "evidence",
            "ordering": ["created_at", "id"],
            "indexes": [
                models.Index(
                    F("claim"),
                    models.OrderBy(F("strength"), descending=True),
                    condition=Q(("strength__isnull", False), Q(("state", "withdrawn"), _negated=True)),
                    name="evidence_strongest_on_earlier",
                ),
                models.Index(
                    F("other"),
                    models.OrderBy(F("strength"), descending=True),
                    condition=Q(("strength__isnull", False), Q(("state", "withdrawn"), _negated=True)),
                    name="evidence_strongest_of_later",
                ),
                models.Index(
                    models.OrderBy(F("created_at"), descending=True),
                    condition=Q(("state", "proposed")),
                    name="evidence_open_newest",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(
                        (
                            "relation__in",
                            [
                                "corroborates",
                                "repeats",
                                "updates",
                                "contradicts",
                                "narrows",
                                "context",
                                "absence",
                            ],
                        )
                    ),
                    name="evidence_relation_known",
                ),
                models.UniqueConstraint(
                    condition=Q(("other__isnull", False)),
                    fields=("claim", "other"),
                    name="evidence_pair_once",
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("other__isnull", True), Q(("other", F("claim")), _negated=True), _connector="OR"
                    ),
                    name="evidence_not_itself",
                ),
                models.CheckConstraint(
                    condition=Q(("state__in", ["proposed", "confirmed", "dismissed", "withdrawn"])),
                    name="evidence_state_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("state__in", ["proposed", "withdrawn"]),
                        Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="evidence_decided_by_somebody",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("state", "withdrawn"), _negated=True),
                        Q(("decided_by__isnull", True), ("proposed_by__isnull", True)),
                        _connector="OR",
                    ),
                    name="evidence_withdrawn_by_the_machine",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("kind", "claim"), ("other__isnull", False)),
                        Q(("kind", "article"), ("version__isnull", False)),
                        Q(("kind", "url"), Q(("url", ""), _negated=True)),
                        Q(("kind", "file"), ("document__isnull", False)),
                        Q(("kind__in", ["note", "search"]), Q(("body", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="evidence_has_its_thing",
                ),
                models.UniqueConstraint(
                    condition=Q(("document__isnull", False)),
                    fields=("claim", "document"),
                    name="evidence_file_once",
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("credibility__in", ["", "1", "2", "3", "4", "5", "6"]),
                        ("reliability__in", ["", "A", "B", "C", "D", "E", "F"]),
                    ),
                    name="evidence_grade_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("end__isnull", True), ("start__isnull", True)),
                        ("end__gt", F("start")),
                        _connector="OR",
                    ),
                    name="evidence_quotation_has_place",
                ),
            ],
            "triggers": [
                refuses("delete", "Evidence", "kept_forever"),
                moves(
                    "Evidence",
                    "state",
                    """
                    confirmed:dismissed confirmed:proposed dismissed:confirmed dismissed:proposed
                    proposed:confirmed proposed:dismissed proposed:withdrawn withdrawn:confirmed
                    withdrawn:proposed
                """,
                ),
            ],
        },
    ),
]
