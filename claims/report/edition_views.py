"""Frozen editions: the page that readers see, and the files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_report, may
from claims.models import ExportKind, Report, ReportEdition
from claims.web.jobs import describe
from claims.web.request import Request
from claims.web.respond import done

from . import exports, files, selectors, signature_file
from .export_views import as_attachment, stored_file
from .formats import claimreview
from .formats.kinds import KINDS
from .formats.page import page_of
from .publishing.charts import charts_of
from .publishing.sources_since import since
from .publishing.way import way_of
from .signatures import sealed_of


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
        "sources_since": since(frozen.pk),
        "page": page_of(frozen.content, sealed_of(frozen)),
        "charts": charts_of(frozen.pk, frozen.sha256, lambda: frozen.content),
        "edition": frozen,
        "newest": editions[0].number,
        "editions": editions,
        "builds": builds,
        "archives": may(request.user, Action.PUBLISH),
        "kinds": KINDS.values(),
        "way": way_of(request.user, frozen, newest=editions[0].number, touched=touched) if builds else None,
        **more,
    }
    return render(request, "claims/report/edition.html", context, status=status)


@require_safe
def edition_file(request: Request, report_id: UUID, number: int, kind: str) -> HttpResponseBase:
    """Send a frozen edition as a file in any format.

    A long one is written by a worker: it is sent when it is ready, else the way to it.
    """
    row = access_report(request.user, report_id, Action.READ_REPORT)
    frozen = get_object_or_404(row.editions, number=number)
    if kind == signature_file.KIND:
        return _signature(frozen)
    if kind not in KINDS:
        raise Http404("No such format")
    if kind in ExportKind.values and len(frozen.content["claims"]) > exports.at_once(kind):
        return _long_file(request, frozen, kind)
    return as_attachment(files.response_of(frozen, kind), exports.edition_file_name(frozen, kind))


def _signature(frozen: ReportEdition) -> HttpResponseBase:
    response = signature_file.response_of(frozen)
    if response is None:
        raise Http404("Not signed")
    return as_attachment(response, exports.edition_file_name(frozen, signature_file.KIND))


@require_safe
def edition_claim(request: Request, report_id: UUID, number: int, position: int) -> HttpResponseBase:
    """Send one claim of a frozen edition as JSON-LD: a ClaimReview where it is rated."""
    row = access_report(request.user, report_id, Action.READ_REPORT)
    frozen = get_object_or_404(row.editions, number=number)
    claims = frozen.content["claims"]
    if not 1 <= position <= len(claims):
        raise Http404("No such claim")
    body = claimreview.render(frozen.content, claims[position - 1], sealed_of(frozen))
    response = HttpResponse(body, content_type=claimreview.CONTENT_TYPE)
    return as_attachment(response, exports.edition_file_name(frozen, f"claim-{position}.jsonld"))


def _long_file(request: Request, frozen: ReportEdition, kind: str) -> HttpResponseBase:
    job = exports.edition_export(frozen, kind)
    if job is not None and job.is_ready:
        return stored_file(request, job)
    context = {"edition": frozen, "kind": KINDS[kind], "claims": len(frozen.content["claims"])}
    shown = describe(job) if job else None
    return render(request, "claims/report/long_file.html", {**context, "shown": shown})


@require_POST
def edition_prepare(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Have the file of an edition written by a worker."""
    row = access_report(request.user, report_id, Action.READ_REPORT)
    frozen = get_object_or_404(row.editions.select_related("report__desk"), number=number)
    kind = request.POST.get("kind", "")
    if kind not in ExportKind.values or kind not in KINDS:
        raise Http404("No such format")
    job = exports.edition_start(user=request.user, edition=frozen, kind=kind)
    return done(request, reverse("claims:job", args=["export", job.pk]))
