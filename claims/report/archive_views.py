"""The archive of a report or an event: what it holds, and having one written."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_event, access_report
from claims.models import Event, ExportKind, Report
from claims.web.jobs import describe
from claims.web.request import Request
from claims.web.respond import done

from . import exports

SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
def report_archive(request: Request, report_id: UUID) -> HttpResponse:
    """Show what an archive of the report holds and those made lately, or have one written as of now."""
    row = access_report(request.user, report_id, Action.PUBLISH)
    return _archive(request, row, reverse("claims:report", args=[row.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def event_archive(request: Request, pk: UUID) -> HttpResponse:
    """Show what an archive of the event holds and those made lately, or have one written as of now."""
    row = access_event(request.user, pk, Action.PUBLISH)
    return _archive(request, row, reverse("claims:event", args=[row.pk]))


def _archive(request: Request, row: Report | Event, back: str) -> HttpResponse:
    if request.method == "POST":
        job = exports.archive_start(user=request.user, about=row, at=timezone.now())
        return done(request, reverse("claims:job", args=["export", job.pk]))
    made = row.exports.filter(kind=ExportKind.ARCHIVE).select_related("started_by")[:SHOWN]
    context = {
        "about": row,
        "of_event": isinstance(row, Event),
        "back": back,
        "made": [describe(job) for job in made],
    }
    return render(request, "claims/report/archive.html", context)
