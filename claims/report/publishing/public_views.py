"""Pages for everybody, without log-in: a published edition, one claim of it, its files.

They look at no session and set no cookie, so that any cache may keep them, and run no script.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from claims.web.request import whole_number

from . import cached, files, reads, structured
from .shown import Shown, claim_shown, contact, page_start, report_shown

NO_SCRIPT = csp_replace({"script-src": [NONE], "connect-src": [NONE], "form-action": [NONE]})
View = Callable[..., HttpResponseBase]


def for_everybody(view: View) -> View:
    """Open the address for a view that takes what it leads to; say so when it is no longer available."""

    @wraps(view)
    def answer(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        try:
            found = reads.opened(token)
        except reads.Gone as gone:
            return private(_gone(gone))
        response = view(request, found, **more)
        return response if found.publication.listed else private(response)

    read_only: Any = require_safe(answer)
    open_to_all: View = login_not_required(NO_SCRIPT(read_only))
    return open_to_all


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Return the response with the wish that no search engine keeps it and no site learns its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@for_everybody
def public(request: HttpRequest, found: reads.Opened) -> HttpResponseBase:
    """Show a published edition, a hundred claims at a time."""
    start = page_start(whole_number(request.GET.get("from"), default=1) or 1, found.total)
    tag = cached.tag_of("report", start, *_made_from(found))
    return cached.page(request, tag, lambda: _page("report", report_shown(found, start)))


@for_everybody
def public_claim(request: HttpRequest, found: reads.Opened, *, number: int) -> HttpResponseBase:
    """Show one claim of a published edition at an address of its own."""
    if not 1 <= number <= found.total:
        raise Http404("No such claim")
    tag = cached.tag_of("claim", number, *_made_from(found))
    return cached.page(request, tag, lambda: _page("claim", claim_shown(found, number)))


@for_everybody
def public_file(request: HttpRequest, found: reads.Opened, *, kind: str) -> HttpResponseBase:
    """Send a published edition as a file."""
    if kind not in dict(files.kinds_of(found)):
        raise Http404("No such format")
    return files.file_of(request, found, kind)


def _made_from(found: reads.Opened) -> list[object]:
    """Return what a page of the edition is made from, beside templates and settings."""
    publication = found.publication
    return [
        found.token,
        found.edition.sha256,
        publication.names and publication.approver and publication.approver.display_name,
        publication.listed,
        *(f"{row.sentence} {row.outcome}" for row in found.sources),
        *found.became,
        *((row.number, row.path) for row in found.siblings),
    ]


def _page(name: str, shown: Shown) -> str:
    context = {"public": shown, "page": shown.page, "address": shown.address, "entry": shown.entry}
    context["structured"] = structured.spelled(shown.structured)
    return str(render_to_string(f"claims/report/public/{name}.html", context))


def _gone(gone: reads.Gone) -> HttpResponse:
    page = render_to_string("claims/report/public/gone.html", {"told": gone.told, "contact": contact()})
    response = HttpResponse(page, status=410)
    response["Cache-Control"] = "no-cache"
    return response
