"""Celery's way into the extract room: take an id, call a service."""

from __future__ import annotations

from celery import shared_task
from celery.signals import worker_init

from claims import flow
from claims.extract import opinions, services
from claims.extract.reading.language_model import load_model


@worker_init.connect
def load_the_language_model(**_: object) -> None:
    """Load it once, before the worker forks: its processes share the memory, and no article waits for it."""
    load_model()


@shared_task(name="claims.extract.tasks.extract_version")
def extract_version(work_id: str) -> None:
    """Split one article version into claims."""
    flow.run(work_id, lambda work: services.version_extract(work=work))


@shared_task(name="claims.extract.tasks.ask_second_opinion", soft_time_limit=3500, time_limit=3600)
def ask_second_opinion(work_id: str) -> None:
    """Ask a language model about the claims of one article version; each call has a limit of its own."""
    flow.run(work_id, lambda work: opinions.version_opinion(work=work))
