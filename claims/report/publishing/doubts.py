"""What speaks against approving an edition now: a newer one, claims that changed or need a re-check.

Nothing here forbids. The second person sees it and decides; what came up after the page was shown is shown
first (services.Doubted).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Prefetch

from claims.models import Assessment, Claim, ReportEdition
from claims.states import AssessmentState, Freshness

from .. import builder, corrections, selectors
from ..facts import facts_now
from ..formats.words import sentence_of

MOST = 12  # sentences about changed claims that are spelled out


@dataclass(frozen=True)
class Doubt:
    """One sentence, and the claims it is about, which the desk can open."""

    sentence: str
    claims: tuple[tuple[int, UUID], ...] = ()  # (place in the edition, id)


def doubts_of(
    edition: ReportEdition, *, newest: int | None = None, touched: list[Claim] | None = None
) -> list[Doubt]:
    """Return what speaks against approving the edition, [] when nothing does.

    `newest` (number of the report's newest edition) and `touched` (selectors.touched_since) are read here
    unless the caller has them.
    """
    if newest is None:
        newest = edition.report.editions.aggregate(newest=Max("number"))["newest"]
    if touched is None:
        touched = selectors.touched_since(edition)
    found = []
    if newest != edition.number:
        found.append(Doubt(f"Edition {newest} is newer than this one."))
    printed = {UUID(row["id"]): row for row in edition.content["claims"]}
    now = _claims(list(printed))
    found += _stale(printed, now, touched)
    found += _changed(printed, now)
    return found


def mark_of(doubts: list[Doubt]) -> str:
    """Return a short mark that tells one list of doubts from another."""
    return hashlib.sha256("\n".join(doubt.sentence for doubt in doubts).encode()).hexdigest()[:16]


def _claims(ids: list[UUID]) -> dict[UUID, Claim]:
    approved = Prefetch("assessments", Assessment.objects.filter(state=AssessmentState.APPROVED))
    return Claim.objects.select_related("source").prefetch_related(approved).in_bulk(ids)


def _stale(printed: dict[UUID, builder.Content], now: dict[UUID, Claim], touched: list[Claim]) -> list[Doubt]:
    """Return the claims that need a re-check, unless the edition says so itself."""
    said = {pk for pk, row in printed.items() if row["freshness"]["state"] == Freshness.NEEDS_RECHECK}
    marked = {pk for pk, claim in now.items() if claim.freshness == Freshness.NEEDS_RECHECK} - said
    later = {claim.pk for claim in touched} - said - marked
    found = []
    for hit, one, many in (
        (marked, "needs a re-check since it was frozen", "need a re-check since it was frozen"),
        (later, "is touched by a later source", "are touched by later sources"),
    ):
        if hit:
            places = tuple((row["position"], pk) for pk, row in printed.items() if pk in hit)
            words = one if len(places) == 1 else many
            found.append(Doubt(f"{_numbers([place for place, _ in places])} {words}.", places))
    return found


def _changed(printed: dict[UUID, builder.Content], now: dict[UUID, Claim]) -> list[Doubt]:
    """Return what the edition prints and the newsroom no longer holds."""
    before = {str(pk): corrections.facts_of(row) for pk, row in printed.items()}
    after = {str(pk): facts_now(now[pk]) for pk in printed if pk in now}
    places = {str(pk): row["position"] for pk, row in printed.items()}
    changes = corrections.between(before, after)
    found = [
        Doubt(
            sentence_of(change, f"Claim {places[change['claim']]}"),
            ((places[change["claim"]], UUID(change["claim"])),),
        )
        for change in changes[:MOST]
    ]
    more = len(changes) - len(found)
    return [*found, Doubt(f"{more:,} more changes.")] if more else found


def _numbers(places: list[int]) -> str:
    """Return "Claim 2", "Claims 2 and 5", "Claims 1, 2, 3 and 9 more"."""
    if len(places) == 1:
        return f"Claim {places[0]}"
    if len(places) <= 5:
        return f"Claims {', '.join(map(str, places[:-1]))} and {places[-1]}"
    return f"Claims {', '.join(map(str, places[:4]))} and {len(places) - 4:,} more"
