"""Claims of a published edition that were joined with another one or divided since: said, with the way on.

Readers are led to a claim that is public already, here or in the newest edition; else they learn no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from . import cached

STEPS = 20  # merges of merges that are followed
_SINCE = f"""
WITH RECURSIVE held AS (
    SELECT (item ->> 'id')::uuid AS id, place FROM claims_reportedition e,
    LATERAL jsonb_array_elements(e.content -> 'claims') WITH ORDINALITY AS claim(item, place) WHERE e.id = %s
), led AS (
    SELECT held.id, held.place, c.merged_into_id AS there, 1 AS step
    FROM held JOIN claims_claim c ON c.id = held.id WHERE c.merged_into_id IS NOT NULL
    UNION ALL
    SELECT led.id, led.place, c.merged_into_id, led.step + 1
    FROM led JOIN claims_claim c ON c.id = led.there WHERE c.merged_into_id IS NOT NULL AND led.step < {STEPS}
), merged AS (SELECT DISTINCT ON (id) id, place, there FROM led ORDER BY id, step DESC)
SELECT id, place, false, there FROM merged
UNION ALL (
    SELECT held.id, held.place, true, part.id FROM held
    JOIN claims_claim c ON c.id = held.id AND c.reject_reason = 'split'
    JOIN claims_claim part ON part.split_from_id = held.id ORDER BY held.place, part.created_at, part.id
)
"""  # noqa: S608 - a number of this module is put in
_PLACES = """
SELECT (item ->> 'id')::uuid, place FROM claims_reportedition e,
LATERAL jsonb_array_elements(e.content -> 'claims') WITH ORDINALITY AS claim(item, place)
WHERE e.id = %s AND (item ->> 'id')::uuid = ANY(%s)
"""


@dataclass(frozen=True)
class Way:
    """Where a claim stands that readers may follow."""

    words: str
    path: str


@dataclass(frozen=True)
class Became:
    """What became of one claim of an edition."""

    claim: UUID
    position: int
    split: bool
    ways: tuple[Way, ...]

    @property
    def sentence(self) -> str:
        """What became of it, to stand behind the name of the claim."""
        if self.split:
            return "was divided into claims that are checked one by one"
        return "was joined with another claim that says the same"


def became(edition: UUID, path: str, newest: tuple[UUID, int, str] | None) -> list[Became]:
    """Return what became of the claims of an edition, in their order.

    `path` is the edition's, `newest` (id, number, path) another published edition to look for them in. What
    the database says is kept for as long as readers may keep a page.
    """
    rows = cached.remembered(f"public-became:{edition}", lambda: _rows(edition), cached.FRESH)
    if not rows:
        return []
    targets = {there for *_, there in rows}
    ways: dict[UUID, Way] = {}
    if newest and newest[2]:
        found = _places(newest[0], targets)
        ways = {
            key: Way(f"claim {at} of edition {newest[1]}", f"{newest[2]}{at}/") for key, at in found.items()
        }
    ways |= {key: Way(f"claim {at} here", f"{path}{at}/") for key, at in _places(edition, targets).items()}
    return _told(rows, ways)


def _rows(edition: UUID) -> list[tuple[UUID, int, bool, UUID]]:
    """Return (claim, position, whether it was divided, where it leads) of all that became something else."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [edition])
        return list(cursor.fetchall())


def _places(edition: UUID, claims: set[UUID]) -> dict[UUID, int]:
    """Return where claims stand in an edition, of those that do."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [edition, list(claims)])
        return dict(cursor.fetchall())


def _told(rows: Sequence[tuple[UUID, int, bool, UUID]], ways: Mapping[UUID, Way]) -> list[Became]:
    led: dict[tuple[UUID, int, bool], list[Way]] = defaultdict(list)
    for claim, place, split, there in rows:
        found = led[claim, place, split]
        if there in ways:
            found.append(ways[there])
    told = [Became(claim, place, split, tuple(found)) for (claim, place, split), found in led.items()]
    return sorted(told, key=lambda row: row.position)
