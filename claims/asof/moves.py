"""Which places in articles a claim had before merges since a moment, and before they were undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from claims.models import AuditEntry

from .since import Since

MERGE = "claim.merge"
OTHERS = {"claim.take_in", "claim.give_back"}  # on the claim that stays

Moves = dict[UUID, bool]  # a place: whether the claim had it at the moment


class Merges:
    """The merges that touched some claims since a moment (1 query, none without any)."""

    def __init__(self, chains: Mapping[UUID, Since]) -> None:
        self.chains = chains
        entries = [entry for chain in chains.values() for entry in chain.about("claim")]
        undone = [entry.undoes_id for entry in entries if entry.action == "claim.undo" and entry.undoes_id]
        partners = {entry.after["claim"]["id"] for entry in entries if entry.action in OTHERS}
        self.rows: dict[int, AuditEntry] = {row.pk: row for row in entries if row.action == MERGE}
        if undone or partners:
            rows = AuditEntry.objects.filter(Q(pk__in=undone) | Q(claim__in=partners), action=MERGE)
            self.rows |= {row.pk: row for row in rows.order_by("id")}

    def of(self, claim: UUID) -> list[tuple[AuditEntry, bool]]:
        """Return the merges of a claim that are taken back, newest first, and whether it gains by that."""
        found = []
        for entry in self.chains[claim].about("claim") if claim in self.chains else ():
            merge, gains = self._behind(entry)
            if merge is not None:
                found.append((merge, gains))
        return found

    def _behind(self, entry: AuditEntry) -> tuple[AuditEntry | None, bool]:
        if entry.action == MERGE:
            return entry, True
        if entry.action == "claim.undo":
            return self.rows.get(entry.undoes_id or 0), False
        if entry.action in OTHERS:
            took = entry.action == "claim.take_in"
            return self._by_partner(entry, took), not took
        return None, False

    def _by_partner(self, entry: AuditEntry, took: bool) -> AuditEntry | None:
        """Return the merge of `entry`: it stands just behind a taking in, and before a giving back."""
        partner = entry.after["claim"]["id"]
        rows = [row for row in self.rows.values() if str(row.claim_id) == partner]
        if took:
            return min((row for row in rows if row.pk > entry.pk), key=_number, default=None)
        return max((row for row in rows if row.pk < entry.pk), key=_number, default=None)

    def places(self, claim: UUID) -> Moves:
        """Return the places that moved since, and whether the claim had them."""
        return {
            UUID(key): had for merge, had in self.of(claim) for key in merge.after["moved"]["appearances"]
        }

    def partners(self) -> set[UUID]:
        """Return the claims that these merges joined, both of each."""
        return {
            UUID(str(pk))
            for row in self.rows.values()
            for pk in (row.claim_id, row.after["merged_into"]["id"])
        }

    def evidence(self, claims: Iterable[UUID]) -> set[UUID]:
        """Return the evidence that moved away from the claims since."""
        return {
            UUID(key)
            for claim in claims
            for merge, had in self.of(claim)
            if had
            for key in merge.after["moved"]["evidence"]["claim"]
        }


def _number(row: AuditEntry) -> int:
    return row.pk
