"""Claims as files: a short list at once, a long one by way of a worker."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_export, require
from claims.models import Export, ExportKind
from claims.web.request import Request, typed
from claims.web.respond import done

from . import exports
from .formats.pieces import CONTENT_TYPES

LONGEST = 4000  # characters of what is asked


def as_attachment(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Return the response as a file to be saved under `name`, never shown as a page of ours."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def stored_file(request: HttpRequest, job: Export) -> HttpResponseBase:
    """Return a file that a worker wrote, chunk by chunk; 304 to who has it already."""
    tag = f'"{job.sha256}"'
    response = StreamingHttpResponse(exports.chunks(job), content_type=CONTENT_TYPES[ExportKind(job.kind)])
    response["Content-Length"], response["ETag"] = str(job.size), tag
    response["Cache-Control"] = "private, no-cache"
    same = get_conditional_response(request, etag=tag)
    return same or as_attachment(response, job.file_name)


@require_POST
def claim_export(request: Request) -> HttpResponseBase:
    """Send the claims that the queue shows as a file, or have a worker write it when they are many."""
    require(request.user, Action.READ)
    kind, asks = request.POST.get("kind", ""), typed(request, "asks")
    if kind not in ExportKind.values or len(asks) > LONGEST:
        raise Http404("No such file")
    if not exports.few(request.user, asks):
        job = exports.list_start(user=request.user, kind=kind, asks=asks)
        return done(request, _page(job))
    now = timezone.now()
    stream = exports.list_now(request.user, kind, asks, now)
    response = StreamingHttpResponse(stream, content_type=CONTENT_TYPES[ExportKind(kind)])
    return as_attachment(response, exports.list_file_name(request.user, kind, now))


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
