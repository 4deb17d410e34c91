"""Which proposals people are told of: one rule for desk, inbox, queue, events, reports and marks."""

from __future__ import annotations

from django.db.models import Q

from .evidence import Evidence

SURE = 0.6  # the score from which people are told of a proposal; weaker ones are folded on the claim's page


def worth_telling() -> Q:
    """Return the condition for evidence that people are told of: sure enough, or a person's proposal.

    Of what the machine proposes below SURE more than half is wrong where all articles are about one war.
    """
    return Q(score__isnull=True) | Q(score__gte=SURE)


def is_worth_telling(evidence: Evidence) -> bool:
    """Return the same of one row."""
    return evidence.score is None or evidence.score >= SURE
