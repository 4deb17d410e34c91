"""Celery's way into the review room: take an id, call a service."""

from __future__ import annotations

from celery import shared_task

from . import batch_hints, batches


@shared_task(name=batch_hints.TASK)
def batch_run(batch_id: str) -> None:
    """Do one decision to the many claims it was taken for."""
    batches.batch_run(batch_id)


@shared_task(name="claims.review.tasks.sweep_batches")
def sweep_batches() -> int:
    """Send the hints of batches that nobody works on again; returns how many."""
    return batch_hints.sweep()
