"""Matching again, from the settings: start it, see how far it is, stop it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from claims import rematch
from claims.access import Action, access_job, may, require, visible_to
from claims.models import MatchJob
from claims.web.request import Request
from claims.web.respond import done, page_or_fragment

SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
def jobs(request: Request) -> HttpResponse:
    """Show the jobs of the desk (administrators: of all), and start one with POST."""
    require(request.user, Action.REMATCH)
    everywhere = may(request.user, Action.ADMINISTER)
    if request.method == "POST":
        desk = None if everywhere and request.POST.get("scope") == "all" else request.user.desk
        if desk is not None or everywhere:
            rematch.job_start(user=request.user, desk=desk)
        return done(request, reverse("claims:match-jobs"), "Matching begins. You can leave the page.")
    rows = visible_to(request.user, MatchJob).select_related("desk", "source", "started_by")
    found = list(rows[:SHOWN])
    context: dict[str, Any] = {
        "jobs": found,
        "moving": any(job.is_open for job in found),
        "everywhere": everywhere,
    }
    return page_or_fragment(request, "claims/verify/jobs.html", "claims/verify/_jobs.html", context)


@require_POST
def job_stop(request: Request, pk: UUID) -> HttpResponse:
    """Stop a job; what it has done stays."""
    with transaction.atomic():
        job = access_job(request.user, pk, Action.REMATCH, lock=True)
        rematch.job_stop(user=request.user, job=job)
    return done(request, reverse("claims:match-jobs"), "Stopped. What was matched stays.")
