"""Tables of claims/models/blind.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from claims.models.base import StatusField

from .making import refuses, row, trigger

MODELS = [
    migrations.CreateModel(
        "BlindRound",
        fields=[
            *row(),
            ("reason", models.CharField(max_length=500)),
            ("complete", models.BooleanField(default=False)),
            ("completed_at", models.DateTimeField(blank=True, null=True)),
            ("outcome", StatusField(blank=True, default="", max_length=24)),
            ("decision", StatusField(blank=True, default="", max_length=24)),
            ("note", models.CharField(blank=True, default="", max_length=500)),
            ("closed_at", models.DateTimeField(blank=True, null=True)),
            (
                "adjudicator",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim",
                models.ForeignKey(on_delete=models.PROTECT, related_name="blind_rounds", to="claims.claim"),
            ),
            (
                "opened_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
        ],
        options={
            "ordering": ["-created_at"],
            "indexes": [
                models.Index(
                    condition=Q(("complete", True)), fields=["completed_at"], name="blind_round_done"
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("outcome__in", ["agreed", "adjudicated", "lifted", ""])),
                    name="blind_round_outcome_known",
                ),
                models.CheckConstraint(
                    condition=Q(("reason", ""), _negated=True), name="blind_round_has_reason"
                ),
                models.UniqueConstraint(
                    condition=Q(("closed_at", None)), fields=("claim",), name="blind_round_open_once"
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("closed_at", None), ("decision", ""), ("outcome", "")),
                        Q(("closed_at__isnull", False), ("decision", ""), ("outcome", "lifted")),
                        Q(
                            ("closed_at__isnull", False),
                            ("complete", True),
                            ("decision__in", ["accept", "reject"]),
                            ("outcome__in", ["agreed", "adjudicated"]),
                        ),
                        _connector="OR",
                    ),
                    name="blind_round_closed_with_outcome",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("outcome", "adjudicated"), _negated=True),
                        Q(("adjudicator__isnull", False), ("complete", True), Q(("note", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="blind_round_adjudicated_with_note",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("complete", False), ("completed_at", None)),
                        Q(("complete", True), ("completed_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="blind_round_complete_at",
                ),
            ],
            "triggers": [
                refuses("delete", "BlindRound", "kept_forever"),
                refuses(
                    "update", "BlindRound", "closed_for_good", condition='WHEN (OLD."closed_at" IS NOT NULL)'
                ),
                trigger(
                    "BlindRound",
                    "complete_by_two",
                    "INSERT OR UPDATE",
                    """
                    IF NEW.complete AND (
                        SELECT count(*) FROM claims_blindreview r WHERE r.round_id = NEW.id
                    ) <> 2 THEN
                        RAISE EXCEPTION 'a round is complete when two people have decided'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.adjudicator_id IS NOT NULL AND EXISTS (
                        SELECT 1 FROM claims_blindreview r
                        WHERE r.round_id = NEW.id AND r.reviewer_id = NEW.adjudicator_id
                    ) THEN
                        RAISE EXCEPTION 'who decided in a round does not settle it'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "BlindReview",
        fields=[
            *row(),
            ("number", models.PositiveSmallIntegerField()),
            ("decision", StatusField(max_length=24)),
            ("reason", StatusField(blank=True, default="", max_length=24)),
            ("attribution", StatusField(blank=True, default="", max_length=24)),
            ("note", models.CharField(blank=True, default="", max_length=2000)),
            ("claim", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="claims.claim")),
            (
                "reviewer",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            (
                "round",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="reviews", to="claims.blindround"
                ),
            ),
        ],
        options={
            "ordering": ["round", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("round", "reviewer"), name="blind_review_one_each"),
                models.UniqueConstraint(fields=("round", "number"), name="blind_review_number_once"),
                models.CheckConstraint(condition=Q(("number__in", [1, 2])), name="blind_review_of_two"),
                models.CheckConstraint(
                    condition=Q(("decision__in", ["accept", "reject"])), name="blind_review_decision_known"
                ),
                models.CheckConstraint(
                    condition=Q(
                        (
                            "attribution__in",
                            ["unchecked", "verbatim", "fair_paraphrase", "misattributed", "not_found", ""],
                        )
                    ),
                    name="blind_review_attribution_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("decision", "accept"), ("reason", "")),
                        Q(
                            ("decision", "reject"),
                            (
                                "reason__in",
                                [
                                    "not_a_claim",
                                    "opinion",
                                    "vague",
                                    "wrong_source",
                                    "wrong_text",
                                    "duplicate",
                                ],
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="blind_review_rejects_with_reason",
                ),
            ],
            "triggers": [
                refuses("delete", "BlindReview", "kept_forever"),
                refuses("update", "BlindReview", "never_changed"),
                trigger(
                    "BlindReview",
                    "of_an_open_round",
                    "INSERT",
                    """
                    IF NOT EXISTS (
                        SELECT 1 FROM claims_blindround r WHERE r.id = NEW.round_id
                        AND r.claim_id = NEW.claim_id AND r.closed_at IS NULL AND NOT r.complete
                    ) THEN
                        RAISE EXCEPTION 'the round takes no more decisions'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
                ),
            ],
        },
    ),
]
