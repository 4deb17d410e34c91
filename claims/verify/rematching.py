"""Matching again, in workers: the claims that were changed, and the next slice of a job.

A slice is as many articles as fit into a few seconds, each in a transaction of its own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from claims import jobs, rematch
from claims.ingest.reuse.store import version_print
from claims.models import ArticleVersion, ChangedClaim, Claim, MatchJob

from .event_placing import claims_group
from .matching import claims_of, looks_of, settle

AT_ONCE = 20  # articles looked up at once


def job_slice(job_id: str, *, seconds: float = jobs.SLICE) -> bool:
    """Take the job, match articles for `seconds`, hand it on; returns whether there is more to do.

    Does nothing when the job is over or another worker's. When an article fails the job goes back to the
    queue and the error is raised for the worker's record; one that fails again and again is left out.
    """
    until = time.monotonic() + seconds
    return jobs.run(MatchJob, job_id, lambda job: _go_on(job, until))


def _go_on(job: MatchJob, until: float) -> bool:
    while versions := list(rematch.versions(job).select_related("article")[:AT_ONCE]):
        for version in versions:
            if job.attempts > rematch.TRIES:
                with transaction.atomic():
                    rematch.advance(job, version, skip=True)
                continue
            _match(job, version)
            if time.monotonic() > until:
                jobs.pause(job)
                return True
    rematch.finish(job)
    return False


def _match(job: MatchJob, version: ArticleVersion) -> None:
    version_print(version)  # texts that came before texts were compared
    claims = claims_of(version)
    looks = looks_of(claims)
    claims_group(desk_id=version.article.desk_id, looks=looks)
    with transaction.atomic():
        settled = settle(desk_id=version.article.desk_id, claims=claims, looks=looks)
        rematch.advance(job, version, new=settled.new, changed=settled.changed, withdrawn=settled.withdrawn)


class _Changed(Exception):
    """A claim was changed while it was being matched, or another worker has matched it: roll back."""


def changed_match(*, seconds: float = jobs.SLICE) -> int:
    """Match the claims on the list of changed ones, for some seconds at most; returns how many were.

    A claim that fails again and again stays on the list but is tried no more.
    """
    done, until = 0, time.monotonic() + seconds
    tried: set[ChangedClaim] = set()
    while rows := _waiting(tried):
        tried |= set(rows)
        done += _match_changed(rows)
        if time.monotonic() > until:
            break
    return done


def _waiting(tried: set[ChangedClaim]) -> list[ChangedClaim]:
    """Return the next changed claims of one desk, those not tried in this run."""
    rows = ChangedClaim.objects.filter(attempts__lt=rematch.TRIES).exclude(pk__in=[row.pk for row in tried])
    first = rows.select_related("claim").order_by("since", "pk").first()
    return (
        []
        if first is None
        else list(rows.filter(claim__desk=first.claim.desk_id).order_by("since", "pk")[:AT_ONCE])
    )


def _match_changed(rows: Sequence[ChangedClaim]) -> int:
    ids = [row.pk for row in rows]
    ChangedClaim.objects.filter(pk__in=ids).update(attempts=F("attempts") + 1)
    claims = list(Claim.objects.filter(pk__in=ids).prefetch_related("quantities").order_by("pk"))
    looks = looks_of(claims)
    claims_group(desk_id=claims[0].desk_id, looks=looks)
    try:
        with transaction.atomic():
            settle(desk_id=claims[0].desk_id, claims=claims, looks=looks)
            _take_off(rows)
    except _Changed:
        ChangedClaim.objects.filter(pk__in=ids).update(attempts=0)
        return 0
    return len(rows)


def _take_off(rows: Sequence[ChangedClaim]) -> None:
    """Take the claims off the list, unless one of them was changed since the rows were read."""
    since = {row.pk: row.since for row in rows}
    held = ChangedClaim.objects.select_for_update().filter(pk__in=since).order_by("pk")
    if {row.pk: row.since for row in held} != since:
        raise _Changed
    held.delete()
