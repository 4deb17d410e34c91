"""Celery's way into the review room: take an id, call a service."""

from __future__ import annotations

from celery import shared_task

from claims import jobs
from claims.models import ClaimBatch

from . import bulk


@shared_task(name=jobs.KINDS[ClaimBatch].task)
def batch_slice(job_id: str) -> None:
    """Do one decision to some more of the many claims it was taken for."""
    bulk.batch_slice(job_id)
