"""Read claims as they are stored, many in one query, with how near they are to the claim that asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from claims.models import Claim

from ..likeness import Vectors
from ..meaning.told import Told, told_of_json, with_voice
from ..meaning.voices import made_voice
from .seen import OPEN, Seen, as_array
from .told import READ_BY, voice_of


@dataclass(frozen=True, slots=True)
class Beside:
    """A claim as it was read, and its cosines with the claim that asks, 0 when that is not read yet."""

    seen: Seen
    vectors: Vectors


_LOAD = f"""
    SELECT r.claim_id, r.account, coalesce(1 - (r.text_vector <=> mine.text_vector), 0),
        coalesce(1 - (r.context_vector <=> mine.context_vector), 0),
        coalesce(1 - (coalesce(r.passage_vector, piece.vector)
            <=> coalesce(mine.passage_vector, my_piece.vector)), 0),
        place.article_id, coalesce(place.outlet, ''), place.published_at, place.captured_at, c.created_at,
        place.start, print.cluster_id, s.id, s.name, s.kind, s.role, s.organisation, s.within_id, s.party_to
    FROM claims_claimreading r JOIN claims_claim c ON c.id = r.claim_id
    LEFT JOIN claims_source own ON own.id = c.source_id
    LEFT JOIN claims_source s ON s.id = coalesce(own.merged_into_id, own.id)
    LEFT JOIN claims_claimreading mine ON mine.claim_id = %(claim)s
    LEFT JOIN claims_versionreading my_piece ON my_piece.version_id = mine.version_id
    LEFT JOIN claims_versionreading piece ON piece.version_id = r.version_id
    LEFT JOIN LATERAL (
        SELECT p.version_id, v.article_id, o.name AS outlet, a.published_at, v.captured_at, p.start
        FROM claims_appearance p JOIN claims_articleversion v ON v.id = p.version_id
        JOIN claims_article a ON a.id = v.article_id LEFT JOIN claims_outlet o ON o.id = a.outlet_id
        WHERE p.claim_id = r.claim_id AND p.removed_at IS NULL ORDER BY v.captured_at, p.start LIMIT 1
    ) place ON true
    LEFT JOIN claims_textprint print ON print.version_id = place.version_id
    WHERE r.claim_id = ANY(%(ids)s::uuid[]) AND r.reader = %(reader)s AND {OPEN}
"""  # noqa: S608 - parts of this module and its neighbour alone are put in


def beside(claim: Claim, ids: Iterable[UUID]) -> dict[UUID, Beside]:
    """Return the claims of `ids` that are read and take part in matching; `claim` may be one of them."""
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, {"claim": claim.pk, "ids": as_array(ids), "reader": READ_BY})
        return {row[0]: _beside(row) for row in cursor.fetchall()}


def _beside(row: tuple[Any, ...]) -> Beside:
    (
        pk,
        account,
        text,
        context,
        piece,
        article,
        outlet,
        published,
        captured,
        created,
        start,
        cluster,
        *source,
    ) = row
    told = _told(account)
    if told.copy_of != (text_of := str(cluster or "")):
        told = replace(told, copy_of=text_of)
    stood = str(pk) if start is None else f"{start:09d} {told.statement} {pk}"
    order = (published or captured or created, captured or created, stood)
    seen = Seen(pk, _with_source(told, source), article, outlet, order)
    return Beside(seen, Vectors(text, context, piece))


@lru_cache(maxsize=2048)  # the claims of an article meet mostly the same earlier ones
def _told(account: str) -> Told:
    return told_of_json(json.loads(account))


def _with_source(told: Told, source: Sequence[Any]) -> Told:
    """Return the claim as said by its source as that is now: sources are merged and renamed later."""
    pk, name, kind, role, organisation, within, party = source
    about = f"{role} {organisation}".strip()
    was = told.voice
    if (was.id, was.name, was.kind, was.about, was.party) == (str(pk), name, kind, about, party):
        return told
    if pk is None:
        return with_voice(told, voice_of(None))
    now = made_voice(id=str(pk), name=name, kind=kind, about=about, local=within is not None, party=party)
    return with_voice(told, now)
