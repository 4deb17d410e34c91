"""Claims as they were known at a moment: their rows of now, taken back through the record, in memory.

What is written once and never changed (texts, places, evidence, verdicts) is there if it was stored by then;
what changes is undone entry by entry. The same moment gives the same claims, however often it is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import F, QuerySet

from claims.models import Appearance, AuditEntry, Claim
from claims.seal import SealOf

from . import hanging, standing
from .moves import Merges
from .since import Look, Since
from .undoing import CLAIM, take_back

MADE = {"claim.extract", "claim.add", "claim.by_hand", "claim.part"}


def beside(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return the claims with what a look back needs beside them."""
    return rows.select_related("source", "event", "reviewed_by")


def with_seal(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return the same, with how the chain of each stands."""
    return beside(rows).annotate(sealed=SealOf(F("pk")))


@dataclass
class Past:
    """Claims at a moment, in the order they were asked for, without those that were not recorded yet."""

    at: datetime
    claims: dict[UUID, Claim] = field(default_factory=dict)
    sealed: dict[UUID, dict[str, Any]] = field(default_factory=dict)  # as seal.SealOf gives it
    left_out: Counter[UUID] = field(default_factory=Counter)  # open proposals beyond those asked for


def claims_at(
    rows: Sequence[Claim],
    at: datetime,
    *,
    places: QuerySet[Appearance],
    others: QuerySet[Appearance] | None = None,
    proposals: int | None = None,
) -> Past:
    """Return the claims of `rows` (read by `with_seal`, or `beside`) as they were known at `at`.

    `places` reads where they stand, `others` (else `places`) where the claims stand that bear on them. Of
    open proposals each claim keeps the first `proposals`, None for all. Some 10 queries for any number.
    """
    look, past = Look(at), Past(at)
    look.ask(row.pk for row in rows)
    for row in (row for row in rows if _was_there(row, look)):
        take_back(row, look.of(row.pk).about(*CLAIM))
        past.claims[row.pk] = row
        if hasattr(row, "sealed"):
            past.sealed[row.pk] = _sealed(row, look.of(row.pk))
    claims = list(past.claims.values())
    merges = Merges({row.pk: look.of(row.pk) for row in claims})
    hanging.figures_back(look, claims)
    evidence, past.left_out = hanging.evidence_back(look, claims, merges, proposals)
    hanging.assessments_back(look, claims, evidence)
    bearing = hanging.bearing_on(evidence, past.claims)
    standing.stand(look, claims, bearing, evidence, merges, (places, places if others is None else others))
    return past


def begins(claim: Claim) -> datetime:
    """Return the first moment at which there is something to show of a claim (1 query)."""
    first = AuditEntry.objects.filter(claim=claim).order_by("link").first()
    made = first is not None and first.action in MADE
    return max(first.at, claim.created_at) if first and made else claim.created_at


def _was_there(row: Claim, look: Look) -> bool:
    chain = look.of(row.pk)
    made = bool(chain.entries) and chain.entries[-1].action in MADE
    return row.created_at <= look.at and not (made and chain.last is None)


def _sealed(row: Claim, chain: Since) -> dict[str, Any]:
    """Return how the chain of a claim stood: as many entries as there were, with the hash of the last one."""
    found: dict[str, Any] = dict(cast(Any, row).sealed)
    if not chain.entries:
        return found
    count = chain.entries[-1].link - 1
    head = bytes(chain.last.hash).hex() if chain.last else ""
    broken = found["broken"] if found["broken"] and found["broken"] <= count else None
    return {"entries": count, "length": count, "broken": broken, "head": head, "ends": head}
