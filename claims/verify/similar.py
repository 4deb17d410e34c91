"""Other claims like one: for the card of the review, before anything is confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from claims.models import Claim

from .candidates import candidate_ids, figures_of, seen, told_of
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
    rows = seen({*candidate_ids(claim), claim.pk})
    mine = rows.pop(claim.pk, None)
    told = mine.told if mine else told_of(claim)
    found = []
    for other in rows.values():
        pairs = [(a, b) for a in told.figures for b in figures_of(other.claim) if comparable(a, b)]
        outcome = min((difference(a, b) for a, b in pairs), key=lambda words: words != "same", default="")
        found.append(Similar(other.claim, other.outlet, outcome, outcome == "same"))
    return sorted(found, key=lambda item: (not item.same, not item.outcome, str(item.claim.pk)))[:limit]
