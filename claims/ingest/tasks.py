"""Celery's way into the ingest room, and the sweeper of the whole pipeline."""

from __future__ import annotations

from celery import shared_task

from claims import flow

from . import services


@shared_task(name="claims.ingest.tasks.fetch_article")
def fetch_article(work_id: str) -> None:
    """Turn the address of one article into text."""
    flow.run(work_id, lambda work: services.article_fetch(work=work))


@shared_task(name="claims.ingest.tasks.sweep")
def sweep() -> None:
    """Send waiting rows again and give up on those that were begun too often."""
    flow.sweep()
    services.article_give_up()
