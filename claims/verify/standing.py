"""The evidence that stands between claims already, and which proposals fit beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from claims.models import Claim, Evidence
from claims.states import EvidenceState

from .comparing import Compared
from .keeping import KEPT, Link, pushed_out
from .proposing import is_machines, strength_of, with_rests

Pair = frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Standing:
    """The evidence between claims and those that were compared with them, rows and earlier claims locked."""

    rows: Sequence[Evidence]
    by_pair: Mapping[Pair, Sequence[Evidence]]
    claims: Mapping[UUID, Claim]

    @classmethod
    def of(cls, ids: Collection[UUID], proposals: Iterable[Compared]) -> Standing:
        """Lock what stands on or for the claims of `ids`: the claims first, as those who decide do."""
        touching = Evidence.objects.filter(Q(claim__in=ids) | Q(other__in=ids), other__isnull=False)
        earlier = {found.earlier.claim_id for found in proposals} | set(
            touching.values_list("claim_id", flat=True)
        )
        claims = lock_claims(earlier)
        rows = list(
            with_rests(touching.filter(claim__in=earlier)).select_for_update(of=("self",)).order_by("pk")
        )
        by_pair: dict[Pair, list[Evidence]] = defaultdict(list)
        for row in rows:
            by_pair[frozenset({row.claim_id, row.other_id})].append(row)  # type: ignore[arg-type]
        return cls(rows, by_pair, claims)

    def right_way(self, found: Compared) -> Evidence | None:
        """Return the row of a pair on the claim that is the earlier one, if there is one."""
        rows = self.by_pair.get(found.pair, ())
        return next((row for row in rows if row.claim_id == found.earlier.claim_id), None)

    def is_decided(self, pair: Pair) -> bool:
        """Whether people have a hand in the pair, in either direction."""
        return any(not is_machines(row) for row in self.by_pair.get(pair, ()))

    def lost(self, seen: Mapping[Pair, Compared]) -> list[Evidence]:
        """Return the matcher's open proposals of pairs it sees no longer, or sees the other way round."""
        return [
            row
            for pair, rows in self.by_pair.items()
            for row in rows
            if row.state == EvidenceState.PROPOSED
            and is_machines(row)
            and (pair not in seen or seen[pair].earlier.claim_id != row.claim_id)
        ]


def lock_claims(ids: Iterable[UUID]) -> dict[UUID, Claim]:
    """Lock claims in the order of their ids and return them."""
    rows = Claim.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk")
    return {claim.pk: claim for claim in rows}


def fitting(fresh: Sequence[Compared]) -> tuple[list[Compared], list[Evidence]]:
    """Return which new proposals are among the strongest of a claim, and the open ones they push out."""
    if not fresh:
        return [], []
    links = {Link(f.earlier.claim_id, f.later.claim_id, strength_of(f)): f for f in fresh}
    on_earlier = _strongest("claim_id", {link.earlier for link in links})
    of_later = _strongest("other_id", {link.later for link in links})
    stored = {link: pk for side in (on_earlier, of_later) for rows in side.values() for link, pk in rows}
    beside_later = _strongest("other_id", {link.later for link in stored} - set(of_later))
    beside_earlier = _strongest("claim_id", {link.earlier for link in stored} - set(on_earlier))
    out = pushed_out([*links, *stored], _strengths(beside_earlier), _strengths(beside_later))
    gone = set(out)
    kept = [found for link, found in links.items() if link not in gone]
    return kept, _open_rows({stored[link] for link in out if link in stored})


Rows = dict[UUID, list[tuple[Link, UUID]]]


def _strongest(side: str, ids: Collection[object]) -> Rows:
    """Return the strongest evidence of each claim on one side of it ("claim_id" or "other_id")."""
    found: Rows = {pk: [] for pk in ids}  # type: ignore[misc]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT e.{side}, e.claim_id, e.other_id, e.strength, e.id
            FROM unnest(%s::uuid[]) AS wanted(id)
            CROSS JOIN LATERAL (
                SELECT * FROM claims_evidence
                WHERE {side} = wanted.id AND strength IS NOT NULL AND state <> 'withdrawn'
                ORDER BY strength DESC LIMIT {KEPT}
            ) e
            """,  # noqa: S608 - a column name and a number of this module are put in
            [list(ids)],
        )
        for at, earlier, later, strength, pk in cursor.fetchall():
            found[at].append((Link(earlier, later, strength), pk))
    return found


def _strengths(rows: Rows) -> dict[object, set[float]]:
    return {claim: {link.strength for link, _ in links} for claim, links in rows.items()}


def _open_rows(ids: Collection[UUID]) -> list[Evidence]:
    """Lock the rows that are open proposals of the matcher, their claims first."""
    if not ids:
        return []
    rows = Evidence.objects.filter(pk__in=ids, state=EvidenceState.PROPOSED)
    lock_claims(rows.values_list("claim_id", flat=True))
    return [
        row for row in with_rests(rows).select_for_update(of=("self",)).order_by("pk") if is_machines(row)
    ]
