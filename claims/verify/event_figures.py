"""The figures of an event as its pages show them: the table, its differences, the checks, the charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from claims.models import Appearance, Claim, Event
from claims.states import Review

from .charting import Drawn, drawn
from .event_given import given_by
from .tally.checks import Checks, checks_of
from .tally.table import Table, table_of

LOOKED_AT = 2000  # claims, the most worth checking first


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown of the figures of an event; `part`: whether only some of its claims were looked at."""

    table: Table
    checks: Checks
    charts: Sequence[Drawn]
    looked_at: int = 0
    part: bool = False


def figures_of_event(event: Event) -> Figures:
    """Return the figures of the claims that an event holds now (3 queries)."""
    claims = list(_claims(event)[: LOOKED_AT + 1])
    return figures_of_claims(claims[:LOOKED_AT], part=len(claims) > LOOKED_AT)


def figures_of_claims(claims: Iterable[Claim], *, part: bool = False) -> Figures:
    """Return the figures of claims that come with quantities, places and sources; no queries."""
    rows = [claim for claim in claims if claim.review_state != Review.REJECTED]
    given = given_by(rows)
    return Figures(table_of(given), checks_of(given), drawn(given), len(rows), part)


def _claims(event: Event) -> QuerySet[Claim]:
    return (
        Claim.objects.filter(event=event, quantities__isnull=False)
        .exclude(review_state=Review.REJECTED)
        .distinct()
        .select_related("source__merged_into", "source__outlet")
        .prefetch_related("quantities", Prefetch("appearances", queryset=_places()))
        .order_by("-worth", "id")
    )


def _places() -> QuerySet[Appearance]:
    return Appearance.objects.select_related("version__article__outlet").defer("version__text")
