"""The claim itself, of claims/models/claim.py."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models import F, Q

from claims.models.base import StatusField

from .making import moves, refuses, row, trigger

MODELS = [
    migrations.CreateModel(
        "Claim",
        fields=[
            *row(),
            ("statement", models.TextField()),
            ("attribution", models.CharField(default="none", max_length=8)),
            ("modality", models.CharField(default="asserted", max_length=12)),
            ("place", models.CharField(blank=True, default="", max_length=200)),
            ("event_from", models.DateField(blank=True, null=True)),
            ("event_to", models.DateField(blank=True, null=True)),
            ("worth", models.FloatField(default=0)),
            ("worth_reason", models.CharField(blank=True, default="", max_length=200)),
            ("confidence", models.FloatField(default=0)),
            ("set_aside", models.BooleanField(default=False)),
            ("unverified_note", models.TextField(blank=True, default="")),
            ("review_state", StatusField(default="extracted", max_length=24)),
            ("reject_reason", StatusField(blank=True, default="", max_length=24)),
            ("reviewed_at", models.DateTimeField(blank=True, null=True)),
            ("second_opinion", models.BooleanField(default=False)),
            ("verdict", StatusField(default="unassessed", max_length=24)),
            ("attribution_verdict", StatusField(default="unchecked", max_length=24)),
            ("freshness", StatusField(default="current", max_length=24)),
            ("freshness_cause", models.CharField(blank=True, default="", max_length=300)),
            ("recheck_at", models.DateTimeField(blank=True, null=True)),
            ("version", models.PositiveIntegerField(default=1)),
            ("changed_at", models.DateTimeField(blank=True, null=True)),
            ("lease_until", models.DateTimeField(blank=True, null=True)),
            (
                "added_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "changed_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "lease_holder",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "reviewed_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "split_from",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="parts", to="claims.claim"
                ),
            ),
            ("desk", models.ForeignKey(on_delete=models.PROTECT, related_name="claims", to="claims.desk")),
            (
                "event",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="claims",
                    to="claims.event",
                ),
            ),
            (
                "extracted",
                models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="claim",
                    to="claims.extractedclaim",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="claims", to="claims.source"
                ),
            ),
            (
                "event_by",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("grouper", models.CharField(blank=True, default="", max_length=20)),
            (
                "merged_into",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="merged", to="claims.claim"
                ),
            ),
            ("high_stakes", models.BooleanField(default=False)),
            ("words", SearchVectorField(editable=False, null=True)),
        ],
        options={
            "ordering": ["-created_at", "id"],
            "indexes": [
                models.Index(fields=["desk", "review_state", "-worth", "id"], name="claim_queue"),
                models.Index(fields=["desk", "-created_at", "id"], name="claim_newest"),
                GinIndex(fields=["statement"], name="claim_statement_words", opclasses=["gin_trgm_ops"]),
                models.Index(
                    condition=Q(("event__isnull", False)), fields=["event", "id"], name="claim_of_event"
                ),
                models.Index(
                    condition=Q(("freshness", "needs_recheck")),
                    fields=["desk", "-changed_at"],
                    name="claim_to_check_again",
                ),
                models.Index(fields=["desk", "-worth", "id"], name="claim_most_worth"),
                models.Index(fields=["desk", "confidence", "id"], name="claim_least_sure"),
                models.Index(
                    condition=Q(("review_state", "extracted")),
                    fields=["desk", "created_at", "id"],
                    name="claim_undecided",
                ),
                models.Index(
                    fields=[
                        "desk",
                        "review_state",
                        "set_aside",
                        "second_opinion",
                        "reject_reason",
                        "verdict",
                        "attribution_verdict",
                        "freshness",
                    ],
                    name="claim_facets",
                ),
                models.Index(
                    condition=Q(("event_from__isnull", False)),
                    fields=["desk", "event_from"],
                    name="claim_of_day",
                ),
                GinIndex(fields=["place"], name="claim_place_words", opclasses=["gin_trgm_ops"]),
                GinIndex(fields=["words"], name="claim_words"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("review_state__in", ["extracted", "accepted", "rejected"])),
                    name="claim_review_state_known",
                ),
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
                    name="claim_verdict_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        (
                            "attribution_verdict__in",
                            ["unchecked", "verbatim", "fair_paraphrase", "misattributed", "not_found"],
                        )
                    ),
                    name="claim_attribution_verdict_known",
                ),
                models.CheckConstraint(
                    condition=Q(("freshness__in", ["current", "due", "needs_recheck"])),
                    name="claim_freshness_known",
                ),
                models.CheckConstraint(
                    condition=Q(("statement", ""), _negated=True), name="claim_says_something"
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("review_state", "rejected"), Q(("reject_reason", ""), _negated=True)),
                        Q(Q(("review_state", "rejected"), _negated=True), ("reject_reason", "")),
                        _connector="OR",
                    ),
                    name="claim_rejected_with_reason",
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("review_state", "extracted"),
                        Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="claim_reviewed_by_somebody",
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("event_to__isnull", True), ("event_to__gte", F("event_from")), _connector="OR"
                    ),
                    name="claim_dates_in_order",
                ),
                models.CheckConstraint(
                    condition=Q(("worth__gte", 0), ("worth__lte", 1)), name="claim_worth_range"
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("freshness", "needs_recheck"), _negated=True),
                        Q(("freshness_cause", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="claim_recheck_has_cause",
                ),
                models.CheckConstraint(
                    condition=Q(
                        (
                            "reject_reason__in",
                            [
                                "not_a_claim",
                                "opinion",
                                "vague",
                                "wrong_source",
                                "wrong_text",
                                "duplicate",
                                "split",
                                "withdrawn",
                                "merged",
                                "",
                            ],
                        )
                    ),
                    name="claim_reject_reason_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(
                            ("merged_into__isnull", False),
                            ("reject_reason", "merged"),
                            Q(("merged_into", F("id")), _negated=True),
                        ),
                        Q(Q(("reject_reason", "merged"), _negated=True), ("merged_into__isnull", True)),
                        _connector="OR",
                    ),
                    name="claim_merged_leads_on",
                ),
                models.CheckConstraint(
                    condition=Q(("merged_into__isnull", True), ("verdict", "unassessed"), _connector="OR"),
                    name="claim_merged_without_verdict",
                ),
            ],
            "triggers": [
                moves(
                    "Claim",
                    "review_state",
                    """
                    accepted:extracted accepted:rejected extracted:accepted extracted:rejected
                    rejected:accepted rejected:extracted
                """,
                ),
                moves(
                    "Claim",
                    "freshness",
                    """
                    current:due current:needs_recheck due:current due:needs_recheck
                    needs_recheck:current
                """,
                ),
                refuses("delete", "Claim", "kept_forever"),
                trigger(
                    "Claim",
                    "high_stakes_by_two",
                    "UPDATE",
                    """
                    IF OLD.review_state <> NEW.review_state AND NEW.review_state <> coalesce((
                        SELECT CASE r.decision WHEN 'accept' THEN 'accepted'
                            WHEN 'reject' THEN 'rejected' END
                        FROM claims_blindround r WHERE r.claim_id = NEW.id
                        ORDER BY r.created_at DESC LIMIT 1
                    ), '') THEN
                        RAISE EXCEPTION 'a high-stakes claim is decided by a round of two people'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
                    condition='WHEN (NEW."high_stakes")',
                ),
                trigger(
                    "Claim",
                    "words_kept",
                    'INSERT OR UPDATE OF "statement", "words"',
                    """
                    IF TG_OP = 'UPDATE' THEN
                        NEW.words := claim_words(NEW.statement, claim_quoted(NEW.id));
                    ELSIF NEW.words IS NULL THEN
                        NEW.words := claim_words(NEW.statement, '');
                    END IF;
                    RETURN NEW;
                """,
                ),
            ],
        },
    ),
]
