"""How views answer: a page, a fragment of it for htmx, or the way back for a plain form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from .request import Request


def fragment(request: Request, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a fragment, with waiting messages as toasts swapped out of band."""
    html = render_to_string(template, context, request=request)
    toasts = render_to_string("claims/parts/_toasts_oob.html", {}, request=request)
    response = HttpResponse(html + toasts, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def page_or_fragment(
    request: Request, page: str, part: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return `part` to htmx and the whole `page`, which includes it, to everybody else."""
    if request.htmx and not request.htmx.boosted:
        return fragment(request, part, context, status=status)
    response = render(request, page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def done(request: Request, to: str, words: str = "") -> HttpResponse:
    """Say what was done and go to `to`: a redirect for forms, a client-side one for htmx."""
    if words:
        messages.success(request, words)
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = to
        return response
    return HttpResponseRedirect(to, status=303)
