"""The print line of a claim, as the claim page gives it."""

from __future__ import annotations

from datetime import datetime

from claims.models import Assessment, Claim


def line_of(claim: Claim, verdict: Assessment | None, as_of: datetime) -> str:
    """Return the sentence an editor can paste into copy, as of `as_of`."""
    return ""
