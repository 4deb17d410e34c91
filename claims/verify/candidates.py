"""Which claims are worth comparing: found by index, never by walking over the desk's claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from claims.models import Appearance, Claim, Source
from claims.states import Review

from .relate import Figure, Told
from .wording import Voice

SAME_FIGURE = 40  # rows looked at for one figure
SAME_WORDS = 30  # rows looked at for one statement
DISTINCT = re.compile(r"\b(?:[A-Z][\w’'-]{5,}|\d[\d,]{2,})")


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim with what comparing needs, and where and when it stood."""

    claim: Claim
    told: Told
    article_id: UUID | None
    outlet: str
    order: tuple[datetime, datetime, str]  # published, captured, id: the earlier claim is the smaller


def open_to_matching() -> Q:
    """Return the condition of claims that take part: not rejected, not set aside unless accepted."""
    return Q(review_state=Review.ACCEPTED) | Q(review_state=Review.EXTRACTED, set_aside=False)


def candidate_ids(claim: Claim) -> set[UUID]:
    """Return claims of the same desk that share a figure, or much of the wording, with `claim`."""
    return _by_figure(claim) | _by_words(claim) | _by_rare_words(claim)


def _others(claim: Claim) -> QuerySet[Claim]:
    return Claim.objects.filter(open_to_matching(), desk_id=claim.desk_id).exclude(pk=claim.pk).order_by()


def _by_figure(claim: Claim) -> set[UUID]:
    """Look the figures up by (unit, value); an adjective before the unit is tried without."""
    found: set[UUID] = set()
    for figure in claim.quantities.all():
        if figure.unit:
            units = {figure.unit, figure.unit.split()[-1]}
            rows = _others(claim).filter(quantities__unit__in=units, quantities__low=figure.low)
            found |= set(rows.values_list("pk", flat=True)[:SAME_FIGURE])
    return found


def _by_words(claim: Claim) -> set[UUID]:
    """Look for alike statements by the trigram index, the most alike first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM claims_claim
            WHERE statement %% %s AND desk_id = %s AND id <> %s AND review_state <> 'rejected'
            ORDER BY similarity(statement, %s) DESC LIMIT %s
            """,
            [claim.statement, claim.desk_id, claim.pk, claim.statement, SAME_WORDS],
        )
        return {row[0] for row in cursor.fetchall()}


def _by_rare_words(claim: Claim) -> set[UUID]:
    """Look for statements that share two of the names and figures that stand out, by the same index."""
    words = sorted(set(DISTINCT.findall(claim.statement)), key=len, reverse=True)[:2]
    if len(words) < 2:
        return set()
    rows = _others(claim)
    for word in words:
        rows = rows.filter(statement__contains=word)
    return set(rows.values_list("pk", flat=True)[:SAME_WORDS])


def seen(ids: Iterable[UUID]) -> dict[UUID, Seen]:
    """Return the claims of `ids` that take part in matching, each with its first place of appearance."""
    claims = (
        Claim.objects.filter(open_to_matching(), pk__in=list(ids))
        .select_related("source__merged_into")
        .prefetch_related("quantities")
        .order_by()
    )
    places = first_places(claims)
    return {claim.pk: _seen(claim, places.get(claim.pk)) for claim in claims}


def first_places(claims: Iterable[Claim]) -> dict[UUID, Appearance]:
    """Return the earliest captured appearance of each claim, with article and outlet."""
    rows = (
        Appearance.objects.filter(claim__in=[claim.pk for claim in claims])
        .select_related("version__article__outlet")
        .defer("version__text")
        .order_by("version__captured_at", "start")
    )
    found: dict[UUID, Appearance] = {}
    for row in rows:
        found.setdefault(row.claim_id, row)
    return found


def _seen(claim: Claim, place: Appearance | None) -> Seen:
    if place is None:
        return Seen(claim, told_of(claim), None, "", (claim.created_at, claim.created_at, str(claim.pk)))
    version = place.version
    article = version.article
    published = article.published_at or version.captured_at
    outlet = article.outlet.name if article.outlet else ""
    told = replace(told_of(claim), told_on=published.date())
    return Seen(claim, told, article.pk, outlet, (published, version.captured_at, str(claim.pk)))


def told_of(claim: Claim) -> Told:
    """Return a claim (with source and quantities at hand) as the rules compare it."""
    return Told(
        statement=claim.statement,
        voice=voice_of(claim.source),
        figures=tuple(figures_of(claim)),
        event_from=claim.event_from,
        event_to=claim.event_to,
    )


def voice_of(source: Source | None) -> Voice:
    """Return a source as the rules compare it; merged ones stand for what they were merged into."""
    if source is None:
        return Voice(id="", name="", kind="outlet")
    source = source.merged_into or source
    return Voice(
        id=str(source.pk),
        name=source.name,
        kind=source.kind,
        about=f"{source.role} {source.organisation}".strip(),
        local=source.within_id is not None,
        party=source.party_to,
    )


def figures_of(claim: Claim) -> Sequence[Figure]:
    """Return the quantities of a claim as the rules compare them."""
    return [
        Figure(row.low, row.high, row.unit, row.qualifier, row.measure, row.text)
        for row in claim.quantities.all()
    ]
