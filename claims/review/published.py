"""Whether readers have been told: editions of reports that carry a claim."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from claims.models import ReportEdition


def edition_since(claim_id: UUID | None, moment: datetime) -> ReportEdition | None:
    """Return an edition frozen after `moment` that carries the claim, or whose report does; else None."""
    carries = Q(report__items__claim=claim_id) | Q(content__claims__contains=[{"id": str(claim_id)}])
    return ReportEdition.objects.filter(carries, as_of__gt=moment).first()
