"""Other claims like one, as the matcher finds them: for the card of the review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.models import Appearance, Claim

from .candidates import Candidate, candidates_of, figures_of, first_places, open_to_matching
from .figures import Figure, comparable, difference

LOOKED_AT = 24  # candidates whose figures are compared
ALIKE = 0.5  # cosine of the statements, or of statement, place and headline, from which claims are alike


@dataclass(frozen=True)
class Similar:
    """Another claim like the one looked at: where it stood, and how its figure stands against ours."""

    claim: Claim
    place: Appearance | None
    outcome: str
    same: bool

    @property
    def outlet(self) -> str:
        """The outlet in which it stood first, "" when that is not known."""
        outlet = self.place.version.article.outlet if self.place else None
        return outlet.name if outlet else ""


def similar_claims(claim: Claim, limit: int = 3) -> list[Similar]:
    """Return other claims of the desk that the matcher would compare with it, the same figures first.

    Claims of the same article are left out, rejected ones, and what is only the nearest of the unlike. Of
    equal ones the better candidate comes first.
    """
    rank = {item.claim_id: item.rank for item in candidates_of(claim, limit=LOOKED_AT) if _alike(item)}
    rows = Claim.objects.filter(open_to_matching(), pk__in=rank).select_related("source")
    mine = figures_of(claim)
    found = [Similar(other, None, *_outcome(mine, other)) for other in rows.prefetch_related("quantities")]
    best = sorted(found, key=lambda item: (not item.same, rank[item.claim.pk]))[:limit]
    places = first_places([item.claim for item in best])
    return [replace(item, place=places.get(item.claim.pk)) for item in best]


def _alike(item: Candidate) -> bool:
    """Whether a candidate is like the claim; one that is not read yet was found by its words or figure."""
    likeness = max(item.vectors.text, item.vectors.context)
    return likeness >= ALIKE or likeness == 0


def _outcome(mine: Sequence[Figure], other: Claim) -> tuple[str, bool]:
    """Return how the figures differ in words ("" if none compare), and whether they are equal."""
    pairs = [(a, b) for a in mine for b in figures_of(other) if comparable(a, b)]
    outcome = min((difference(a, b) for a, b in pairs), key=lambda words: words != "same", default="")
    return outcome, outcome == "same"
