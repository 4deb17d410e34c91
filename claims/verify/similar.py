"""Other claims like one, as the matcher finds them: for the card of the review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from claims.models import Appearance, Claim, Evidence
from claims.states import EvidenceState

from .barriers import UNLIKE_WORDS
from .candidates import Beside, Candidate, beside, candidates_of, figures_of, first_places, open_to_matching
from .figures import Figure, comparable, difference
from .relate import compare_all

LOOKED_AT = 24  # candidates whose figures are compared
ALIKE = 0.5  # cosine of the statements, or of statement, place and headline, from which claims are alike
LIKELY = 0.2  # of speaking of one thing, from which a claim is worth a reader's glance


@dataclass(frozen=True)
class Similar:
    """Another claim like the one looked at: where it stood, and how its figure stands against ours.

    `asked` is the open proposal between the two, which stands on the earlier one's page.
    """

    claim: Claim
    place: Appearance | None
    outcome: str
    same: bool
    asked: Evidence | None = None

    @property
    def outlet(self) -> str:
        """The outlet in which it stood first, "" when that is not known."""
        outlet = self.place.version.article.outlet if self.place else None
        return outlet.name if outlet else ""


def similar_claims(claim: Claim, limit: int = 3, *, least: float = LIKELY) -> list[Similar]:
    """Return other claims of the desk that the matcher would compare with it, the same figures first.

    Claims of the same article are left out, rejected ones, what is only the nearest of the unlike, what the
    matcher keeps apart, such as the same figure of another night, and what speaks of the same thing with less
    than a chance of `least` (0 to 1). The likelier comes first, of equals the better candidate. The last
    place is for the first whose figure differs, if any: three repeats hide nothing.
    """
    mine_read = beside(claim, [claim.pk]).get(claim.pk)
    candidates = [item for item in candidates_of(claim, limit=LOOKED_AT) if _alike(item)]
    looks = zip(candidates, _chances(mine_read, candidates), strict=True)
    order = {item.claim_id: (-chance, item.rank) for item, chance in looks if chance and chance >= least}
    rows = Claim.objects.filter(open_to_matching(), pk__in=order).select_related("source")
    mine = figures_of(claim)
    found = [Similar(other, None, *_outcome(mine, other)) for other in rows.prefetch_related("quantities")]
    ordered = sorted(found, key=lambda item: (not item.same, order[item.claim.pk]))
    best = _with_one_that_differs(ordered, limit)
    places = first_places([item.claim for item in best])
    asked = _asked(claim, best)
    return [replace(item, place=places.get(item.claim.pk), asked=asked.get(item.claim.pk)) for item in best]


def _asked(claim: Claim, found: Sequence[Similar]) -> dict[UUID, Evidence]:
    """Return the open proposals between the claim and those found, by these, whichever is the earlier."""
    ids = [item.claim.pk for item in found]
    between = Q(claim=claim, other__in=ids) | Q(other=claim, claim__in=ids)
    rows = Evidence.objects.filter(between, state=EvidenceState.PROPOSED)
    return {pk: row for row in rows for pk in (row.claim_id, row.other_id) if pk and pk != claim.pk}


def _alike(item: Candidate) -> bool:
    """Whether a candidate is like the claim; one that is not read yet was found by its words or figure."""
    likeness = max(item.vectors.text, item.vectors.context)
    return likeness >= ALIKE or likeness == 0


def _chances(mine: Beside | None, others: Sequence[Candidate]) -> list[float]:
    """Return for each how surely both speak of one thing, 0 where the matcher knows a reason against it.

    A claim that is not read yet has all of it: it was found by its words or figure.
    """
    if mine is None:
        return [1.0] * len(others)
    pairs = [sorted((mine.seen, item.seen), key=lambda seen: seen.order) for item in others]
    found = compare_all(
        [
            (earlier.told, later.told, item.vectors)
            for (earlier, later), item in zip(pairs, others, strict=True)
        ]
    )
    return [each.score if each.barrier in ("", UNLIKE_WORDS) else 0.0 for each in found]


def _with_one_that_differs(ordered: Sequence[Similar], limit: int) -> list[Similar]:
    """Return the first `limit`; if none has another figure, the last gives way to the first that has."""
    shown = list(ordered[:limit])
    differing = next((item for item in ordered if item.outcome and not item.same), None)
    if differing is None or differing in shown or limit < 2:
        return shown
    return [*shown[: limit - 1], differing]


def _outcome(mine: Sequence[Figure], other: Claim) -> tuple[str, bool]:
    """Return how the figures differ in words ("" if none compare), and whether they are equal."""
    pairs = [(a, b) for a in mine for b in figures_of(other) if comparable(a, b)]
    outcome = min((difference(a, b) for a, b in pairs), key=lambda words: words != "same", default="")
    return outcome, outcome == "same"
