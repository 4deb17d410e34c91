"""May a verdict still be relied on? A later source or a passed time marks it; no verdict is flipped here."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import takewhile

from django.db import transaction
from django.utils import timezone

from claims import record
from claims.models import Claim, User
from claims.states import Freshness, Verdict

FIGURES_AFTER = timedelta(hours=24)
# Preliminary figures and people killed, hurt or missing move fast, and slower each time a verdict holds.
TOLLS_AFTER = (timedelta(hours=6), timedelta(hours=24), timedelta(days=7))
TOLL = re.compile(r"\b(?:kill|dead|died|death|toll|injur|wound|hurt|missing|casualt)\w*", re.I)
BATCH = 200


def recheck_time(claim: Claim, *, now: datetime, held: int = 0) -> datetime | None:
    """Return when a verdict on `claim` given `now` should be looked at again, None for never.

    `held` is how often the same verdict was given before, one time right behind the other.
    """
    figures = list(claim.quantities.all())
    if any(figure.preliminary for figure in figures) or (figures and TOLL.search(claim.statement)):
        return now + TOLLS_AFTER[min(held, len(TOLLS_AFTER) - 1)]
    return now + FIGURES_AFTER if figures else None


def times_held(claim: Claim, verdict: str) -> int:
    """Return how often `verdict` stood on the claim last, without another one between (1 query)."""
    stood = claim.assessments.filter(approver__isnull=False, decision_note="")  # one sent back has a note
    return len(
        list(takewhile(verdict.__eq__, stood.order_by("-decided_at").values_list("verdict", flat=True)))
    )


def claim_touched(*, claim: Claim, cause: str, actor: User | None, act: str = "") -> bool:
    """Mark the locked `claim` for re-check if it has a verdict; returns whether that changed anything.

    `act` names the decision that did it, so that taking that back takes the mark back.
    """
    if claim.verdict == Verdict.UNASSESSED or claim.freshness == Freshness.NEEDS_RECHECK:
        return False
    record.change(
        claim,
        actor=actor,
        action="claim.recheck",
        extra=({}, {"act": act}) if act else None,
        freshness=Freshness.NEEDS_RECHECK,
        freshness_cause=cause[:300],
    )
    return True


def claims_mark_due(*, now: datetime | None = None) -> int:
    """Mark verdicts whose time of re-check has passed; returns how many. Safe to run at any time, twice."""
    now = now or timezone.now()
    marked = 0
    with transaction.atomic():
        rows = Claim.objects.select_for_update(of=("self",), skip_locked=True).filter(
            recheck_at__lte=now, freshness=Freshness.CURRENT
        )
        for claim in rows.exclude(verdict=Verdict.UNASSESSED).order_by("recheck_at")[:BATCH]:
            record.change(claim, actor=None, action="claim.due", freshness=Freshness.DUE)
            marked += 1
    return marked
