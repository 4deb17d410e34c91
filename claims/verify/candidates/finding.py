"""The candidates of one claim: every signal asked, the answers fused, the best loaded in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from claims.models import Claim

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
    stored, left_out = _circumstances(claim)
    return Asked(
        claim_id=claim.pk,
        desk_id=claim.desk_id,
        words=lexemes(claim.statement),
        figures=[(figure.kind, figure.low) for figure in counted_of(claim)],
        left_out=[claim.pk, *left_out],
        stored=stored,
    )


def _circumstances(claim: Claim) -> tuple[bool, Sequence[UUID]]:
    """Return whether the claim is read, and all claims of the articles it stands in, of any version."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (SELECT 1 FROM claims_claimreading WHERE claim_id = %(claim)s),
            array(
                SELECT DISTINCT beside.claim_id FROM claims_appearance mine
                JOIN claims_articleversion v ON v.id = mine.version_id
                JOIN claims_articleversion same ON same.article_id = v.article_id
                JOIN claims_appearance beside ON beside.version_id = same.id
                WHERE mine.claim_id = %(claim)s AND mine.removed_at IS NULL AND beside.removed_at IS NULL
            )
            """,
            {"claim": claim.pk},
        )
        row: tuple[bool, list[UUID]] = cursor.fetchone()
    return row
