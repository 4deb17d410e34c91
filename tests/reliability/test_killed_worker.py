"""A worker is killed with -9 in the middle of ten ingests: nothing is lost, nothing is doubled."""

from __future__ import annotations

import random
import subprocess
import time

import pytest

from claims.extract.pipeline import extract
from claims.extract.services import span_key
from claims.extract.types import ArticleText
from claims.ingest.details import Details
from claims.ingest.services import article_add_text
from claims.models import Appearance, Article, AuditEntry, Claim, ExtractedClaim, Work
from claims.states import ArticleState, WorkState
from tests.plugins.workers import kill, start_with_sweeper, wait_until

ARTICLES = 10
LEASE = 3  # seconds
PATIENCE = 240  # seconds until everything must be done


def story(number: int) -> str:
    """Return an article of some length whose figures are its own."""
    paragraphs = [
        f"The harbour authority of port {number} said on Monday that its crews recovered {number + 10} "
        f"containers and {part + 2} boats before dawn.\n\n"
        f"“We counted {number * 7 + part} crates,” said Marta Quill, the port's director. "
        f"Officials said {part + 1} people were injured in dock {part}."
        for part in range(3)
    ]
    return "\n\n".join(paragraphs)


def all_done() -> bool:
    return (
        not Work.objects.exclude(state=WorkState.DONE).exists()
        and Work.objects.filter(stage="match").count() == ARTICLES
    )


def unfinished() -> list[dict[str, object]]:
    """Return what is not done, for the message of a failure."""
    left = Work.objects.exclude(state=WorkState.DONE)
    return list(left.values("stage", "state", "attempts", "error", "sent_at", "lease_until"))


@pytest.mark.django_db(transaction=True, serialized_rollback=False)
@pytest.mark.parametrize("times", [2, pytest.param(4, marks=pytest.mark.hard)])
def test_killing_the_worker_loses_and_doubles_nothing(bob, tmp_path, times):
    processes: list[subprocess.Popen[bytes]] = []
    try:
        articles = [
            article_add_text(
                user=bob, text=story(number), details=Details(title=f"Port {number}", outlet="Harbour Herald")
            ).article
            for number in range(ARTICLES)
        ]
        killed_busy = 0
        for _ in range(times):
            worker = start_with_sweeper(tmp_path / "beat", LEASE)
            processes.append(worker)
            wait_until(lambda: Work.objects.filter(state=WorkState.RUNNING).exists(), 60)
            time.sleep(random.uniform(0.05, 0.6))
            killed_busy += Work.objects.filter(state=WorkState.RUNNING).exists()
            kill(worker)
        assert killed_busy, "no kill came in the middle of work: the test proves nothing"
        processes.append(start_with_sweeper(tmp_path / "beat", LEASE))
        assert wait_until(all_done, PATIENCE), unfinished()
    finally:
        for process in processes:
            kill(process)
    assert_each_article_is_whole(articles)


def assert_each_article_is_whole(articles: list[Article]) -> None:
    """Compare what is stored with what one quiet run of the pipeline gives."""
    for article in articles:
        article.refresh_from_db()
        assert article.state == ArticleState.READY
        version = article.latest
        quiet = extract(
            ArticleText(
                text=version.text,
                title=article.title,
                outlet="Harbour Herald",
                published=article.published_at,
            )
        )
        expected = sorted({span_key(draft) for draft in quiet.claims})
        assert expected
        assert (
            sorted(ExtractedClaim.objects.filter(version=version).values_list("span_key", flat=True))
            == expected
        )
        claims = Claim.objects.filter(appearances__version=version)
        assert claims.count() == len(expected)
        assert Appearance.objects.filter(version=version).count() == len(expected)
        entries = AuditEntry.objects.filter(claim__in=claims, action="claim.extract")
        assert entries.count() == len(expected)
