"""Reads of the review room: what is still to be decided, and by whom."""

from __future__ import annotations

from claims.access import visible_to
from claims.models import Claim, User
from claims.states import Review

COUNT_LIMIT = 1000


def open_review_count(user: User) -> int:
    """Return how many claims wait for a decision on the person's desk, counted up to COUNT_LIMIT."""
    rows = visible_to(user, Claim).filter(review_state=Review.EXTRACTED, set_aside=False)
    return rows.values("pk")[:COUNT_LIMIT].count()
