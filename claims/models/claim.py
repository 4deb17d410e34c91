"""Claims: what the machine found (never changed), and what people made of it."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from claims.states import AttributionVerdict, Freshness, RejectReason, Review, Verdict

from .article import ArticleVersion
from .base import Row, StatusField, kept_forever, moves, never_changed, one_of
from .event import Event
from .people import Desk, User
from .source import Source


class ExtractedClaim(Row):
    """One claim exactly as an extractor version gave it. Machine output is never edited."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="extracted")
    extractor = models.CharField(max_length=40)
    span_key = models.CharField(max_length=300)  # "3659-3696,3712-3725"
    payload = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "extractor", "span_key"], name="extracted_once")
        ]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"{self.extractor} {self.span_key}"


class Claim(Row):
    """One checkable statement by one source, as people have it now.

    `source` is None only while the outlet of an article is unknown and speaks in its own voice.
    The three status columns are written by claims.record alone.
    """

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="claims")
    extracted = models.OneToOneField(
        ExtractedClaim, on_delete=models.PROTECT, null=True, blank=True, related_name="claim"
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="claims", db_index=False
    )
    event_by = models.ForeignKey(  # who placed it; None: the machine, which may place it anew
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    grouper = models.CharField(max_length=20, blank=True, default="")  # version that looked for its event
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    statement = models.TextField()
    attribution = models.CharField(max_length=8, default="none")  # direct, indirect, mixed, none
    modality = models.CharField(max_length=12, default="asserted")
    place = models.CharField(max_length=200, blank=True, default="")
    event_from = models.DateField(null=True, blank=True)
    event_to = models.DateField(null=True, blank=True)
    worth = models.FloatField(default=0)  # check-worthiness, 0 to 1
    worth_reason = models.CharField(max_length=200, blank=True, default="")
    confidence = models.FloatField(default=0)  # of the machine, 0 to 1
    set_aside = models.BooleanField(default=False)  # below the threshold: offered only when asked for
    unverified_note = models.TextField(blank=True, default="")  # the outlet's own words

    review_state = StatusField(default=Review.EXTRACTED)
    reject_reason = StatusField(blank=True, default="")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    second_opinion = models.BooleanField(default=False)
    high_stakes = models.BooleanField(default=False)  # decided by two people apart: see blind.py
    verdict = StatusField(default=Verdict.UNASSESSED)
    attribution_verdict = StatusField(default=AttributionVerdict.UNCHECKED)
    freshness = StatusField(default=Freshness.CURRENT)
    freshness_cause = models.CharField(max_length=300, blank=True, default="")
    recheck_at = models.DateTimeField(null=True, blank=True)

    version = models.PositiveIntegerField(default=1)  # counts changes; a form says which one it saw
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lease_holder = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    lease_until = models.DateTimeField(null=True, blank=True)
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = SearchVectorField(
        null=True, editable=False
    )  # of statement and quotations; the database writes it

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            one_of("claim", "review_state", Review),
            one_of("claim", "reject_reason", RejectReason, blank=True),
            one_of("claim", "verdict", Verdict),
            one_of("claim", "attribution_verdict", AttributionVerdict),
            one_of("claim", "freshness", Freshness),
            models.CheckConstraint(condition=~Q(statement=""), name="claim_says_something"),
            models.CheckConstraint(
                condition=(Q(review_state=Review.REJECTED) & ~Q(reject_reason=""))
                | (~Q(review_state=Review.REJECTED) & Q(reject_reason="")),
                name="claim_rejected_with_reason",
            ),
            models.CheckConstraint(  # a merged claim leads on, to another one, and nothing else does
                condition=Q(reject_reason=RejectReason.MERGED, merged_into__isnull=False)
                & ~Q(merged_into=F("id"))
                | ~Q(reject_reason=RejectReason.MERGED) & Q(merged_into__isnull=True),
                name="claim_merged_leads_on",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(verdict=Verdict.UNASSESSED),
                name="claim_merged_without_verdict",
            ),
            models.CheckConstraint(
                condition=Q(review_state=Review.EXTRACTED)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="claim_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(event_to__isnull=True) | Q(event_to__gte=F("event_from")),
                name="claim_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(worth__gte=0, worth__lte=1), name="claim_worth_range"),
            models.CheckConstraint(
                condition=~Q(freshness=Freshness.NEEDS_RECHECK) | ~Q(freshness_cause=""),
                name="claim_recheck_has_cause",
            ),
        ]
        indexes = [
            models.Index(fields=["desk", "review_state", "-worth", "id"], name="claim_queue"),
            models.Index(fields=["desk", "-created_at", "id"], name="claim_newest"),
            models.Index(fields=["desk", "-worth", "id"], name="claim_most_worth"),
            models.Index(fields=["desk", "confidence", "id"], name="claim_least_sure"),
            models.Index(
                fields=["desk", "created_at", "id"],
                condition=Q(review_state=Review.EXTRACTED),
                name="claim_undecided",
            ),
            models.Index(  # every status of a claim, so that they are counted from the index alone
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
                fields=["desk", "event_from"],
                condition=Q(event_from__isnull=False),
                name="claim_of_day",
            ),
            GinIndex(fields=["words"], name="claim_words"),
            GinIndex(fields=["place"], opclasses=["gin_trgm_ops"], name="claim_place_words"),
            models.Index(fields=["event", "id"], name="claim_of_event", condition=Q(event__isnull=False)),
            models.Index(
                fields=["desk", "-changed_at"],
                condition=Q(freshness=Freshness.NEEDS_RECHECK),
                name="claim_to_check_again",
            ),
            GinIndex(fields=["statement"], opclasses=["gin_trgm_ops"], name="claim_statement_words"),
        ]
        triggers = [
            moves("claim", "review_state"),
            moves("claim", "freshness"),
            kept_forever(),
            pgtrigger.Trigger(  # who inserts a claim together with its place may give the words of both
                name="words_kept",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("statement", "words"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                func="""
                    IF TG_OP = 'UPDATE' THEN
                        NEW.words := claim_words(NEW.statement, claim_quoted(NEW.id));
                    ELSIF NEW.words IS NULL THEN
                        NEW.words := claim_words(NEW.statement, '');
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="high_stakes_by_two",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__high_stakes=True),
                func="""
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
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class Quantity(Row):
    """A measured number of a claim. `low` equals `high` unless the claim gives a range."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="quantities")
    position = models.PositiveSmallIntegerField(default=0)
    low = models.DecimalField(max_digits=24, decimal_places=6)
    high = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=120, blank=True, default="")
    object = models.CharField(max_length=120, blank=True, default="")
    qualifier = models.CharField(max_length=12, default="exact")
    measure = models.CharField(max_length=12, blank=True, default="")
    preliminary = models.BooleanField(default=False)
    text = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["claim", "position"]
        constraints = [
            models.CheckConstraint(condition=Q(high__gte=F("low")), name="quantity_in_order"),
            models.CheckConstraint(
                condition=Q(qualifier__in=["exact", "at_least", "at_most", "about", "range"]),
                name="quantity_qualifier_known",
            ),
            models.CheckConstraint(
                condition=Q(measure__in=["", "incremental", "cumulative"]), name="quantity_measure_known"
            ),
        ]
        indexes = [models.Index(fields=["unit", "low"], name="quantity_unit_value")]

    def __str__(self) -> str:
        return f"{self.low.normalize():f} {self.unit}".strip()
