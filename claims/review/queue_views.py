"""What people keep of the queue: searches under a name, the columns they want, tags on a claim."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims.access import Action, access_claim, access_search, require
from claims.models import AuditEntry, Claim, Tag, User
from claims.web.request import Request, back_to, typed
from claims.web.respond import done

from . import saving, tagging
from .columns import COLUMNS
from .decisions import CannotDecide
from .listing import list_page
from .query import query_of


def _queue(params: str = "") -> str:
    return reverse("claims:claim-list") + (f"?{params}" if params else "")


@require_POST
def search_save(request: Request) -> HttpResponse:
    """Keep the filters that are set under a name; a bad name is shown with the form again (422)."""
    require(request.user, Action.READ)
    query = query_of(typed(request, "asks")[:4000])
    name, shared = typed(request, "name"), "shared" in request.POST
    try:
        found = saving.search_save(user=request.user, query=query, name=name, shared=shared)
    except CannotDecide as problem:
        return _again(request, query.params(), name, str(problem))
    return done(request, _queue(found.asks), f"“{found.name}” saved{' for the desk' if shared else ''}.")


@require_POST
def search_change(request: Request, pk: UUID) -> HttpResponse:
    """Name an own saved search anew, share it with the desk or take it back."""
    name, shared = typed(request, "name"), "shared" in request.POST
    with transaction.atomic():
        found = access_search(request.user, pk, Action.READ, lock=True)
        asks = found.asks
        try:
            found = saving.search_change(user=request.user, search=found, name=name, shared=shared)
        except CannotDecide as problem:
            return _again(request, asks, name, str(problem))
    return done(request, _queue(asks), f"“{found.name}” changed.")


@require_POST
def search_remove(request: Request, pk: UUID) -> HttpResponse:
    """Delete an own saved search; its filters stay set, so that it can be saved again."""
    with transaction.atomic():
        found = access_search(request.user, pk, Action.READ, lock=True)
        try:
            saving.search_remove(user=request.user, search=found)
        except CannotDecide as problem:
            return _again(request, found.asks, found.name, str(problem))
    words = f"“{found.name}” deleted. Its filters are still set: save them again to bring it back."
    return done(request, _queue(found.asks), words)


def _again(request: Request, asks: str, name: str, problem: str) -> HttpResponse:
    messages.error(request, problem)
    return list_page(request, query_of(asks), status=422, typed_name=name, problem=problem)


@require_POST
def columns_choose(request: Request) -> HttpResponse:
    """Remember which columns the person wants to see."""
    require(request.user, Action.READ)
    wanted = set(request.POST.getlist("show"))
    hides = [name for name in COLUMNS if name not in wanted]
    User.objects.filter(pk=request.user.pk).update(queue_hides=hides)
    return done(request, back_to(request, _queue()))


@require_POST
def claim_tag(request: Request, pk: UUID) -> HttpResponse:
    """Put a tag on one claim."""
    return _tag(request, pk, off=False)


@require_POST
def claim_untag(request: Request, pk: UUID) -> HttpResponse:
    """Take a tag off one claim."""
    return _tag(request, pk, off=True)


def _tag(request: Request, pk: UUID, *, off: bool) -> HttpResponse:
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
            name = next((name for name in request.POST.getlist("tag") if name.strip()), "").replace("\0", "")
            tag = tagging.tag_named(user=request.user, desk=claim.desk, name=name, make=not off)
            entry = _put(request, claim, tag, off)
    except CannotDecide as problem:
        messages.error(request, str(problem))
        return list_page(request, query_of(""), status=422)
    words = "is not on the claim" if off else "is on the claim already"
    if entry is not None:
        words = "taken off. Put it on again with T" if off else "put on the claim"
    return done(request, back_to(request, _queue()), f"Tag “{tag.name}” {words}.")


def _put(request: Request, claim: Claim, tag: Tag, off: bool) -> AuditEntry | None:
    if tag._state.adding:
        return None
    put = tagging.claim_untag if off else tagging.claim_tag
    return put(user=request.user, claim=claim, tag=tag)
