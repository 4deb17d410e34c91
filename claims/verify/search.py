"""Finding what a person means as evidence: claims and articles of the desk, by words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from claims.access import visible_to
from claims.models import Article, Claim, User
from claims.states import Review

from .candidates import first_places

LIMIT = 8


@dataclass(frozen=True)
class Thing:
    """A claim or an article that may be evidence; `key` is what the form sends."""

    key: str
    words: str
    about: str
    at: datetime | None


def later_things(user: User, claim: Claim, words: str) -> list[Thing]:
    """Return claims, then articles, that contain or resemble `words`; empty for fewer than 3 letters."""
    words = " ".join(words.replace("\0", "").split())[:300]
    if len(words) < 3:
        return []
    return [*_claims(user, claim, words), *_articles(user, claim, words)][: LIMIT + 4]


def _claims(user: User, claim: Claim, words: str) -> list[Thing]:
    rows = (
        visible_to(user, Claim)
        .filter(desk_id=claim.desk_id)
        .exclude(Q(pk=claim.pk) | Q(review_state=Review.REJECTED))
        .filter(Q(statement__icontains=words) | Q(statement__trigram_word_similar=words))
        .annotate(alike=TrigramWordSimilarity(words, "statement"))
        .select_related("source")
        .order_by("-alike", "pk")[:LIMIT]
    )
    places = first_places(rows)
    return [_claim(row, places.get(row.pk)) for row in rows]


def _claim(row: Claim, place: object) -> Thing:
    version = getattr(place, "version", None)
    outlet = version.article.outlet.name if version and version.article.outlet else ""
    about = ", ".join(part for part in (row.source.name if row.source else "", outlet) if part)
    published = version.article.published_at if version else None
    return Thing(f"claim:{row.pk}", row.statement, about, published)


def _articles(user: User, claim: Claim, words: str) -> list[Thing]:
    rows = (
        visible_to(user, Article)
        .filter(desk_id=claim.desk_id, versions__isnull=False)
        .filter(Q(title__icontains=words) | Q(outlet__name__icontains=words) | Q(url__icontains=words))
        .exclude(versions__appearances__claim=claim)
        .select_related("outlet")
        .distinct()
        .order_by("-published_at")[:4]
    )
    return [
        Thing(f"article:{row.pk}", str(row), row.outlet.name if row.outlet else "", row.published_at)
        for row in rows
    ]
