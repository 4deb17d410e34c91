"""A changed article marks all that rests on it, in a newsroom of ten thousand claims, within seconds."""

from __future__ import annotations

import os
import time

import pytest
from django.db import connection, transaction

from claims.ingest import versions
from claims.models import Appearance, Article, ArticleVersion, Claim, Evidence, Report, ReportItem, Touch
from claims.models.blast import ChangeKind
from claims.states import EvidenceState, Freshness
from tests.cast import make_article

CLAIMS = int(os.environ.get("CLAIMS", "10000"))
OWN = 400  # of one article
RESTING = 1000  # claims elsewhere that one of them bears on
MOST = 5.0  # seconds


def _base(desk, bob):
    """Return an article with OWN claims; RESTING others rest on one of them, all in a desk of CLAIMS."""
    words = [f"{number} containers" for number in range(20_000, 20_000 + CLAIMS)]
    article, first = None, None
    for part in range(0, CLAIMS, OWN):
        mine = words[part : part + OWN]
        text = "\n".join(f"The port counted {each}." for each in mine)
        row = make_article(desk, text=text)
        version, at = row.versions.get(), 0
        claims = [Claim(desk=desk, statement=each, worth=0.9) for each in mine]
        Claim.objects.bulk_create(claims)
        places = []
        for claim, each in zip(claims, mine, strict=True):
            at = text.index(each, at)
            places.append(
                Appearance(
                    claim=claim,
                    version=version,
                    start=at,
                    end=at + len(each),
                    exact=each,
                    sentence_start=at - 17,
                    sentence_end=at + len(each) + 1,
                    spans=[[at, at + len(each)]],
                )  # fmt: skip
            )
        Appearance.objects.bulk_create(places)
        article, first = article or row, first or claims[0]
    others = Claim.objects.exclude(appearances__version__article=article)[:RESTING]
    Evidence.objects.bulk_create(
        Evidence(
            claim=claim, kind="claim", relation="corroborates", other=first, state=EvidenceState.CONFIRMED,
            proposed_by=bob, decided_by=bob, decided_at=claim.created_at,
        )
        for claim in others
    )  # fmt: skip
    report = Report.objects.create(desk=desk, title="Ports", created_by=bob)
    ReportItem.objects.bulk_create(
        ReportItem(report=report, claim=claim, position=place)
        for place, claim in enumerate(Claim.objects.filter(appearances__version__article=article), 1)
    )
    connection.cursor().execute("ANALYZE")
    return article


@pytest.mark.bench
@pytest.mark.django_db
def test_a_changed_article_marks_all_dependants_in_time(foreign_desk, alice, bob, capsys):
    article = _base(foreign_desk, bob)
    text = ArticleVersion.objects.get(article=article).text.replace("20001 containers", "20999999 containers")
    states = sorted(Claim.objects.values_list("pk", "review_state", "verdict", "attribution_verdict"))
    times = {}
    for name, kind, new in (
        ("corrected", ChangeKind.CORRECTED, text),
        ("retracted", ChangeKind.RETRACTED, ""),
    ):
        began = time.perf_counter()
        with transaction.atomic():
            row = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
            made = versions.article_change(user=alice, article=row, kind=kind, reason="A note.", text=new)
        times[name] = time.perf_counter() - began
        assert Touch.objects.filter(change=made.change).count() == OWN + RESTING
        Article.objects.filter(pk=article.pk, state="queued").update(state="running")
        Article.objects.filter(pk=article.pk, state="running").update(state="ready")
    with capsys.disabled():
        said = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in times.items())
        print(f"\n{CLAIMS} claims, {OWN + RESTING} dependants marked: {said} (bar {MOST:.0f} s)")
    assert sorted(Claim.objects.values_list("pk", "review_state", "verdict", "attribution_verdict")) == states
    assert Claim.objects.filter(freshness=Freshness.NEEDS_RECHECK).count() == OWN + RESTING
    assert max(times.values()) < MOST
