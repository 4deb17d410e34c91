"""The page on which a claim is put into an event, a new one, or none."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_claim
from claims.models import Claim
from claims.web.request import Request, typed
from claims.web.respond import done

from . import event_reads, events
from .event_placing import one_at_a_time
from .event_views import chosen_event
from .refusal import CannotDecide


@require_http_methods(["GET", "HEAD", "POST"])
def claim_event(request: Request, pk: UUID) -> HttpResponse:
    """Show the events that a claim may belong to, or put it into one, a new one, or none."""
    claim = access_claim(request.user, pk, Action.GROUP)
    if request.method != "POST" or "find" in request.POST:
        return _claim_form(request, claim)
    choices: dict[str, Callable[[Claim], events.Done]] = {
        "none": lambda row: events.event_move(user=request.user, claims=[row], to=None),
        "new": lambda row: _start_with(request, row),
    }
    try:
        with transaction.atomic():
            one_at_a_time(claim.desk_id)
            put = choices.get(request.POST.get("to", ""))
            to = None if put else chosen_event(request, claim.event)
            locked = access_claim(request.user, pk, Action.GROUP, lock=True)
            if put:
                put(locked)
            else:
                events.event_move(
                    user=request.user, claims=[locked], to=to, note=typed(request, "note")[:500]
                )
    except CannotDecide as problem:
        return _claim_form(request, claim, status=422, problem=str(problem))
    return done(request, reverse("claims:claim", args=[pk]), "Event of the claim changed.")


def _start_with(request: Request, claim: Claim) -> events.Done:
    event = events.event_start(user=request.user, desk=claim.desk, title=typed(request, "title"))
    return events.event_move(user=request.user, claims=[claim], to=event)


def _claim_form(request: Request, claim: Claim, *, status: int = 200, problem: str = "") -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    query = " ".join(asked.get("q", "").replace("\x00", " ").split())[:200]
    context = {
        "claim": claim,
        "targets": event_reads.targets(request.user, claim.event, query),
        "query": query,
        "problem": problem,
        "to": asked.get("to", ""),
        "title": typed(request, "title") if request.method == "POST" else "",
    }
    return render(request, "claims/verify/claim_event.html", context, status=status)
