"""Claims that take part in matching, with where and when they stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from claims.models import Appearance, Claim
from claims.states import Review

from ..meaning.told import Told

# The same as open_to_matching, for the queries that are written by hand.
OPEN = "c.review_state <> 'rejected' AND (NOT c.set_aside OR c.review_state <> 'extracted')"


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim as it is compared, and where and when it stood."""

    claim_id: UUID
    told: Told
    article_id: UUID | None
    outlet: str
    order: tuple[datetime, datetime, str]  # published, captured, where it stands: the earlier is the smaller


def as_array(ids: Iterable[UUID]) -> str:
    """Return ids as PostgreSQL writes an array of them, which is sent a good deal faster than a list."""
    return "{" + ",".join(map(str, ids)) + "}"


def open_to_matching() -> Q:
    """Return the condition of claims that take part: not rejected, not set aside unless accepted."""
    return Q(review_state=Review.ACCEPTED) | Q(review_state=Review.EXTRACTED, set_aside=False)


def first_places(claims: Iterable[Claim]) -> dict[UUID, Appearance]:
    """Return the earliest captured appearance of each claim, with article and outlet."""
    rows = (
        Appearance.objects.filter(claim__in=[claim.pk for claim in claims])
        .select_related("version__article__outlet")
        .order_by("version__captured_at", "start")
    )
    found: dict[UUID, Appearance] = {}
    for row in rows:
        found.setdefault(row.claim_id, row)
    return found
