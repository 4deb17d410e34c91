"""A change of an article marks every claim that rests on it, and every report with such a claim.

Set-based: a handful of statements, however many claims there are. No verdict and no review state is touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from claims import record, record_many
from claims.models import (
    Article,
    ArticleChange,
    ArticleVersion,
    TouchedReport,
    User,
)
from claims.models.blast import ChangeKind
from claims.states import Freshness

from .carrying import Carried
from .telling import tell

# The place shown of a claim is the worst one: words that are gone before words that are there.
_TOUCHES = """
WITH carried AS (
    SELECT * FROM unnest(%(places)s::uuid[], %(moved)s::uuid[], %(same)s::boolean[]) AS c(place, moved, same)
), anchored AS (
    SELECT DISTINCT ON (a.claim_id) a.claim_id, a.id AS place, c.moved,
        CASE WHEN %(version)s::uuid IS NULL THEN 'untold' WHEN c.moved IS NULL THEN 'lost'
            WHEN c.same THEN 'same' ELSE 'around' END AS words
    FROM claims_appearance a JOIN claims_articleversion v ON v.id = a.version_id
    LEFT JOIN carried c ON c.place = a.id
    WHERE v.article_id = %(article)s AND v.id IS DISTINCT FROM %(version)s::uuid AND a.removed_at IS NULL
    ORDER BY a.claim_id, v.number DESC, c.moved IS NOT NULL, c.same, a.start
), resting AS (
    SELECT e.claim_id, n.place, n.moved, n.words FROM claims_evidence e
    JOIN anchored n ON n.claim_id = e.other_id WHERE e.state = 'confirmed'
    UNION ALL
    SELECT e.claim_id, NULL, NULL, 'untold' FROM claims_evidence e
    JOIN claims_articleversion v ON v.id = e.version_id
    WHERE e.state = 'confirmed' AND v.article_id = %(article)s
    UNION ALL  -- an address that was captured after it was added
    SELECT e.claim_id, NULL, NULL, 'untold' FROM claims_evidence e
    WHERE e.state = 'confirmed' AND e.version_id IS NULL AND e.page_id = %(article)s
), dependants AS (
    SELECT DISTINCT ON (claim_id) * FROM (
        SELECT claim_id, false AS by_evidence, place, moved, words FROM anchored
        UNION ALL SELECT claim_id, true, place, moved, words FROM resting
    ) every
    ORDER BY claim_id, by_evidence, place IS NULL, moved IS NOT NULL, words = 'same'
)
INSERT INTO claims_touch (id, created_at, change_id, claim_id, by_evidence, place_id, moved_id, words, was,
    was_cause, outcome, note)
SELECT gen_random_uuid(), %(at)s, %(change)s, d.claim_id, d.by_evidence, d.place, d.moved, d.words,
    COALESCE(t.was, c.freshness), COALESCE(t.was_cause, c.freshness_cause), 'open', ''
FROM dependants d JOIN claims_claim c ON c.id = d.claim_id
LEFT JOIN LATERAL (
    SELECT was, was_cause FROM claims_touch o WHERE o.claim_id = c.id AND o.outcome = 'open' LIMIT 1
) t ON true
WHERE c.review_state <> 'rejected' ORDER BY c.id
RETURNING claim_id
"""
# Everybody locks claims by their ids, before rows that hang on them are written.
_LOCKED = """
WITH mine AS (
    SELECT a.claim_id FROM claims_appearance a JOIN claims_articleversion v ON v.id = a.version_id
    WHERE v.article_id = %(article)s
), every AS (
    SELECT claim_id FROM mine
    UNION SELECT e.claim_id FROM claims_evidence e JOIN mine m ON m.claim_id = e.other_id
    UNION SELECT e.claim_id FROM claims_evidence e JOIN claims_articleversion v ON v.id = e.version_id
    WHERE v.article_id = %(article)s
    UNION SELECT e.claim_id FROM claims_evidence e WHERE e.page_id = %(article)s
)
SELECT count(*) FROM (
    SELECT c.id FROM claims_claim c WHERE c.id IN (SELECT claim_id FROM every) ORDER BY c.id FOR UPDATE
) locked
"""
# A claim that was merged away is printed in older editions; its places, and the mark, are the other's now.
_REPORTS = """
WITH RECURSIVE hit(id, claim) AS (
    SELECT claim_id, claim_id FROM claims_touch WHERE change_id = %(change)s
    UNION SELECT c.id, hit.claim FROM claims_claim c JOIN hit ON c.merged_into_id = hit.id
)
INSERT INTO claims_touchedreport (id, created_at, change_id, report_id, edition_id, claims)
SELECT gen_random_uuid(), %(at)s, %(change)s, i.report_id, NULL, array_agg(DISTINCT hit.claim)
FROM hit JOIN claims_reportitem i ON i.claim_id = hit.id GROUP BY i.report_id
UNION ALL
SELECT gen_random_uuid(), %(at)s, %(change)s, e.report_id, e.id, array_agg(DISTINCT hit.claim)
FROM claims_reportedition e CROSS JOIN LATERAL jsonb_array_elements(e.content->'claims') printed
JOIN hit ON hit.id = (printed->>'id')::uuid GROUP BY e.report_id, e.id
"""


@dataclass(frozen=True)
class Marked:
    """How many claims and reports a change touched."""

    claims: int = 0
    reports: int = 0


def dependants_lock(article: Article) -> None:
    """Lock every claim that rests on the locked `article`; comes before anything is written of it."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED, {"article": article.pk})


def change_mark(
    *,
    article: Article,
    kind: ChangeKind,
    user: User | None,
    reason: str = "",
    before: ArticleVersion | None = None,
    version: ArticleVersion | None = None,
    carried: Sequence[Carried] = (),
) -> tuple[ArticleChange, Marked]:
    """Put a change of an article on record and mark what rests on it (dependants_lock); nothing is flipped.

    `carried` says where the words stand in the new text (carrying.carry). The people of the claims and
    reports are told, one notice each.
    """
    change = _stored(article, kind, user, reason, before=before, version=version)
    claims = _touches(change, carried)
    _marked(claims, change)
    with connection.cursor() as cursor:
        cursor.execute(_REPORTS, {"change": change.pk, "at": change.created_at})
    reports = list(TouchedReport.objects.filter(change=change).select_related("report").defer("claims"))
    touched = Marked(len(claims), len({row.report_id for row in reports}))
    after = {"kind": str(kind), "claims": touched.claims, "reports": touched.reports, "change": change.pk}
    record.change(article, actor=user, action=f"article.{kind}", note=reason, extra=({}, after))
    tell(change)
    return change, touched


def change_note(*, article: Article, kind: ChangeKind, user: User | None, reason: str) -> ArticleChange:
    """Put a change of the locked `article` on record that marks nothing."""
    change = _stored(article, kind, user, reason)
    after = {"kind": str(kind), "change": change.pk}
    record.change(article, actor=user, action=f"article.{kind}", note=reason, extra=({}, after))
    return change


def _stored(
    article: Article, kind: ChangeKind, user: User | None, reason: str, **texts: ArticleVersion | None
) -> ArticleChange:
    return ArticleChange.objects.create(
        article=article,
        kind=kind,
        reason=reason[:500],
        cause=f"article {kind.label.lower()}: {article.outlet or article}"[:300],
        made_by=user,
        **texts,
    )


def _touches(change: ArticleChange, carried: Sequence[Carried]) -> list[UUID]:
    """Store what the change touches; returns the claims in their order of locking."""
    asked: dict[str, Any] = {
        "places": [row.place for row in carried],
        "moved": [row.moved for row in carried],
        "same": [row.same for row in carried],
        "article": change.article_id,
        "version": change.version_id,
        "change": change.pk,
        "at": change.created_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHES, asked)
        return sorted(row[0] for row in cursor.fetchall())


def _marked(claims: Sequence[UUID], change: ArticleChange) -> None:
    record_many.freshened(
        [(claim, Freshness.NEEDS_RECHECK, change.cause) for claim in claims],
        actor=change.made_by,
        action="claim.recheck",
        note=change.reason,
        after={"change": change.pk},
    )
