"""Celery's way into the report room: take an id, call a service."""

from __future__ import annotations

from celery import shared_task

from claims import jobs
from claims.models import Export

from . import exporting, exports


@shared_task(name=jobs.KINDS[Export].task)
def export_slice(job_id: str) -> None:
    """Write some more of a long file."""
    exporting.export_slice(job_id)


@shared_task(name="claims.report.tasks.expire_exports")
def expire_exports() -> int:
    """Remove the files that are older than a week; returns how many."""
    return exports.expire()
