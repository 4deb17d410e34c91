"""High-stakes claims: two people decide apart from each other, an editor settles what they differ on."""

from __future__ import annotations

from enum import StrEnum

import pgtrigger
from django.db import models
from django.db.models import Q

from claims.states import CHOSEN_REASONS, AttributionVerdict

from .base import Row, StatusField, kept_forever, never_changed, one_of
from .claim import Claim
from .people import User


class Decision(StrEnum):
    """What one of the two holds of the claim."""

    ACCEPT = "accept"
    REJECT = "reject"


class Outcome(StrEnum):
    """How a round ended."""

    AGREED = "agreed"
    ADJUDICATED = "adjudicated"
    LIFTED = "lifted"


class BlindRound(Row):
    """A claim put to two people: `complete` once both have decided, closed with an outcome at the end."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="blind_rounds")
    reason = models.CharField(max_length=500)  # why it is high-stakes
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    complete = models.BooleanField(default=False)
    completed_at = models.DateTimeField(null=True, blank=True)
    outcome = StatusField(blank=True, default="")
    decision = StatusField(blank=True, default="")  # what the round came to
    adjudicator = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")  # why it was settled so, or lifted
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("blind_round", "outcome", Outcome, blank=True),
            models.CheckConstraint(condition=~Q(reason=""), name="blind_round_has_reason"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(closed_at=None), name="blind_round_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="", decision="")
                | Q(closed_at__isnull=False, outcome=Outcome.LIFTED, decision="")
                | Q(
                    closed_at__isnull=False,
                    complete=True,
                    outcome__in=[Outcome.AGREED, Outcome.ADJUDICATED],
                    decision__in=[str(value) for value in Decision],
                ),
                name="blind_round_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.ADJUDICATED)
                | (Q(adjudicator__isnull=False, complete=True) & ~Q(note="")),
                name="blind_round_adjudicated_with_note",
            ),
            models.CheckConstraint(
                condition=Q(complete=False, completed_at=None) | Q(complete=True, completed_at__isnull=False),
                name="blind_round_complete_at",
            ),
        ]
        indexes = [models.Index(fields=["completed_at"], condition=Q(complete=True), name="blind_round_done")]
        triggers = [
            kept_forever(),
            pgtrigger.Protect(
                name="closed_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="complete_by_two",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
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
        ]

    def __str__(self) -> str:
        return f"{self.claim}: {self.reason}"


class BlindReview(Row):
    """What one of the two decided, written once. Until both have, nobody but its author sees it."""

    round = models.ForeignKey(BlindRound, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # 1 or 2, by arrival
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision = StatusField()
    reason = StatusField(blank=True, default="")  # of a rejection
    attribution = StatusField(blank=True, default="")  # did the source say it? empty: not looked at
    note = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "reviewer"], name="blind_review_one_each"),
            models.UniqueConstraint(fields=["round", "number"], name="blind_review_number_once"),
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="blind_review_of_two"),
            one_of("blind_review", "decision", Decision),
            one_of("blind_review", "attribution", AttributionVerdict, blank=True),
            models.CheckConstraint(
                condition=Q(decision=Decision.ACCEPT, reason="")
                | Q(decision=Decision.REJECT, reason__in=[str(reason) for reason in CHOSEN_REASONS]),
                name="blind_review_rejects_with_reason",
            ),
        ]
        triggers = [
            *never_changed(),
            pgtrigger.Trigger(
                name="of_an_open_round",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
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
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.decision}"
