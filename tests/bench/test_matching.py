"""How long the match stage takes for one article on a desk of ten thousand claims, and that it walks none."""

from __future__ import annotations

import hashlib
import random
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Appearance, Article, ArticleVersion, Claim, Evidence, Quantity
from claims.states import ArticleState
from claims.verify.matching import claims_of, looks_of
from tests.cast import make_outlet, make_source
from tests.verify.scene import matched

CLAIMS, PER_ARTICLE = 10_000, 20
LIMIT = 5.0  # seconds for an article of 20 claims
DEEDS = ("destroyed", "recovered", "launched", "seized", "delivered", "evacuated", "repaired", "lost")
THINGS = (
    "drone",
    "missile",
    "container",
    "tonne of grain",
    "soldier",
    "house",
    "vehicle",
    "prisoner",
    "body",
)
PLACES = [
    f"{a}{b}"
    for a in ("Nor", "Sav", "Kul", "Ber", "Tol", "Wex")
    for b in ("ford", "aska", "ino", "dorf", "mouth")
]
BODIES = [
    f"{place} {kind}" for place in PLACES for kind in ("port authority", "air force", "police", "council")
]


def _sentence(dice: random.Random) -> tuple[str, int, str]:
    value = dice.choice([dice.randint(1, 12), dice.randint(13, 999), dice.randint(1000, 9999)])
    thing = dice.choice(THINGS)
    words = f"{dice.choice(BODIES)} {dice.choice(DEEDS)} {value:,} {thing}s near {dice.choice(PLACES)}"
    return f"{words} in the night to {dice.choice(('Monday', 'Tuesday', 'Friday'))}", value, thing


def _fill(desk, dice: random.Random) -> list[Article]:
    sources = [make_source(name, "military") for name in BODIES]
    outlets = [make_outlet(f"Outlet {number}") for number in range(40)]
    articles, versions, claims, places, figures = [], [], [], [], []
    for number in range(CLAIMS // PER_ARTICLE):
        told = [_sentence(dice) for _ in range(PER_ARTICLE)]
        text = "\n".join(words for words, _, _ in told)
        published = datetime(2025, 6, 1, tzinfo=UTC) + timedelta(hours=number)
        article = Article(
            desk=desk, outlet=dice.choice(outlets), state=ArticleState.READY, published_at=published
        )
        version = ArticleVersion(
            article=article,
            number=1,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            method="paste",
            captured_at=timezone.now(),
        )
        articles.append(article)
        versions.append(version)
        start = 0
        for words, value, unit in told:
            claim = Claim(desk=desk, statement=words, source=dice.choice(sources), worth=0.9)
            claims.append(claim)
            end = start + len(words)
            places.append(Appearance(claim=claim, version=version, start=start, end=end, exact=words))
            figures.append(Quantity(claim=claim, low=value, high=value, unit=unit))
            start = end + 1
    for model, rows in ((Article, articles), (ArticleVersion, versions), (Claim, claims)):
        model.objects.bulk_create(rows, batch_size=1000)
    Appearance.objects.bulk_create(places, batch_size=1000)
    Quantity.objects.bulk_create(figures, batch_size=1000)
    return articles


@pytest.mark.bench
@pytest.mark.django_db
def test_an_article_is_matched_within_seconds_on_ten_thousand_claims(foreign_desk):
    articles = _fill(foreign_desk, random.Random(7))  # noqa: S311 - the same desk every time
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    times = []
    for article in articles[-10:]:
        began = time.perf_counter()
        matched(article)
        times.append(time.perf_counter() - began)
    times.sort()
    print(
        f"\nmatch of {PER_ARTICLE} claims against {CLAIMS:,}: median {times[5]:.2f} s, "
        f"slowest {times[-1]:.2f} s, {Evidence.objects.count()} proposals"
    )
    assert times[-1] < LIMIT
    _no_walk(articles[-1])


def _no_walk(article: Article) -> None:
    """Fail when finding candidates compares the words of the claims row by row.

    A plain join may read the small table; what must not happen is a test of every statement.
    """
    with CaptureQueriesContext(connection) as captured:
        looks_of(claims_of(article.versions.get()))
    finding = [query["sql"] for query in captured if "similarity(" in query["sql"]]
    assert finding, "the queries that find candidates were not seen"
    with connection.cursor() as cursor:
        for sql in finding:
            cursor.execute(f"EXPLAIN {sql}")
            plan = [row[0] for row in cursor.fetchall()]
            walked = [
                filtered
                for line, filtered in pairwise(plan)
                if "Seq Scan on claims_claim" in line and "statement" in filtered
            ]
            assert not walked, walked
