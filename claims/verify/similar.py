"""Other claims like one: for the card of the review, before anything is confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from claims.models import Appearance, Claim

from .candidates import candidate_ids, figures_of, first_places, open_to_matching
from .figures import comparable, difference


@dataclass(frozen=True)
class Similar:
    """Another claim like the one looked at: where it stood, and how its figure stands against ours."""

    claim: Claim
    outlet: str
    outcome: str
    same: bool


def similar_claims(claim: Claim, limit: int = 3) -> list[Similar]:
    """Return other claims of the desk that share a figure or much of the wording, the same figures first."""
    rows = (
        Claim.objects.filter(open_to_matching(), pk__in=candidate_ids(claim))
        .select_related("source")
        .prefetch_related("quantities")
    )
    places = first_places(rows)
    mine = figures_of(claim)
    found = []
    for other in rows:
        pairs = [(a, b) for a in mine for b in figures_of(other) if comparable(a, b)]
        outcome = min((difference(a, b) for a, b in pairs), key=lambda words: words != "same", default="")
        found.append(Similar(other, _outlet(places.get(other.pk)), outcome, outcome == "same"))
    return sorted(found, key=lambda item: (not item.same, not item.outcome, str(item.claim.pk)))[:limit]


def _outlet(place: Appearance | None) -> str:
    outlet = place.version.article.outlet if place else None
    return outlet.name if outlet else ""
