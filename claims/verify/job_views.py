"""Matching again, from the settings: start it, see how far it is, stop it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from claims import rematch
from claims.access import Action, access_job, may, require
from claims.web.jobs import SHOWN, describe, match_jobs
from claims.web.request import Request
from claims.web.respond import done


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
    shown = [describe(job) for job in match_jobs(request.user)[:SHOWN]]
    return render(request, "claims/verify/jobs.html", {"jobs": shown, "everywhere": everywhere})


@require_POST
def job_stop(request: Request, pk: UUID) -> HttpResponse:
    """Stop a job; what it has done stays."""
    with transaction.atomic():
        job = access_job(request.user, pk, Action.REMATCH, lock=True)
        rematch.job_stop(user=request.user, job=job)
    return done(request, reverse("claims:match-jobs"), "Stopped. What was matched stays.")
