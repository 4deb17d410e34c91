"""Staying on a claim, and taking one over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import Action, access_claim
from claims.models import Claim
from claims.states import Review
from claims.web.request import Request, typed
from claims.web.respond import fragment

from . import leases, presence, queue, selectors, services
from .answers import bench_of, done_on, left_the_queue, moved, refused
from .services import CannotDecide


@require_POST
def claim_hold(request: Request, pk: UUID) -> HttpResponse:
    """Renew the lease of a person who works on a claim; says so when somebody else is on it by now.

    Answers htmx with the lease and who else looks, and with the card only if nothing is being typed there.
    """
    claim = access_claim(request.user, pk, Action.REVIEW)
    if request.htmx and claim.review_state != Review.EXTRACTED and not request.POST.get("typing"):
        found = bench_of(request, claim, after=claim.pk)
        messages.info(request, left_the_queue(request.user, found, claim.pk))
        return _card(moved(request, found, {str(claim.pk)}))
    kept = queue.hold(claim, request.user)
    if not request.htmx:
        return HttpResponse(status=204)
    if kept:
        return _lease(request, claim)
    messages.error(request, f"{claim.lease_holder} is on this claim now. What you decide may be too late.")
    if request.POST.get("typing"):
        return _lease(request, claim)
    return _card(moved(request, bench_of(request, claim, wanted=claim.pk)))


def _card(response: HttpResponse) -> HttpResponse:
    response["HX-Retarget"], response["HX-Reswap"] = "#card", "outerHTML settle:0s"
    return response


def _lease(request: Request, claim: Claim) -> HttpResponse:
    article = selectors.article_of(claim)
    return fragment(
        request,
        "claims/review/_lease_only.html",
        {
            "claim": claim,
            "lease": leases.lease_of(claim, request.user),
            "lookers": presence.looking(article.pk, request.user),
        },
    )


@require_POST
def claim_take_over(request: Request, pk: UUID) -> HttpResponse:
    """Take a claim over from the person who is on it, for a reason that goes on record."""
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.TAKE_OVER, lock=True)
            holder = claim.lease_holder
            services.claim_take_over(user=request.user, claim=claim, reason=typed(request, "reason").strip())
    except CannotDecide as problem:
        return refused(request, access_claim(request.user, pk, Action.TAKE_OVER), str(problem))
    return done_on(request, claim, f"{{claim}} taken over from {holder}")
