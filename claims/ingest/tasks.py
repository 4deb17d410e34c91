"""Celery's way into the ingest room, and the sweeper of the whole pipeline."""

from __future__ import annotations

from celery import shared_task

from claims import flow

from . import services, versions


@shared_task(name="claims.ingest.tasks.fetch_article")
def fetch_article(work_id: str) -> None:
    """Turn the address of one article into text, or look there again for one that has its text."""
    flow.run(work_id, lambda work: versions.article_fetch_or_check(work=work))


@shared_task(name="claims.ingest.tasks.sweep")
def sweep() -> None:
    """Send waiting rows again and give up on those that were begun too often."""
    flow.sweep()
    services.article_give_up()
