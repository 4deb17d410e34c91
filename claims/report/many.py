"""Claims with all that an edition says of them, without a report: for files of the queue."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch

from claims.models import Appearance, Assessment, Claim, Evidence
from claims.states import AssessmentState, EvidenceState


def claims_in_full(ids: list[UUID]) -> dict[UUID, Claim]:
    """Return the claims with these ids; how many queries it takes does not depend on their number."""
    seen = Appearance.objects.select_related("version__article__outlet").defer("version__text")
    own = Appearance.objects.prefetch_related("version__article__outlet")
    confirmed = (
        Evidence.objects.filter(state=EvidenceState.CONFIRMED)
        .select_related("version__article__outlet", "other__source", "proposed_by", "decided_by")
        .defer("version__text")
        .prefetch_related(Prefetch("other__appearances", seen))
    )
    approved = Assessment.objects.filter(state=AssessmentState.APPROVED)
    rows = Claim.objects.select_related("source__outlet", "event", "reviewed_by").prefetch_related(
        Prefetch("appearances", own),
        Prefetch("evidence", confirmed),
        Prefetch("assessments", approved.select_related("author", "approver").prefetch_related("rests_on")),
        "quantities",
    )
    return rows.in_bulk(ids)
