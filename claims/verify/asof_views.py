"""A claim as it was known at a moment, as a page and as data. Nothing here changes anything."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from claims.access import Action, access_claim
from claims.asof import asked as asking
from claims.asof.moments import Unreadable
from claims.asof.past import begins, claims_at, with_seal
from claims.asof.spelling import claim_content
from claims.models import Appearance, Event
from claims.web.request import Request

from . import event_looking_back, looking_back
from .answers import claim_url


def claim_as_of(request: Request, pk: UUID) -> HttpResponse:
    """Show a claim as it was known at the moment that is asked for."""
    found = access_claim(request.user, pk, Action.READ, shape=with_seal)
    try:
        asked = asking.asked_of(request)
    except Unreadable as problem:
        return asking.unreadable(request, problem, "claim", claim_url(found))
    page = looking_back.claim_then(found, asked.at, whole=request.GET.get("history") == "all")
    if page is None:
        return asking.before_record(request, asked, begins(found), "claim", claim_url(found))
    context = {"page": page, "claim": page.claim, "back": claim_url(found)}
    return asking.show(request, "claims/verify/claim_then.html", context, asked)


def event_as_of(request: Request, row: Event) -> HttpResponse:
    """Show an event with the claims that it held at the moment that is asked for."""
    back = reverse("claims:event", args=[row.pk])
    try:
        asked = asking.asked_of(request)
    except Unreadable as problem:
        return asking.unreadable(request, problem, "event", back)
    page = event_looking_back.event_then(row, asked.at, _page(request))
    if page is None:
        return asking.before_record(request, asked, event_looking_back.begins(row), "event", back)
    context = {"page": page, "event": page.event, "back": back}
    return asking.show(request, "claims/verify/event_then.html", context, asked)


def _page(request: Request) -> int:
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@require_safe
def claim_record(request: Request, pk: UUID) -> HttpResponse:
    """Send a claim as data, as of a moment (now without one): the same moment gives the same bytes."""
    found = access_claim(request.user, pk, Action.READ, shape=with_seal)
    try:
        asked = asking.asked_of(request)
    except Unreadable as problem:
        return asking.refused(problem)
    past = claims_at([found], asked.at, places=_in_order())
    nothing = asking.in_words(asked, None if past.claims else begins(found), "claim")
    if nothing is not None:
        return nothing
    content = claim_content(past.claims[pk], asked.at, past.sealed[pk])
    return HttpResponse(_sealed(content), content_type="application/json; charset=utf-8")


def _in_order() -> Any:
    rows = Appearance.ever.select_related("version__article__outlet").defer("version__text")
    return rows.order_by("version__captured_at", "version_id", "start", "end", "id")


def _sealed(content: dict[str, Any]) -> bytes:
    """Return the file: the content with the SHA-256 of its canonical spelling, as reports have it."""
    spelled = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    whole = {"content": content, "sha256": hashlib.sha256(spelled.encode()).hexdigest()}
    return (json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
