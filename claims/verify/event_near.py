"""Which claims are looked at when an article's claims are put into events: a bounded neighbourhood.

A desk with few claims is looked at as a whole, so that the outcome is the same in whatever order its articles
came. On a larger one it is the claims most like the new ones, with all of their events and articles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.db import connection

from claims.models import ClaimReading

from .candidates.seen import as_array
from .comparing import Look

MOST = 600  # claims that are looked at, the new ones beside them
NEAREST = 150  # of the claims found by index, whose events and articles are looked at


def near(desk_id: UUID, mine: Collection[UUID], looks: Sequence[Look]) -> set[UUID]:
    """Return the claims of the desk that are looked at together with `mine`."""
    read = ClaimReading.objects.filter(desk=desk_id).values_list("pk", flat=True)
    whole = list(read[: MOST + 1])
    if len(whole) <= MOST:
        return set(whole) | set(mine)
    found = set(mine)
    for group in _around(_nearest(looks, found)):
        if len(found | group) - len(mine) <= MOST:
            found |= group
    return found


def _nearest(looks: Sequence[Look], mine: Collection[UUID]) -> list[UUID]:
    """Return the claims most like one of `mine`, by their words, their setting and their article."""
    best: dict[UUID, float] = {}
    for look in looks:
        for item in look.compared if look.claim.pk in mine else ():
            likeness = item.vectors.text + item.vectors.context + item.vectors.article
            for pk in item.pair - set(mine):
                best[pk] = max(best.get(pk, 0.0), likeness)
    return sorted(best, key=lambda pk: (-best[pk], pk))[:NEAREST]


def _around(nearest: Sequence[UUID]) -> Iterator[set[UUID]]:
    """Yield for each claim, the nearest first, its whole event and article; itself where that is too much."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT wanted.id, beside.id FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted(id, place)
            JOIN claims_claim c ON c.id = wanted.id
            LEFT JOIN claims_claimreading r ON r.claim_id = c.id
            CROSS JOIN LATERAL (
                (SELECT o.id FROM claims_claim o WHERE o.event_id = c.event_id LIMIT %s)
                UNION (
                    SELECT o.claim_id FROM claims_claimreading o WHERE o.version_id = r.version_id LIMIT %s
                )
                UNION SELECT c.id
            ) beside
            """,
            [as_array(nearest), MOST, MOST],
        )
        groups: dict[UUID, set[UUID]] = {}
        for pk, beside in cursor.fetchall():
            groups.setdefault(pk, set()).add(beside)
    for pk in nearest:
        group = groups.get(pk, {pk})
        yield group if len(group) < MOST else {pk}
