"""Frozen editions: the page that readers see, and the files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_report, may
from claims.models import ExportKind, Report, ReportEdition
from claims.web.jobs import describe
from claims.web.request import Request
from claims.web.respond import done

from . import exports, selectors
from .export_views import as_attachment, stored_file
from .formats import csv, html, json
from .formats.page import page_of
from .publishing.way import way_of

WHOLE = {"json": json, "html": html}


@require_safe
def edition(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Show a frozen edition as its readers see it, with a line when a newer one exists."""
    return edition_page(request, access_report(request.user, report_id, Action.READ_REPORT), number)


def edition_page(
    request: Request, row: Report, number: int, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Return the page of an edition; for the desk with its way to the readers. Raises Http404."""
    rows = row.editions.select_related("publication__approver", "frozen_by")
    frozen = get_object_or_404(rows, number=number)
    builds = may(request.user, Action.BUILD_REPORT)
    touched = selectors.touched_since(frozen) if builds else []
    editions = list(selectors.editions_of(row))
    context = {
        "touched": touched,
        "page": page_of(frozen.content, frozen.sha256),
        "edition": frozen,
        "newest": editions[0].number,
        "editions": editions,
        "builds": builds,
        "way": way_of(request.user, frozen, newest=editions[0].number, touched=touched) if builds else None,
        **more,
    }
    return render(request, "claims/report/edition.html", context, status=status)


@require_safe
def edition_file(request: Request, report_id: UUID, number: int, kind: str) -> HttpResponseBase:
    """Send a frozen edition as a file: csv (streamed), json or html.

    A table of more than AT_ONCE claims is written by a worker: sent when it is ready, else the way to it.
    """
    row = access_report(request.user, report_id, Action.READ_REPORT)
    frozen = get_object_or_404(row.editions, number=number)
    if kind in ExportKind.values and len(frozen.content["claims"]) > exports.AT_ONCE:
        return _long_file(request, frozen, kind)
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(csv.render(frozen.content), content_type=csv.CONTENT_TYPE)
    elif kind in WHOLE:
        whole = WHOLE[kind]
        response = HttpResponse(whole.render(frozen.content, frozen.sha256), content_type=whole.CONTENT_TYPE)
    else:
        raise Http404("No such format")
    return as_attachment(response, exports.edition_file_name(frozen, kind))


def _long_file(request: Request, frozen: ReportEdition, kind: str) -> HttpResponseBase:
    job = exports.edition_export(frozen, kind)
    if job is not None and job.is_ready:
        return stored_file(request, job)
    context = {"edition": frozen, "kind": kind, "claims": len(frozen.content["claims"])}
    shown = describe(job) if job else None
    return render(request, "claims/report/long_file.html", {**context, "shown": shown})


@require_POST
def edition_prepare(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Have the file of an edition written by a worker."""
    row = access_report(request.user, report_id, Action.READ_REPORT)
    frozen = get_object_or_404(row.editions.select_related("report__desk"), number=number)
    kind = request.POST.get("kind", "")
    if kind not in ExportKind.values:
        raise Http404("No such format")
    job = exports.edition_start(user=request.user, edition=frozen, kind=kind)
    return done(request, reverse("claims:job", args=["export", job.pk]))
