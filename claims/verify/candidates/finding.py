"""The candidates of one claim: every signal asked, the answers fused, the best loaded in one query."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from claims.models import Appearance, Claim, ClaimReading, Source

from ..likeness import Vectors
from ..meaning.counted import Counted, counted
from ..meaning.told import Told, Voice, told_of_json, with_voice
from .fusion import SAID, Fused, fuse
from .lexemes import lexemes
from .signals import Asked, found_by_signal
from .told import figures_of, voice_of

LIMIT = 60  # claims that the rules look at


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim worth comparing: how it was found, and what comparing needs, the claim's row not among it."""

    claim_id: UUID
    rank: int  # from 1 on
    score: float  # 0 to 1, of finding only: it says nothing about agreement
    signals: tuple[str, ...]  # "near figure", "alike in wording", the strongest first
    vectors: Vectors  # cosines with the asking claim, 0 when that is not read yet
    told: Told
    article_id: UUID | None
    outlet: str
    order: tuple[datetime, datetime, str]  # published, captured, where it stands: the earlier is the smaller


def candidate_ids(claim: Claim) -> set[UUID]:
    """Return claims of the same desk that may speak of the same thing as `claim`."""
    return {found.id for found in _found(claim, LIMIT)}


def candidates_of(claim: Claim, *, limit: int = LIMIT) -> list[Candidate]:
    """Return claims of the same desk that are worth comparing with `claim`, the best first.

    Left out: the claims of its own articles in all their versions, rejected ones, and those set aside
    unless a person accepted them.
    """
    found = _found(claim, limit)
    rows = _loaded(claim, [item.id for item in found])
    return [_candidate(item, rank, rows[item.id]) for rank, item in enumerate(found, 1) if item.id in rows]


def _found(claim: Claim, limit: int) -> list[Fused]:
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


_LOAD = """
    SELECT r.claim_id, r.account, coalesce(1 - (r.text_vector <=> mine.text_vector), 0),
        coalesce(1 - (r.context_vector <=> mine.context_vector), 0),
        coalesce(1 - (piece.vector <=> my_piece.vector), 0),
        place.article_id, coalesce(place.outlet, ''), place.published_at, place.captured_at, c.created_at,
        place.start, s.id, s.name, s.kind, s.role, s.organisation, s.within_id, s.party_to
    FROM claims_claimreading r JOIN claims_claim c ON c.id = r.claim_id
    LEFT JOIN claims_source own ON own.id = c.source_id
    LEFT JOIN claims_source s ON s.id = coalesce(own.merged_into_id, own.id)
    LEFT JOIN claims_claimreading mine ON mine.claim_id = %s
    LEFT JOIN claims_versionreading my_piece ON my_piece.version_id = mine.version_id
    LEFT JOIN claims_versionreading piece ON piece.version_id = r.version_id
    LEFT JOIN LATERAL (
        SELECT v.article_id, o.name AS outlet, a.published_at, v.captured_at, p.start
        FROM claims_appearance p JOIN claims_articleversion v ON v.id = p.version_id
        JOIN claims_article a ON a.id = v.article_id LEFT JOIN claims_outlet o ON o.id = a.outlet_id
        WHERE p.claim_id = r.claim_id ORDER BY v.captured_at, p.start LIMIT 1
    ) place ON true
    WHERE r.claim_id = ANY(%s)
"""


def counted_of(claim: Claim) -> list[Counted]:
    """Return the figures of a claim that count something, in the measure of their kind."""
    return [found for figure in figures_of(claim) if (found := counted(figure)).kind]


def _loaded(claim: Claim, ids: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, [claim.pk, list(ids)])
        return {row[0]: row for row in cursor.fetchall()}


def _candidate(found: Fused, rank: int, row: tuple[Any, ...]) -> Candidate:
    _, account, text, context, piece, article, outlet, published, captured, created, start, *source = row
    told = told_of_json(json.loads(account))
    stood = str(found.id) if start is None else f"{start:09d} {told.statement} {found.id}"
    return Candidate(
        claim_id=found.id,
        rank=rank,
        score=found.score,
        signals=tuple(SAID[signal] for signal in found.signals),
        vectors=Vectors(text, context, piece),
        told=with_voice(told, _voice(source)),
        article_id=article,
        outlet=outlet,
        order=(published or captured or created, captured or created, stood),
    )


def _voice(source: Sequence[Any]) -> Voice:
    """Return who speaks as it stands now: sources are merged and renamed after a claim was read."""
    pk, name, kind, role, organisation, within, party = source
    if pk is None:
        return voice_of(None)
    return voice_of(
        Source(
            id=pk,
            name=name,
            kind=kind,
            role=role,
            organisation=organisation,
            within_id=within,
            party_to=party,
        )
    )
