"""Finding what a person means as evidence: claims and articles of the desk, by words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from claims.access import visible_to
from claims.models import Article, Claim, Evidence, User
from claims.states import EvidenceState, Review

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


def used_things(user: User, claim: Claim, words: str) -> list[Thing]:
    """Return files and captured addresses on other claims of the desk that fit `words`, each once.

    What stands on `claim` already is left out; empty for fewer than 3 letters.
    """
    words = " ".join(words.replace("\0", "").split())[:300]
    if len(words) < 3:
        return []
    mine = Evidence.objects.filter(claim=claim)
    fits = Q(document__name__icontains=words) | Q(document__sha256=words.lower()) | Q(url__icontains=words)
    rows = (
        visible_to(user, Evidence)
        .filter(claim__desk=claim.desk_id, state=EvidenceState.CONFIRMED)
        .filter(Q(document__isnull=False) | Q(page__isnull=False))
        .filter(fits | Q(page__title__icontains=words) | Q(claim__statement__icontains=words))
        .exclude(document__in=mine.exclude(document=None).values("document"))
        .exclude(page__in=mine.exclude(page=None).values("page"))
        .select_related("document", "page", "claim")
        .order_by("-created_at")[: 4 * LIMIT]
    )
    found = {row.document_id or row.page_id: row for row in reversed(rows)}
    return [_used(row) for row in reversed(list(found.values()))][:LIMIT]


def _used(row: Evidence) -> Thing:
    words = str(row.document or row.page)
    return Thing(str(row.pk), words, f"used on “{row.claim.statement[:90]}”", row.created_at)
