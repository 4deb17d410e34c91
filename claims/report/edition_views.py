"""Frozen editions: the page that readers see, and the files."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from claims.access import Action, access_report, may
from claims.models import ReportEdition
from claims.web.request import Request

from . import selectors
from .formats import csv, html, json
from .formats.page import page_of

WHOLE = {"json": json, "html": html}


@require_safe
def edition(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Show a frozen edition as its readers see it, with a line when a newer one exists."""
    row = access_report(request.user, report_id, Action.READ_REPORT)
    frozen = get_object_or_404(row.editions, number=number)
    builds = may(request.user, Action.BUILD_REPORT)
    context = {
        "touched": selectors.touched_since(frozen) if builds else [],
        "page": page_of(frozen.content, frozen.sha256),
        "edition": frozen,
        "newest": row.editions.order_by("-number").values_list("number", flat=True).first(),
        "editions": selectors.editions_of(row),
        "builds": builds,
    }
    return render(request, "claims/report/edition.html", context)


@require_safe
def edition_file(request: Request, report_id: UUID, number: int, kind: str) -> HttpResponseBase:
    """Send a frozen edition as a file: csv (streamed), json or html."""
    row = access_report(request.user, report_id, Action.READ_REPORT)
    frozen = get_object_or_404(row.editions, number=number)
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(csv.render(frozen.content), content_type=csv.CONTENT_TYPE)
    elif kind in WHOLE:
        whole = WHOLE[kind]
        response = HttpResponse(whole.render(frozen.content, frozen.sha256), content_type=whole.CONTENT_TYPE)
    else:
        raise Http404("No such format")
    response["Content-Disposition"] = f'attachment; filename="{file_name(frozen, kind)}"'
    return response


def file_name(frozen: ReportEdition, kind: str) -> str:
    """Return "the-attack-edition-2-as-of-2025-06-10T1215Z.csv": plain letters whatever the title holds."""
    title = slugify(frozen.content["report"]["title"])[:80].strip("-") or "report"
    return f"{title}-edition-{frozen.number}-as-of-{frozen.as_of.astimezone(UTC):%Y-%m-%dT%H%MZ}.{kind}"
