"""Where claims stood at a moment, and how articles, sources and events were called then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from claims.models import Appearance, Article, Claim, Event, Evidence, Source

from .moves import Merges, Moves
from .since import Look
from .undoing import CLAIM, keep, take_back

Rows = QuerySet[Appearance]


def stand(
    look: Look,
    claims: Sequence[Claim],
    bearing: Sequence[Claim],
    evidence: Sequence[Evidence],
    merges: Merges,
    read: tuple[Rows, Rows],
) -> None:
    """Give `claims`, and those `bearing` on them, their places, and take everything around them back.

    `read` are the queries of places of the first and of the second; when they are one, both are read at once.
    """
    mine, yours = read
    moves = {claim.pk: merges.places(claim.pk) for claim in claims}
    away = {pk for moved in moves.values() for pk, had in moved.items() if had}
    first = [*claims, *bearing] if mine is yours else claims
    places = _places(look, mine, first, away)
    theirs = places if mine is yours else _places(look, yours, bearing, set())
    articles = [row.version.article for row in [*places, *(() if mine is yours else theirs)]]
    articles += [text.article for row in evidence if (text := row.read)]
    _ask_around(look, claims, bearing, articles, evidence)
    _articles_back(look, articles)
    _stood(claims, places, moves)
    _chains_back(look, claims, merges)
    _bearing_back(look, bearing, theirs, yours)
    _named(look, Source, "source", [*claims, *bearing, *evidence])
    _named(look, Event, "event", claims)


def _ask_around(
    look: Look,
    claims: Sequence[Claim],
    bearing: Sequence[Claim],
    articles: Iterable[Article],
    evidence: Sequence[Evidence],
) -> None:
    told: list[Claim | Evidence] = [*claims, *bearing, *evidence]
    sources = {row.source_id for row in told if row.source_id}
    events = {row.event_id for row in claims if row.event_id}
    look.ask({*(row.pk for row in bearing), *(row.pk for row in articles), *sources, *events})


def _places(look: Look, rows: Rows, claims: Sequence[Claim], away: set[UUID]) -> list[Appearance]:
    if not claims and not away:
        return []
    ids = [claim.pk for claim in claims]
    stood = Q(removed_at=None) | Q(removed_at__gt=look.at)
    return list(rows.filter(Q(claim__in=ids) | Q(pk__in=away), stood, created_at__lte=look.at))


def _articles_back(look: Look, articles: Iterable[Article]) -> None:
    for article in articles:
        take_back(article, look.of(article.pk).about("article"))


def _bearing_back(look: Look, bearing: Sequence[Claim], places: list[Appearance], read: Rows) -> None:
    for claim in bearing:
        take_back(claim, look.of(claim.pk).about(*CLAIM))
    merges = Merges({claim.pk: look.of(claim.pk) for claim in bearing})
    moves = {claim.pk: merges.places(claim.pk) for claim in bearing}
    away = {pk for moved in moves.values() for pk, had in moved.items() if had}
    if away:
        places = _places(look, read, bearing, away)
        articles = [row.version.article for row in places]
        look.ask(article.pk for article in articles)
        _articles_back(look, articles)
    _stood(bearing, places, moves)


def _stood(claims: Sequence[Claim], places: Iterable[Appearance], moves: Mapping[UUID, Moves]) -> None:
    """Give each claim the places it had, in the order of `places`; `moves` are those that moved since."""
    gained: dict[UUID, list[UUID]] = defaultdict(list)
    for owner, moved in moves.items():
        for pk in (pk for pk, had in moved.items() if had):
            gained[pk].append(owner)
    found: dict[UUID, list[Appearance]] = defaultdict(list)
    for row in places:
        stays = moves.get(row.claim_id, {}).get(row.pk, True)
        for owner in {*gained.get(row.pk, ()), *([row.claim_id] if stays else [])}:
            found[owner].append(row)
    for claim in claims:
        keep(claim, "appearances", found[claim.pk])


def _chains_back(look: Look, claims: Sequence[Claim], merges: Merges) -> None:
    """Give places the names between outlet and source that they had before people corrected them.

    A place that went to another claim since was corrected there: that stands in the record of that one.
    """
    rows = {str(row.pk): row for claim in claims for row in claim.appearances.all()}
    chains = {claim.pk for claim in claims} | _holders(look, merges)
    entries = [entry for pk in chains for entry in look.of(pk).about("claim") if entry.before.get("chain")]
    for entry in sorted(entries, key=lambda entry: -entry.pk):
        chain = entry.before["chain"]
        if row := rows.get(chain.get("place", "")):
            row.via = [name for name, _ in chain["links"]]
            row.via_roles = [role for _, role in chain["links"]]


def _holders(look: Look, merges: Merges) -> set[UUID]:
    """Return the claims that may have had places of others since (a query a step, none without any)."""
    found: set[UUID] = set()
    new = merges.partners()
    while new - found:
        found |= new
        look.ask(new)
        new = Merges({pk: look.of(pk) for pk in new}).partners()
    return found


def _named(look: Look, model: type[Model], name: str, rows: Sequence[Claim | Evidence]) -> None:
    """Give the rows their source, or event, of then, as it was called then."""
    lost = [row for row in rows if getattr(row, f"{name}_id") and name not in row._state.fields_cache]
    wanted = {getattr(row, f"{name}_id") for row in lost}
    read: dict[UUID, Any] = model._default_manager.in_bulk(wanted) if wanted else {}
    look.ask(read)
    for row in lost:
        setattr(row, name, read[getattr(row, f"{name}_id")])
    for row in rows:
        found = getattr(row, name)
        if found is not None:
            take_back(found, look.of(found.pk).about(name))
