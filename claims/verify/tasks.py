"""Celery's way into the verify room: take an id, call a service."""

from __future__ import annotations

from celery import shared_task

from claims import flow, jobs, rematch
from claims.models import MatchJob

from . import freshness, matching, nag_mail, nags, rematching


@shared_task(name="claims.verify.tasks.match_version")
def match_version(work_id: str) -> None:
    """Compare the claims of one article version with the desk's other claims."""
    flow.run(work_id, lambda work: matching.version_match(work=work))


@shared_task(name=jobs.KINDS[MatchJob].task)
def match_slice(job_id: str) -> None:
    """Match some more articles of a job again."""
    rematching.job_slice(job_id)


@shared_task(name=rematch.CHANGED)
def match_changed() -> int:
    """Match the claims that were changed; returns how many."""
    return rematching.changed_match()


@shared_task(name="claims.verify.tasks.sweep_jobs")
def sweep_jobs() -> int:
    """Send the hints of jobs that nobody works on again; returns how many."""
    return jobs.sweep() + rematch.sweep()


@shared_task(name="claims.verify.tasks.mark_due")
def mark_due() -> int:
    """Mark verdicts whose time of re-check has passed; returns how many."""
    return freshness.claims_mark_due()


@shared_task(name="claims.verify.tasks.nag")
def nag() -> tuple[int, int]:
    """Tell people of work that is late, in the inbox and by mail; returns how many notices and messages."""
    return nags.nags_make(), nag_mail.mail_send()
