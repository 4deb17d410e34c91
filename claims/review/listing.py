"""The queue of claims as a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from claims.access import Action, may, require
from claims.states import CHOSEN_REASONS, Review
from claims.web import vocabulary
from claims.web.request import Request

from . import search
from .asking import asked_by
from .bulk import AT_ONCE
from .chips import chips
from .columns import COLUMNS
from .facets import SINGLE
from .query import SORTS, Query, read_query
from .queue import held_by_other


@require_safe
def claim_list(request: Request) -> HttpResponse:
    """Show the claims that the address asks for, fifty at a time; `all=1` ticks all that match."""
    require(request.user, Action.READ)
    return list_page(request, read_query(request.GET))


def list_page(request: Request, query: Query, *, status: int = 200, **more: Any) -> HttpResponse:
    """Return the page of `query`; `more` is what a form that was refused needs to be shown again."""
    found = search.listing(request.user, query, request.GET.get("at", ""))
    query = found.query
    waiting = [claim for claim in found.claims if claim.review_state == Review.EXTRACTED]
    everything = request.GET.get("all") == "1" and found.total > 0
    here = reverse("claims:claim-list")
    context = {
        "list": found,
        "query": query,
        "held": {claim.pk for claim in waiting if held_by_other(claim, request.user)},
        "chips": chips(query, found.facets),
        "carried": parse_qsl(query.params(sort="")),
        "linked": [(name, getattr(query, name)) for name in (*SINGLE, "q", "sort") if getattr(query, name)],
        "sorts": SORTS.items(),
        "editor": may(request.user, Action.ASSIGN),
        "columns": [(name, words, name not in request.user.queue_hides) for name, words in COLUMNS.items()],
        "hides": set(request.user.queue_hides),
        "reasons": [(str(value), vocabulary.REJECT_REASON[value].label) for value in CHOSEN_REASONS],
        "everything": everything,
        "others": _others(request, query, found) if everything else [],
        "at_once": AT_ONCE,
        "address": f"{here}?{query.params()}" if query.params() else here,
        **more,
    }
    return render(request, "claims/review/claims.html", context, status=status)


def _others(request: Request, query: Query, found: search.Listing) -> list[object]:
    """Return the ids of the claims that match but are not on the page, while all are few enough to send."""
    if found.total > AT_ONCE:
        return []
    shown = {claim.pk for claim in found.claims}
    rows = asked_by(request.user, query).values_list("pk", flat=True)[:AT_ONCE]
    return [pk for pk in rows if pk not in shown]
