"""Celery's way into the extract room: take an id, call a service."""

from __future__ import annotations

from celery import shared_task

from claims import flow

from . import services


@shared_task(name="claims.extract.tasks.extract_version")
def extract_version(work_id: str) -> None:
    """Split one article version into claims."""
    flow.run(work_id, lambda work: services.version_extract(work=work))
