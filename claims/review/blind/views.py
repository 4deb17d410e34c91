"""Pages of high-stakes claims: marking one, deciding apart, settling what two people differ on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_claim
from claims.models import BlindRound, Claim
from claims.models.blind import Decision
from claims.record import Conflict
from claims.states import CHOSEN_REASONS
from claims.web.request import Request, typed
from claims.web.respond import done
from claims.web.vocabulary import ATTRIBUTION, REJECT_REASON

from ..answers import seen_version
from ..decisions import CannotDecide
from . import reads, services
from .services import Opinion

GET_OR_POST = ["GET", "HEAD", "POST"]
CHANGED = "This claim changed while you looked at it. Nothing was saved; what you wrote is kept. Look again."


@require_http_methods(GET_OR_POST)
def claim_stakes(request: Request, pk: UUID) -> HttpResponse:
    """Show the form that marks a claim high-stakes, or takes the mark back; or do it."""
    found = access_claim(request.user, pk, Action.SETTLE)
    if request.method != "POST":
        return _page(request, found, "stakes")
    reason = typed(request, "reason")
    if "lift" in request.POST:
        return _act(
            request,
            pk,
            Action.SETTLE,
            "stakes",
            lambda claim, version: services.stakes_lift(
                user=request.user, claim=claim, note=reason, version=version
            ),
            "The claim is decided by one person again.",
        )
    return _act(
        request,
        pk,
        Action.SETTLE,
        "stakes",
        lambda claim, version: services.stakes_mark(
            user=request.user, claim=claim, reason=reason, version=version
        ),
        "Marked high-stakes. Two people decide, each without the other.",
    )


@require_http_methods(GET_OR_POST)
def claim_blind(request: Request, pk: UUID) -> HttpResponse:
    """Show the claim with the form for an own decision, or store it."""
    found = access_claim(request.user, pk, Action.REVIEW)
    if request.method != "POST":
        return _page(request, found, "decide")
    return _act(
        request,
        pk,
        Action.REVIEW,
        "decide",
        lambda claim, version: services.blind_review(
            user=request.user, claim=claim, opinion=_opinion(request), version=version
        ),
        "Your decision is stored. Nobody else sees it before both are in.",
    )


@require_http_methods(GET_OR_POST)
def claim_settle(request: Request, pk: UUID) -> HttpResponse:
    """Show the two decisions side by side with the form that settles them, or settle them."""
    found = access_claim(request.user, pk, Action.SETTLE)
    if request.method != "POST":
        return _page(request, found, "settle")
    return _act(
        request,
        pk,
        Action.SETTLE,
        "settle",
        lambda claim, version: services.adjudicate(
            user=request.user, claim=claim, opinion=_opinion(request), version=version
        ),
        "Settled.",
    )


def _opinion(request: Request) -> Opinion:
    decision = typed(request, "decision")
    reason = typed(request, "reason") if decision == Decision.REJECT else ""
    return Opinion(decision, reason, typed(request, "attribution"), typed(request, "note"))


def _act(
    request: Request,
    pk: UUID,
    action: Action,
    page: str,
    act: Callable[[Claim, int | None], BlindRound | None],
    words: str,
) -> HttpResponse:
    """Lock the claim and let `act` change it; a refusal or a conflict shows the page with what was typed."""
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, action, lock=True)
            act(claim, seen_version(request))
    except Conflict as stale:
        return _page(request, stale.row, page, status=409, problem=CHANGED)
    except CannotDecide as problem:
        return _page(request, claim, page, status=422, problem=str(problem))
    return done(request, reverse("claims:claim", args=[pk]), words)


def _page(request: Request, claim: Claim, page: str, *, status: int = 200, problem: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "claim": claim,
        "round": reads.round_of(request.user, claim),
        "places": claim.appearances.select_related("version__article__outlet").order_by(
            "version__captured_at"
        )[:3],
        "problem": problem,
        "reasons": [(reason, REJECT_REASON[reason].label) for reason in CHOSEN_REASONS],
        "attributions": [(value, look.label) for value, look in ATTRIBUTION.items()],
        "typed": {name: typed(request, name) for name in ("decision", "reason", "attribution", "note")},
    }
    return render(request, f"claims/review/blind/{page}.html", context, status=status)
