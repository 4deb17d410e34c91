"""The figures of an event as its pages show them: the table, its differences, the checks, the charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from claims.models import Appearance, Claim, Event, Quantity
from claims.states import Review

from .charting import Drawn, drawn
from .event_given import given_by
from .tally.checks import Checks, checks_of
from .tally.table import Table, table_of

_SOURCE = ("name", "kind", "role", "organisation", "party_to", "within")
_READ = (
    *("statement", "modality", "event_from", "event_to", "review_state", "verdict", "worth", "event"),
    *(f"source__{name}" for name in _SOURCE),
    *(f"source__merged_into__{name}" for name in _SOURCE),
)
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
    charts = drawn(given, least=2) or drawn(given, most=1)
    return Figures(table_of(given), checks_of(given), charts, len(rows), part)


def _claims(event: Event) -> QuerySet[Claim]:
    return (
        Claim.objects.filter(Exists(Quantity.objects.filter(claim=OuterRef("pk"))), event=event)
        .exclude(review_state=Review.REJECTED)
        .select_related("source__merged_into")
        .only(*_READ)
        .prefetch_related("quantities", Prefetch("appearances", queryset=_places()))
        .order_by("-worth", "id")
    )


def _places() -> QuerySet[Appearance]:
    rows = Appearance.objects.select_related("version__article__outlet")
    article = [f"version__article__{name}" for name in ("published_at", "published_day_only", "outlet__name")]
    return rows.only("claim", "version__article", *article)
