"""The queue of claims as a page."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.access import Action, may, require
from claims.states import Review
from claims.web.request import Request

from . import search
from .chips import chips
from .facets import SINGLE
from .query import SORTS, read_query
from .queue import held_by_other


@require_safe
def claim_list(request: Request) -> HttpResponse:
    """Show the claims that the address asks for, fifty at a time."""
    require(request.user, Action.READ)
    query = read_query(request.GET)
    found = search.listing(request.user, query, request.GET.get("at", ""))
    query = found.query
    waiting = [claim for claim in found.claims if claim.review_state == Review.EXTRACTED]
    context = {
        "list": found,
        "query": query,
        "held": {claim.pk for claim in waiting if held_by_other(claim, request.user)},
        "chips": chips(query, found.facets),
        "carried": parse_qsl(query.params(sort="")),
        "linked": [(name, getattr(query, name)) for name in (*SINGLE, "q", "sort") if getattr(query, name)],
        "sorts": SORTS.items(),
        "editor": may(request.user, Action.ASSIGN),
    }
    return render(request, "claims/review/claims.html", context)
