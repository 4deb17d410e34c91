"""Celery's way into the verify room: take an id, call a service."""

from __future__ import annotations

from celery import shared_task

from claims import flow

from . import freshness, matching


@shared_task(name="claims.verify.tasks.match_version")
def match_version(work_id: str) -> None:
    """Compare the claims of one article version with the desk's other claims."""
    flow.run(work_id, lambda work: matching.version_match(work=work))


@shared_task(name="claims.verify.tasks.mark_due")
def mark_due() -> int:
    """Mark verdicts whose time of re-check has passed; returns how many."""
    return freshness.claims_mark_due()
