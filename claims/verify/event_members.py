"""What is known of the claims that are put into events: words, days, vectors, the passages they stand in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from claims.models import Claim

from .candidates.seen import as_array
from .candidates.told import READ_BY
from .grouping.kin import Drawn, passages
from .grouping.kinship import Days, Member, dated
from .meaning.told import told_of_json

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Read:
    """A claim as it is stored for comparing."""

    claim: UUID
    account: dict[str, Any]
    article: UUID
    text: Vector
    context: Vector
    story: Vector


_READ = """
    SELECT r.claim_id, r.account, coalesce(v.article_id, r.claim_id), halfvec_send(r.text_vector),
        halfvec_send(r.context_vector), halfvec_send(piece.vector)
    FROM claims_claimreading r LEFT JOIN claims_articleversion v ON v.id = r.version_id
    LEFT JOIN claims_versionreading piece ON piece.version_id = r.version_id
    WHERE r.claim_id = ANY(%s::uuid[]) AND r.reader = %s
"""
# All read claims of the articles, in the order in which they stand.
_BESIDE = """
    SELECT v.article_id, r.claim_id, halfvec_send(r.text_vector)
    FROM claims_articleversion v JOIN claims_claimreading r ON r.version_id = v.id
    LEFT JOIN claims_appearance p ON p.claim_id = r.claim_id AND p.version_id = r.version_id
        AND p.removed_at IS NULL
    WHERE v.article_id = ANY(%s::uuid[])
    ORDER BY v.article_id, p.start, p."end", r.account->>'statement', r.claim_id
"""


def drawn_of(ids: Collection[UUID]) -> list[Drawn]:
    """Return the claims that are read as they are put into events, in an order that follows from them."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [as_array(ids), READ_BY])
        rows = [_read(row) for row in cursor.fetchall()]
    around = _passages({row.article for row in rows})
    found = []
    members = _dated([Member(row.claim, told_of_json(row.account), row.article) for row in rows])
    for row, member in zip(rows, members, strict=True):
        place, passage = around.get(row.claim, (0, row.text))
        found.append(Drawn(member, row.text, row.context, passage, row.story, place))
    return sorted(found, key=_order)


def _read(row: tuple[Any, ...]) -> _Read:
    pk, account, article, text, context, story = row
    said = _vector(text)
    return _Read(
        pk,
        json.loads(account) if isinstance(account, str) else account,
        article,
        said,
        _vector(context),
        _vector(story) if story is not None else np.zeros_like(said),
    )


def _vector(sent: bytes) -> Vector:
    """Return a vector as PostgreSQL sends it: two numbers of two bytes, then the halves, of length 1."""
    found = np.frombuffer(sent, dtype=">f2", offset=4).astype(np.float32)
    length = float(np.linalg.norm(found))
    return found / np.float32(length) if length else found


def _order(row: Drawn) -> tuple[str, str, str, int, str, str]:
    told = row.member.told
    at = told.told_at.isoformat() if told.told_at else ""
    title = " ".join(sorted(told.title_words))
    return at, told.outlet, title, row.place, told.statement, str(row.member.key)


def _passages(articles: Collection[UUID]) -> dict[UUID, tuple[int, Vector]]:
    """Return the place of each claim of the articles among those of its own, and what its passage says."""
    standing: dict[UUID, dict[UUID, Vector]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, [as_array(articles)])
        for article, claim, sent in cursor.fetchall():
            standing[article].setdefault(claim, _vector(sent))
    found: dict[UUID, tuple[int, Vector]] = {}
    for claims in standing.values():
        around = passages(np.array(list(claims.values()), np.float32))
        found |= {claim: (place, around[place]) for place, claim in enumerate(claims)}
    return found


def _dated(rows: Sequence[Member]) -> list[Member]:
    """Return the members with the days of their articles' news where they have none of their own."""
    return dated(rows, _days_told({row.article for row in rows if row.told.days is None}))


def _days_told(articles: Iterable[Hashable]) -> Mapping[Hashable, Sequence[Days]]:
    """Return the days of the dated claims of articles, read or not."""
    told = Claim.objects.filter(
        appearances__version__article__in=list(articles), event_from__isnull=False
    ).values_list("appearances__version__article", "pk", "event_from", "event_to")
    known: dict[Hashable, list[Days]] = defaultdict(list)
    for article, _, first, last in sorted(set(told), key=str):
        if first is not None:
            known[article].append((first, last or first))
    return known
