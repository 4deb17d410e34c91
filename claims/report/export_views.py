"""Claims as files: a short list at once, a long one by way of a worker."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_export, require
from claims.models import Claim, Export, ExportKind
from claims.review.asking import asked_by
from claims.review.choosing import chosen, everything, question
from claims.review.query import read_query
from claims.web.request import Request, back_to
from claims.web.respond import done

from . import exports
from .formats.kinds import KINDS, OF_LISTS, content_type_of


def as_attachment(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Return the response as a file to be saved under `name`, never shown as a page of ours."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def stored_file(request: HttpRequest, job: Export) -> HttpResponseBase:
    """Return a file that a worker wrote, chunk by chunk; 304 to who has it already."""
    tag = f'"{job.sha256}"'
    response = StreamingHttpResponse(exports.chunks(job), content_type=content_type_of(job.kind))
    response["Content-Length"], response["ETag"] = str(job.size), tag
    response["Cache-Control"] = "private, no-cache"
    same = get_conditional_response(request, etag=tag)
    return same or as_attachment(response, job.file_name)


@require_POST
def claim_export(request: Request) -> HttpResponseBase:
    """Send the claims that are ticked, or all that match, as a file; a worker writes a long one."""
    require(request.user, Action.READ)
    kind, rows = request.POST.get("kind", ""), chosen(request)
    if kind not in OF_LISTS:
        raise Http404("No such file")
    if not everything(request):
        return _send(request, kind, rows) if rows.exists() else _none(request)
    asks = question(request)
    if exports.few(rows):
        return _send(request, kind, rows, asks)
    return done(request, _page(exports.list_start(user=request.user, kind=kind, asks=asks)))


@require_safe
def claims_export(request: Request) -> HttpResponseBase:
    """Send the claims that the address asks for as CSV, or offer to have a long file written."""
    require(request.user, Action.READ)
    query = read_query(request.GET)
    rows, asks = asked_by(request.user, query), query.params()
    if exports.few(rows):
        return _send(request, ExportKind.CSV, rows, asks)
    context = {"asks": asks, "count": rows.count(), "at_once": exports.AT_ONCE}
    return render(request, "claims/report/long_list.html", context)


def _send(request: Request, kind: str, rows: QuerySet[Claim], asks: str = "") -> HttpResponseBase:
    now = timezone.now()
    stream = exports.list_now(request.user, kind, rows, now, asks)
    response = StreamingHttpResponse(stream, content_type=KINDS[kind].content_type)
    return as_attachment(response, exports.list_file_name(request.user, kind, now))


def _none(request: Request) -> HttpResponse:
    messages.error(request, "Tick the claims that the file shall hold.")
    return HttpResponseRedirect(back_to(request, reverse("claims:claim-list")), status=303)


@require_safe
def export_file(request: Request, pk: UUID) -> HttpResponseBase:
    """Send the file of an export, or lead to its page when it is not ready or gone."""
    job = access_export(request.user, pk)
    return stored_file(request, job) if job.is_ready else redirect(_page(job))


@require_POST
def export_stop(request: Request, pk: UUID) -> HttpResponse:
    """Stop an export."""
    with transaction.atomic():
        job = access_export(request.user, pk, lock=True)
        exports.export_stop(user=request.user, job=job)
    return done(request, _page(job), "Stopped.")


@require_POST
def export_again(request: Request, pk: UUID) -> HttpResponse:
    """Go on with an export that failed or was stopped, or make an expired file anew."""
    with transaction.atomic():
        job = access_export(request.user, pk, lock=True)
        job = exports.export_again(user=request.user, job=job)
    return done(request, _page(job))


def _page(job: Export) -> str:
    return reverse("claims:job", args=["export", job.pk])
