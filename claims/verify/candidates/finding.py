"""The candidates of one claim: every signal asked, the answers fused, the best loaded in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from claims.models import Appearance, Claim, ClaimReading

from ..likeness import Vectors
from .fusion import Fused, fuse
from .lexemes import lexemes
from .loading import beside
from .seen import Seen
from .signals import Asked, found_by_signal
from .told import counted_of

LIMIT = 60  # claims that the rules look at


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim worth comparing: how it was found, and what comparing needs."""

    rank: int  # from 1 on
    score: float  # 0 to 1, of finding only: it says nothing about agreement
    signals: tuple[str, ...]  # "near figure", "alike in wording", the strongest first
    seen: Seen
    vectors: Vectors  # cosines with the asking claim

    @property
    def claim_id(self) -> UUID:
        """The claim that was found."""
        return self.seen.claim_id


def candidate_ids(claim: Claim) -> set[UUID]:
    """Return claims of the same desk that may speak of the same thing as `claim`."""
    return {found.id for found in found_for(claim)}


def candidates_of(claim: Claim, *, limit: int = LIMIT) -> list[Candidate]:
    """Return claims of the same desk that are worth comparing with `claim`, the best first.

    Left out: the claims of its own articles in all their versions, rejected ones, and those set aside
    unless a person accepted them.
    """
    found = found_for(claim, limit=limit)
    rows = beside(claim, [item.id for item in found])
    return [
        Candidate(rank, item.score, item.signals, rows[item.id].seen, rows[item.id].vectors)
        for rank, item in enumerate(found, 1)
        if item.id in rows
    ]


def found_for(claim: Claim, *, limit: int = LIMIT) -> list[Fused]:
    """Return what the signals find for `claim`, the best first, without loading it."""
    with transaction.atomic():
        return fuse(found_by_signal(_asked(claim)), limit)


def _asked(claim: Claim) -> Asked:
    return Asked(
        claim_id=claim.pk,
        desk_id=claim.desk_id,
        words=lexemes(claim.statement),
        figures=[(figure.kind, figure.low) for figure in counted_of(claim)],
        left_out=_left_out(claim),
        stored=ClaimReading.objects.filter(pk=claim.pk).exists(),
    )


def _left_out(claim: Claim) -> Sequence[UUID]:
    """Return the claim and all claims of the articles it stands in, whatever their version."""
    articles = Appearance.objects.filter(claim=claim).values("version__article")
    ids = Appearance.objects.filter(version__article__in=articles).values_list("claim_id", flat=True)
    return [claim.pk, *ids.distinct()]
