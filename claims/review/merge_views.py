"""The form that merges a claim with another one, and what it offers while somebody types."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_claim, access_claims
from claims.models import Claim
from claims.record import Conflict
from claims.web.request import Request, whole_number
from claims.web.respond import done, fragment

from . import claim_merging, merge_reads, selectors, services
from .answers import answer, bench_of, bench_url, conflict, named, say, seen_article, seen_version, uuid_of
from .services import CannotDecide
from .workbench import Bench, bench


@require_http_methods(["GET", "HEAD", "POST"])
def claim_merge(request: Request, pk: UUID) -> HttpResponse:
    """Show what a claim may be merged with, or merge it. The numbers change, so the whole page comes anew."""
    claim = access_claim(request.user, pk, Action.REVIEW)
    if request.method != "POST":
        if request.htmx and request.htmx.target == "merge-options":
            return fragment(request, "claims/review/_merge_options.html", _options(request, claim))
        return _form(request, claim)
    other, seen = _chosen(request)
    if other is None:
        return _form(request, claim, status=422, problem="Choose the claim to merge with.")
    found = _bench(request, claim, after=claim.pk)
    stays = request.POST.get("stays") == "this"
    try:
        with transaction.atomic():
            both = {pk, other}
            rows = access_claims(request.user, both | claim_merging.beside(both), Action.REVIEW)
            _merge(request, rows[pk], rows[other], seen, stays=stays)
    except Conflict as stale:
        return conflict(request, stale)
    except Http404:
        return _form(request, claim, status=422, problem="There is no such claim on your desk.")
    except CannotDecide as problem:
        return _form(request, claim, status=422, problem=str(problem))
    return _go_on(request, found, rows[pk], rows[other], stays=stays)


def _merge(request: Request, claim: Claim, other: Claim, seen: int | None, *, stays: bool) -> None:
    """Merge `claim` into `other`, or the other way round if `claim` stays."""
    going, keep = (other, claim) if stays else (claim, other)
    shown = seen_version(request)
    services.claim_merge(
        user=request.user,
        claim=going,
        keep=keep,
        version=None if stays else shown,
        keep_version=shown if stays else seen,
    )


def _chosen(request: Request) -> tuple[UUID | None, int | None]:
    """Return the claim that was chosen and the version of it that the list showed."""
    key, _, seen = request.POST.get("with", "").partition(":")
    return uuid_of(key), whole_number(seen, default=0) if seen else None


def _bench(request: Request, claim: Claim, **place: UUID) -> Bench | None:
    version = selectors.version_of(claim, seen_article(request))
    return bench(request.user, version.article, version=version, **place)


def _go_on(request: Request, found: Bench | None, claim: Claim, other: Claim, *, stays: bool) -> HttpResponse:
    """Go to the next open claim, or stay on the one that took another in."""
    going, keep = (other, claim) if stays else (claim, other)
    to = found.number_of(keep) if found else None
    say(request, named("{claim} merged into " + (f"claim {to}" if to else "another one"), found, going))
    upcoming = (found.claim if found else None) or keep
    article = found.article if found else selectors.article_of(keep)
    return done(request, bench_url(article, keep if stays or upcoming.pk == going.pk else upcoming))


def _options(request: Request, claim: Claim, found: Bench | None = None) -> dict[str, Any]:
    """Return what the list shows: what was searched for, else neighbours and claims like it."""
    q = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    if q:
        return {"claim": claim, "q": q, "searched": merge_reads.searched(request.user, claim, q)}
    found = found or _bench(request, claim, wanted=claim.pk)
    near = merge_reads.neighbours(found) if found else []
    return {"claim": claim, "q": "", "near": near, "like": merge_reads.like(found) if found else []}


def _form(request: Request, claim: Claim, *, status: int = 200, problem: str = "") -> HttpResponse:
    found = bench_of(request, claim, wanted=claim.pk)
    return answer(
        request,
        found,
        status=status,
        card="claims/review/_merge_form.html",
        problem=problem,
        **_options(request, claim, found),
    )
