"""The articles of an event and their claims in it, a page at a time, whatever the size of the event."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.dateparse import parse_datetime

from claims.models import Appearance, Article, Claim, Event

ARTICLES = 25  # a page of an event
IN_ARTICLE = 60  # claims of one article shown at once
NO_DAY = "none"


@dataclass(slots=True)
class Piece:
    """An article and its claims that belong to the event."""

    article: Article
    claims: list[Claim] = field(default_factory=list)
    more: int = 0


def pieces_of(event: Event, cursor: str) -> tuple[list[Piece], str]:
    """Return a page of the articles with claims of the event, by publication, and the next cursor."""
    rows = Article.objects.filter(
        Exists(Appearance.objects.filter(version__article=OuterRef("pk"), claim__event=event))
    ).select_related("outlet")
    rows = rows.annotate(held=Subquery(_held(event)))
    if (behind := _article_cursor(cursor)) is not None:
        rows = rows.filter(_later(*behind))
    found = list(rows.order_by(F("published_at").asc(nulls_last=True), "id")[: ARTICLES + 1])
    more, found = len(found) > ARTICLES, found[:ARTICLES]
    pieces = _filled(event, {article.pk: Piece(article) for article in found})
    for piece, article in zip(pieces, found, strict=True):
        piece.more = max(0, article.held - len(piece.claims))
    return pieces, _article_place(found[-1]) if more else ""


def _held(event: Event) -> QuerySet[Any]:
    """Return how many claims of the event stand in an article, to add to a query."""
    rows = Appearance.objects.filter(claim__event=event, version__article=OuterRef("pk")).order_by()
    return rows.values("version__article").annotate(n=Count("claim", distinct=True)).values("n")


def _later(published: datetime | None, pk: UUID) -> Q:
    if published is None:
        return Q(published_at=None, id__gt=pk)
    return Q(published_at__gt=published) | Q(published_at=published, id__gt=pk) | Q(published_at=None)


def _article_place(article: Article) -> str:
    return f"{article.published_at.isoformat() if article.published_at else NO_DAY}~{article.pk}"


def _article_cursor(cursor: str) -> tuple[datetime | None, UUID] | None:
    try:
        at, pk = cursor.split("~")
        published = None if at == NO_DAY else parse_datetime(at)
        return (published, UUID(pk)) if published or at == NO_DAY else None
    except ValueError:
        return None


def _filled(event: Event, pieces: dict[UUID, Piece]) -> list[Piece]:
    """Put the claims into their articles, in the order of the text; many of one article are counted only."""
    rows = (
        Claim.objects.filter(event=event, appearances__version__article__in=pieces)
        .annotate(article=F("appearances__version__article"), start=F("appearances__start"))
        .select_related("source__merged_into")
        .defer("words")
        .order_by("appearances__start", "pk")
    )
    seen: dict[UUID, set[UUID]] = defaultdict(set)
    for claim in rows[: ARTICLES * IN_ARTICLE]:
        piece = pieces[claim.article]
        if claim.pk not in seen[claim.article] and len(piece.claims) < IN_ARTICLE:
            seen[claim.article].add(claim.pk)
            piece.claims.append(claim)
    return list(pieces.values())
