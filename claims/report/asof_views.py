"""A report as it was at a moment, as a page and as files. Nothing here changes what a report says."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_report
from claims.asof import asked as asking
from claims.asof.moments import Unreadable
from claims.models import ExportKind, Report
from claims.web.jobs import describe
from claims.web.request import Request
from claims.web.respond import done

from . import builder, exports, files, replay, signatures
from .export_views import as_attachment, stored_file
from .formats.figures import pictures_of
from .formats.kinds import KINDS
from .formats.page import page_of


def report_as_of(request: Request, row: Report) -> HttpResponse:
    """Show what the report would have printed at the moment that is asked for."""
    back = reverse("claims:report", args=[row.pk])
    try:
        asked = asking.asked_of(request)
    except Unreadable as problem:
        return asking.unreadable(request, problem, "report", back)
    content = replay.content_at(row, asked.at)
    if content is None:
        return asking.before_record(request, asked, replay.begins(row), "report", back)
    context = {"page": page_of(content), "charts": pictures_of(content["claims"])}
    context |= {"report": row, "back": back, "kinds": KINDS.values()}
    return asking.show(request, "claims/report/then.html", context, asked)


@require_safe
def report_as_of_file(request: Request, report_id: UUID, kind: str) -> HttpResponseBase:
    """Send the report as of a moment as a file in any format: the same moment gives the same bytes.

    A long one is written by a worker: it is sent when it is ready, else the way to it.
    """
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    if kind not in KINDS:
        raise Http404("No such format")
    found = _lines_of(request, row)
    if isinstance(found, HttpResponse):
        return found
    asked, lines = found
    if kind in ExportKind.values and len(lines) > exports.at_once(kind):
        return _long_file(request, row, asked.at, kind, len(lines))
    again = access_report(request.user, report_id, Action.BUILD_REPORT)  # what a look back has not changed
    return as_attachment(_file(again, asked.at, kind), exports.moment_file_name(row.title, asked.at, kind))


def _lines_of(request: Request, row: Report) -> tuple[asking.Asked, list[replay.Line]] | HttpResponse:
    """Return the moment that is asked for and the report's lines then, else the answer that says why not."""
    try:
        asked = asking.asked_of(request)
    except Unreadable as problem:
        return asking.refused(problem)
    lines = replay.lines_at(row, asked.at)
    nothing = asking.in_words(asked, replay.begins(row) if lines is None else None, "report")
    if nothing is not None or lines is None:
        return nothing or HttpResponse(status=404)
    return asked, lines


def _file(row: Report, at: datetime, kind: str) -> HttpResponseBase:
    content = replay.content_at(row, at)
    if content is None:
        raise Http404("No such moment")
    return files.response_of(
        files.Frozen(content, builder.seal(content), signatures.at_moment(row, at)), kind
    )


def _long_file(request: Request, row: Report, at: datetime, kind: str, claims: int) -> HttpResponseBase:
    job = exports.moment_export(row, at, kind)
    if job is not None and job.is_ready:
        return stored_file(request, job)
    asked = asking.Asked(at)
    context = {"report": row, "asked": asked, "kind": KINDS[kind], "claims": claims}
    return render(
        request, "claims/report/long_moment.html", {**context, "shown": describe(job) if job else None}
    )


@require_POST
def report_as_of_prepare(request: Request, report_id: UUID, kind: str) -> HttpResponse:
    """Have the file of a report as of a moment written by a worker."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    if kind not in KINDS or kind not in ExportKind.values:
        raise Http404("No such format")
    found = _lines_of(request, row)
    if isinstance(found, HttpResponse):
        return found
    asked, lines = found
    job = exports.moment_start(
        user=request.user, report=row, at=asked.at, kind=kind, title=row.title, claims=len(lines)
    )
    return done(request, reverse("claims:job", args=["export", job.pk]))
