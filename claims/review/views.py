"""The workbench: one article, one claim at a time. Each view opens the door, calls one service, answers."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_article, access_claim, access_claims, require
from claims.models import Claim, User
from claims.record import Conflict
from claims.states import RefusedTransition
from claims.web.request import Request
from claims.web.respond import done

from . import selectors, services, undo
from .answers import (
    answer,
    bench_page,
    bench_url,
    conflict,
    go_on,
    look_ahead,
    moved,
    open_bench,
    refused,
    seen_version,
    uuid_of,
)
from .article_rest import STROKES
from .article_rest_views import claims_reopen
from .lost_views import words_undo
from .placed import PLACES
from .services import CannotDecide

RENUMBERS = {
    "claim.split",
    "claim.offer",
    "claim.merge",
    "claim.by_hand",
}  # claims come or go when it is undone


@require_safe
def review(request: Request) -> HttpResponse:
    """Lead to the next claim for this person, held for them; an empty desk says what to do."""
    require(request.user, Action.REVIEW)
    claim = services.claim_lease_next(user=request.user)
    if claim is None:
        return render(request, "claims/review/nothing.html", {"any": selectors.has_claims(request.user)})
    return HttpResponseRedirect(bench_url(selectors.article_of(claim), claim))


@require_safe
@gzip_page  # hundreds of claims are 300 kB of marks, a tenth of it on the wire
def workbench(request: Request, pk: UUID) -> HttpResponse:
    """Show the article with its claims marked and the card of the current one."""
    article = access_article(request.user, pk, Action.REVIEW)
    wanted, after = uuid_of(request.GET.get("claim")), uuid_of(request.GET.get("after"))
    if after and request.GET.get("ahead"):
        return look_ahead(request, article, after)
    found = open_bench(request, article, wanted=wanted, after=after)
    if found is None:
        return redirect("claims:article", pk=pk)
    if request.htmx and not request.htmx.history_restore_request:
        return moved(request, found, request.GET.getlist("from"))
    return bench_page(request, found)


def _decide(
    request: Request,
    pk: UUID,
    decide: Callable[[Claim], object],
    words: str,
    *,
    stay: bool = False,
    locked: Callable[[User, UUID], Claim] | None = None,
) -> HttpResponse:
    """Lock the claim, let `decide` change it, and go on to the next open one (or stay on this one)."""
    try:
        with transaction.atomic():
            claim = (locked or _locked)(request.user, pk)
            decide(claim)
    except Conflict as stale:
        if not _done_before(request, stale):
            return conflict(request, stale)
        claim = stale.row
    except (CannotDecide, RefusedTransition) as problem:
        return refused(request, access_claim(request.user, pk, Action.REVIEW), str(problem))
    return go_on(request, claim, words, stay=stay, undoable=not stay)


def _locked(user: User, pk: UUID) -> Claim:
    return access_claim(user, pk, Action.REVIEW, lock=True)


def _locked_for_undo(user: User, pk: UUID) -> Claim:
    """Return the claim, locked with all that its undo changes. Raises Conflict when that is more by now."""
    seen = access_claim(user, pk, Action.REVIEW)
    rows = access_claims(user, undo.touched_by(seen), Action.REVIEW)
    if not undo.touched_by(rows[pk]) <= rows.keys():  # merged or split between the two looks
        raise Conflict(rows[pk], expected=seen.version)
    return rows[pk]


def _done_before(request: Request, stale: Conflict) -> bool:
    """Return whether this very decision arrived before, and only its answer was lost on the way."""
    claim, entry = stale.row, undo.last_on(stale.row)
    name = request.resolver_match.url_name if request.resolver_match else None
    return (
        "again" in request.POST
        and entry is not None
        and entry.actor_id == request.user.pk
        and entry.action == (name or "").replace("-", ".")
        and claim.version == stale.expected + 1
        and request.POST.get("reason", "") in {"", claim.reject_reason}
    )


@require_POST
def claim_accept(request: Request, pk: UUID) -> HttpResponse:
    """Accept and go on."""
    version = seen_version(request)
    return _decide(
        request,
        pk,
        lambda claim: services.claim_accept(user=request.user, claim=claim, version=version),
        "{claim} accepted",
    )


@require_POST
def claim_reject(request: Request, pk: UUID) -> HttpResponse:
    """Reject for a reason and go on."""
    version, reason = seen_version(request), request.POST.get("reason", "")
    return _decide(
        request,
        pk,
        lambda claim: services.claim_reject(user=request.user, claim=claim, reason=reason, version=version),
        f"{{claim}} rejected: {selectors.reason_words(reason)}",
    )


@require_POST
def claim_opinion(request: Request, pk: UUID) -> HttpResponse:
    """Ask for a second opinion and go on."""
    version = seen_version(request)
    return _decide(
        request,
        pk,
        lambda claim: services.claim_second_opinion(user=request.user, claim=claim, version=version),
        "Second opinion asked on {claim}",
    )


@require_POST
def claim_offer(request: Request, pk: UUID) -> HttpResponse:
    """Offer a claim that was set aside, and open it. The numbers change, so the whole page comes anew."""
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
            services.claim_offer(user=request.user, claim=claim)
    except CannotDecide as problem:
        return refused(request, claim, str(problem))
    return done(request, bench_url(selectors.article_of(claim), claim))


@require_POST
def claim_undo(request: Request, pk: UUID) -> HttpResponse:
    """Take back the person's last change of this claim and show it."""
    return _undo(request, pk, reload=False)


def _undo(request: Request, pk: UUID, *, reload: bool) -> HttpResponse:
    def take_back(claim: Claim) -> object:
        return services.claim_undo(user=request.user, claim=claim)

    response = _decide(
        request, pk, take_back, "Last change of {claim} undone", stay=True, locked=_locked_for_undo
    )
    if reload and request.htmx and response.status_code == 200:  # claims vanish: the numbers change
        return done(request, response["HX-Push-Url"])
    return response


@require_POST
def review_undo(request: Request, pk: UUID) -> HttpResponse:
    """Take back the person's last change in this article."""
    article = access_article(request.user, pk, Action.REVIEW)
    entry = undo.last_of(request.user, article)
    if entry is not None and entry.action in STROKES:
        return claims_reopen(request, article, entry)
    if entry is not None and entry.action in PLACES:
        return words_undo(request, article, entry)
    if entry is not None and entry.claim_id is not None:
        return _undo(request, entry.claim_id, reload=entry.action in RENUMBERS)
    messages.info(request, "There is nothing of yours to undo in this article.")
    found = open_bench(request, article, wanted=uuid_of(request.POST.get("current")))
    if found is None or not request.htmx:
        return HttpResponseRedirect(bench_url(article), status=303)
    return answer(request, found, status=200)
