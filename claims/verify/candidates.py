"""Which claims are worth comparing: found by index, never by walking over the desk's claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from claims.models import Appearance, Claim, Quantity, Source
from claims.states import Review

from .figures import Figure, spellings
from .meaning.read import Words, read
from .meaning.told import Told, Voice
from .meaning.voices import made_voice
from .meaning.words import content_words

REACH = 6  # another figure for the same thing is at most six times as large or small
NEAR = 1000  # rows with a near value whose words are compared
LIKE = 40  # rows that the rules look at


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim with what comparing needs, and where and when it stood."""

    claim: Claim
    told: Told
    article_id: UUID | None
    outlet: str
    order: tuple[datetime, datetime, str]  # published, captured, where it stands: the earlier is the smaller


def open_to_matching() -> Q:
    """Return the condition of claims that take part: not rejected, not set aside unless accepted."""
    return Q(review_state=Review.ACCEPTED) | Q(review_state=Review.EXTRACTED, set_aside=False)


def candidate_ids(claim: Claim) -> set[UUID]:
    """Return claims of the same desk that count the same thing, or say nearly the same, as `claim`."""
    figures = [figure for figure in claim.quantities.all() if figure.unit]
    if figures:
        return {pk for figure in figures for pk in _by_figure(claim, figure)}
    return _by_words(claim)


def _by_figure(claim: Claim, figure: Quantity) -> set[UUID]:
    """Look up the same unit and a value of the same order, equal ones first, then by likeness of words.

    An adjective before the unit is tried without. The index (unit, value) gives the rows.
    """
    units = sorted(spellings(figure.unit))
    low, high = sorted((figure.low / REACH, figure.low * REACH))
    return _ids(
        """
        SELECT near.id FROM (
            SELECT c.id, c.statement, q.low FROM claims_quantity q JOIN claims_claim c ON c.id = q.claim_id
            WHERE q.unit = ANY(%s) AND q.low BETWEEN %s AND %s
            AND c.desk_id = %s AND c.id <> %s AND c.review_state <> 'rejected'
            ORDER BY abs(q.low - %s), c.created_at DESC LIMIT %s
        ) near
        ORDER BY (near.low = %s) DESC, similarity(near.statement, %s) DESC LIMIT %s
        """,
        [units, low, high, claim.desk_id, claim.pk, figure.low, NEAR, figure.low, claim.statement, LIKE],
    )


def _by_words(claim: Claim) -> set[UUID]:
    """Look for statements that share two of the three longest words, by the trigram index."""
    words = sorted(content_words(claim.statement), key=lambda word: (-len(word), word))[:3]
    patterns = [f"%{word.replace(chr(92), '').replace('%', '').replace('_', '')}%" for word in words]
    pairs = list(combinations(patterns, 2))
    if not pairs:
        return set()
    either = " OR ".join("(statement ILIKE %s AND statement ILIKE %s)" for _ in pairs)
    return _ids(
        f"""
        SELECT id FROM claims_claim
        WHERE ({either}) AND desk_id = %s AND id <> %s AND review_state <> 'rejected'
        ORDER BY similarity(statement, %s) DESC LIMIT %s
        """,  # noqa: S608 - only placeholders are put in
        [*(word for pair in pairs for word in pair), claim.desk_id, claim.pk, claim.statement, LIKE],
    )


def _ids(sql: str, values: Sequence[Any]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {row[0] for row in cursor.fetchall()}


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
    told = told_of(claim, place)
    stood = f"{place.start:09d} {claim.statement} {claim.pk}"
    return Seen(claim, told, article.pk, outlet, (published, version.captured_at, stood))


def told_of(claim: Claim, place: Appearance | None = None) -> Told:
    """Return a claim (with source and quantities at hand) as it is compared, `place` giving the setting."""
    version = place.version if place else None
    article = version.article if version else None
    text = version.text if version else ""
    return read(
        Words(
            statement=claim.statement,
            voice=voice_of(claim.source),
            figures=figures_of(claim),
            event_from=claim.event_from,
            event_to=claim.event_to,
            told_at=(article.published_at or version.captured_at) if article and version else None,
            place=claim.place,
            modality=claim.modality,
            sentence=text[place.sentence_start : place.sentence_end] if place else "",
            title=article.title if article else "",
            outlet=article.outlet.name if article and article.outlet else "",
            text=text,
        )
    )


def voice_of(source: Source | None) -> Voice:
    """Return a source as it is compared; merged ones stand for what they were merged into."""
    if source is None:
        return made_voice(id="", name="", kind="outlet")
    source = source.merged_into or source
    return made_voice(
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
        Figure(row.low, row.high, row.unit, row.qualifier, row.measure, row.text, row.preliminary)
        for row in claim.quantities.all()
    ]
