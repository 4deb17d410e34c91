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
from .told import told_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim with what comparing needs, and where and when it stood."""

    claim: Claim
    told: Told
    article_id: UUID | None
    outlet: str
    order: tuple[datetime, datetime, str]  # published, captured, where it stands: the earlier is the smaller


def open_to_matching() -> Q:
    """Return the condition of claims that take part: not rejected, not set aside unless accepted."""
    return Q(review_state=Review.ACCEPTED) | Q(review_state=Review.EXTRACTED, set_aside=False)


def seen(ids: Iterable[UUID]) -> dict[UUID, Seen]:
    """Return the claims of `ids` that take part in matching, each with its first place of appearance."""
    claims = (
        Claim.objects.filter(open_to_matching(), pk__in=list(ids))
        .select_related("source__merged_into")
        .prefetch_related("quantities")
        .order_by()
    )
    places = first_places(claims)
    return {claim.pk: _seen(claim, places.get(claim.pk)) for claim in claims}


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


def _seen(claim: Claim, place: Appearance | None) -> Seen:
    if place is None:
        return Seen(claim, told_of(claim), None, "", (claim.created_at, claim.created_at, str(claim.pk)))
    version = place.version
    article = version.article
    published = article.published_at or version.captured_at
    outlet = article.outlet.name if article.outlet else ""
    told = told_of(claim, place)
    stood = f"{place.start:09d} {claim.statement} {claim.pk}"
    return Seen(claim, told, article.pk, outlet, (published, version.captured_at, stood))
