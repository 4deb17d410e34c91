"""The archive of a report: what it holds, and having one written."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_report
from claims.models import ExportKind
from claims.web.jobs import describe
from claims.web.request import Request
from claims.web.respond import done

from . import exports

SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
def report_archive(request: Request, report_id: UUID) -> HttpResponse:
    """Show what an archive of the report holds and those made lately, or have one written as of now."""
    row = access_report(request.user, report_id, Action.PUBLISH)
    if request.method == "POST":
        job = exports.archive_start(user=request.user, report=row, at=timezone.now())
        return done(request, reverse("claims:job", args=["export", job.pk]))
    made = row.exports.filter(kind=ExportKind.ARCHIVE).select_related("started_by")[:SHOWN]
    context = {"report": row, "made": [describe(job) for job in made]}
    return render(request, "claims/report/archive.html", context)
