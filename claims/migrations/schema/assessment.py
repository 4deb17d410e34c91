"""Tables of claims/models/assessment.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from claims.models.base import StatusField

from .making import moves, refuses, row

MODELS = [
    migrations.CreateModel(
        "Assessment",
        fields=[
            *row(),
            ("verdict", StatusField(max_length=24)),
            ("attribution_verdict", StatusField(default="unchecked", max_length=24)),
            ("reason", models.TextField()),
            ("state", StatusField(default="draft", max_length=24)),
            ("submitted_at", models.DateTimeField(blank=True, null=True)),
            ("decided_at", models.DateTimeField(blank=True, null=True)),
            ("decision_note", models.TextField(blank=True, default="")),
            (
                "approver",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "author",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="assessments", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "claim",
                models.ForeignKey(on_delete=models.PROTECT, related_name="assessments", to="claims.claim"),
            ),
            (
                "rests_on",
                models.ManyToManyField(blank=True, related_name="assessments", to="claims.evidence"),
            ),
        ],
        options={
            "ordering": ["-created_at", "-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(
                        (
                            "verdict__in",
                            [
                                "unassessed",
                                "single_source",
                                "corroborated",
                                "mostly_accurate",
                                "disputed",
                                "missing_context",
                                "inaccurate",
                                "unverifiable",
                            ],
                        )
                    ),
                    name="assessment_verdict_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        (
                            "attribution_verdict__in",
                            ["unchecked", "verbatim", "fair_paraphrase", "misattributed", "not_found"],
                        )
                    ),
                    name="assessment_attribution_verdict_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("state__in", ["draft", "submitted", "changes_requested", "approved", "superseded"])
                    ),
                    name="assessment_state_known",
                ),
                models.CheckConstraint(
                    condition=Q(("reason", ""), _negated=True), name="assessment_has_reason"
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("approver__isnull", True),
                        Q(("approver", F("author")), _negated=True),
                        _connector="OR",
                    ),
                    name="assessment_two_people",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("state__in", ["approved", "changes_requested"]), _negated=True),
                        Q(("approver__isnull", False), ("decided_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="assessment_decided_by_somebody",
                ),
                models.UniqueConstraint(
                    condition=Q(("state", "approved")), fields=("claim",), name="assessment_one_stands"
                ),
                models.UniqueConstraint(
                    condition=Q(("state", "submitted")), fields=("claim",), name="assessment_one_submitted"
                ),
            ],
            "triggers": [
                moves(
                    "Assessment",
                    "state",
                    """
                    approved:superseded changes_requested:superseded draft:submitted draft:superseded
                    submitted:approved submitted:changes_requested submitted:superseded
                """,
                ),
                refuses("delete", "Assessment", "kept_forever"),
                refuses(
                    "update",
                    "Assessment",
                    "words_stand",
                    condition='WHEN (OLD."state" IN (\'submitted\', \'approved\', \'changes_requested\', \'superseded\') AND (OLD."verdict" IS DISTINCT FROM (NEW."verdict") OR OLD."attribution_verdict" IS DISTINCT FROM (NEW."attribution_verdict") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."claim_id" IS DISTINCT FROM (NEW."claim_id")))',
                ),
            ],
        },
    ),
]
