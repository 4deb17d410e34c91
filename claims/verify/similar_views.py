"""What the matcher finds like a claim, for the card of the review: asked for when the card is there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from claims.access import Action, access_claim
from claims.review.merge_reads import options
from claims.web.request import Request

from .similar import similar_claims

ON_CARD, TO_MERGE = 3, 8


@require_safe
def claim_similar(request: Request, pk: UUID) -> HttpResponse:
    """Show earlier and other claims like one: as rows of its card, as choices to merge with, or as a page."""
    claim = access_claim(request.user, pk, Action.READ)
    if request.GET.get("for") == "merge":
        found = similar_claims(claim, limit=TO_MERGE, least=0)
        rows = options(claim, [item.claim for item in found])
        return render(request, "claims/verify/_similar_to_merge.html", {"claim": claim, "like": rows})
    headed = request.GET.get("for") == "claim"  # the page of a claim has a heading of its own
    context = {"claim": claim, "similar": similar_claims(claim, limit=ON_CARD), "headed": headed}
    # Without the toasts that fragments carry along: the card may be gone when this arrives.
    response = render(request, f"claims/verify/{'_similar' if request.htmx else 'similar'}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
