"""What hangs on claims at a moment: figures, evidence and verdicts, and the claims that bear on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from claims.models import Assessment, AuditEntry, Claim, Evidence, Quantity
from claims.models.evidence import first_texts
from claims.states import EvidenceState

from .moves import Merges
from .since import Look, about_evidence
from .undoing import keep, quantities_before, quantities_of, take_back

PROPOSED = {"evidence.add", "evidence.propose"}
Entries = dict[UUID, list[AuditEntry]]


def figures_back(look: Look, claims: Sequence[Claim]) -> None:
    """Give the claims the figures they had (1 query)."""
    found: dict[UUID, list[Quantity]] = defaultdict(list)
    for row in Quantity.objects.filter(claim__in=[claim.pk for claim in claims]).order_by("position"):
        found[row.claim_id].append(row)
    for claim in claims:
        before = quantities_before(look.of(claim.pk).about("claim"))
        keep(claim, "quantities", found[claim.pk] if before is None else quantities_of(claim, before))


def evidence_back(
    look: Look, claims: Sequence[Claim], merges: Merges, proposals: int | None
) -> tuple[list[Evidence], Counter[UUID]]:
    """Give the claims the evidence that stood on them, in the order it came; also return it (1 query).

    Of open proposals each keeps `proposals`, None for all; beside it comes how many were left out.
    """
    ids = [claim.pk for claim in claims]
    went = merges.evidence(ids)
    rows = (
        Evidence.objects.filter(Q(claim__in=ids) | Q(pk__in=went), created_at__lte=look.at)
        .select_related("version__article__outlet", "page__outlet", "document", "source")
        .select_related("proposed_by", "decided_by")
        .defer("version__text", "details")
        .prefetch_related(first_texts(by=look.at))
        .order_by("created_at", "id")
    )
    entries = _entries(look, ids, went)
    kept: dict[UUID, list[Evidence]] = {pk: [] for pk in ids}
    waiting: Counter[UUID] = Counter()
    for row in rows:
        mine = entries.get(row.pk, [])
        if mine and mine[-1].action in PROPOSED and not mine[-1].before:
            continue  # it came later
        take_back(row, mine)
        waiting[row.claim_id] += row.state == EvidenceState.PROPOSED
        shown = proposals is None or row.state != EvidenceState.PROPOSED or waiting[row.claim_id] <= proposals
        if row.claim_id in kept and shown:
            kept[row.claim_id].append(row)
    for claim in claims:
        keep(claim, "evidence", kept[claim.pk])
    left = Counter({pk: waiting[pk] - (proposals or 0) for pk in ids if proposals is not None})
    return [row for claim in claims for row in kept[claim.pk]], +left


def _entries(look: Look, ids: Iterable[UUID], went: set[UUID]) -> Entries:
    """Return the entries since about evidence, newest first; of what moved also those on other claims."""
    found: Entries = defaultdict(list)
    moved = set(went)
    for pk in ids:
        for entry in look.of(pk).about("evidence"):
            found[entry.subject_id].append(entry)
            if entry.action == "evidence.move":
                moved.add(entry.subject_id)
    return found | about_evidence(moved, look.at) if moved else found


def assessments_back(look: Look, claims: Sequence[Claim], evidence: Sequence[Evidence]) -> None:
    """Give the claims the verdicts that were proposed and decided by then, newest first (1 query)."""
    ids = [claim.pk for claim in claims]
    rows = (
        Assessment.objects.filter(claim__in=ids, created_at__lte=look.at)
        .select_related("author", "approver")
        .annotate(on=ArrayAgg("rests_on", filter=Q(rests_on__isnull=False)))
        .order_by("-created_at", "-id")
    )
    entries: Entries = defaultdict(list)
    for pk in ids:
        for entry in look.of(pk).about("assessment"):
            entries[entry.subject_id].append(entry)
    known = {row.pk: row for row in evidence}
    found: dict[UUID, list[Assessment]] = defaultdict(list)
    for row in rows:
        mine = entries[row.pk]
        if mine and mine[-1].action == "assessment.submit":
            continue  # it came later
        take_back(row, mine)
        keep(row, "rests_on", (known.get(pk) or Evidence(pk=pk) for pk in sorted(cast(Any, row).on or ())))
        found[row.claim_id].append(row)
    for claim in claims:
        keep(claim, "assessments", found[claim.pk])


def bearing_on(evidence: Sequence[Evidence], claims: Mapping[UUID, Claim]) -> list[Claim]:
    """Return the further claims that bear on `claims`, and let the evidence lead there (1 query)."""
    ids = {row.other_id for row in evidence if row.other_id} - set(claims)
    rows = Claim.objects.select_related("source").in_bulk(ids) if ids else {}
    known = {**claims, **rows}
    for row in evidence:
        if row.other_id:
            row.other = known[row.other_id]
    return list(rows.values())
