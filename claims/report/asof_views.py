"""A report as it was at a moment, as a page and as files. Nothing here changes anything."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from claims.access import Action, access_report
from claims.asof import asked as asking
from claims.asof.moments import Unreadable
from claims.models import Report
from claims.web.request import Request

from . import builder, exports, replay
from .export_views import as_attachment
from .formats import csv, html, json
from .formats.page import page_of

WHOLE = {"json": json, "html": html}
KINDS = ("csv", *WHOLE)


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
    context = {"page": page_of(content), "report": row, "back": back, "kinds": KINDS}
    return asking.show(request, "claims/report/then.html", context, asked)


@require_safe
def report_as_of_file(request: Request, report_id: UUID, kind: str) -> HttpResponseBase:
    """Send the report as of a moment as csv, json or html: the same moment gives the same bytes."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    if kind not in KINDS:
        raise Http404("No such format")
    try:
        asked = asking.asked_of(request)
    except Unreadable as problem:
        return asking.refused(problem)
    content = replay.content_at(row, asked.at)
    nothing = asking.in_words(asked, replay.begins(row) if content is None else None, "report")
    if nothing is not None or content is None:
        return nothing or HttpResponse(status=404)
    return as_attachment(_file(content, kind), exports.moment_file_name(row, asked.at, kind))


def _file(content: builder.Content, kind: str) -> HttpResponseBase:
    if kind == "csv":
        return StreamingHttpResponse(csv.render(content), content_type=csv.CONTENT_TYPE)
    whole = WHOLE[kind]
    return HttpResponse(whole.render(content, builder.seal(content)), content_type=whole.CONTENT_TYPE)
