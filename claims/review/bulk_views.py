"""One decision on many claims: its count is shown first, then it is done, then it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_batch, require
from claims.web import vocabulary
from claims.web.jobs import describe
from claims.web.request import Request, back_to, typed, whole_number
from claims.web.respond import page_or_fragment

from . import bulk
from .choosing import chosen, everything, question
from .decisions import CannotDecide
from .query import query_of

SAMPLE = 6
WORDS = {"accept": "Accept", "reject": "Reject", "tag": "Tag", "untag": "Take the tag off"}
DONE = {"accept": "accepted", "reject": "rejected", "tag": "tagged", "untag": "without the tag now"}


@require_POST
def batch_new(request: Request) -> HttpResponse:
    """Show how many claims would change and how many stay as they are, before anything happens."""
    require(request.user, Action.REVIEW)
    return _preview(request)


def _deed(request: Request, *, make: bool = False) -> bulk.Deed:
    action, _, reason = typed(request, "action").partition(":")
    return bulk.deed_of(user=request.user, action=action, reason=reason, tag=typed(request, "tag"), make=make)


def _preview(request: Request, *, status: int = 200, problem: str = "") -> HttpResponse:
    kept = _kept(request)
    try:
        with transaction.atomic():
            deed = _deed(request)
    except CannotDecide as refused:
        messages.error(request, str(refused))
        return render(request, "claims/review/batch_new.html", {**kept, "problem": refused}, status=422)
    claims = chosen(request)
    touched = deed.touches(request.user, claims)
    count, every = touched.count(), claims.count()
    context: dict[str, Any] = {
        **kept,
        "deed": deed,
        "verb": WORDS[deed.action],
        "because": vocabulary.REJECT_REASON[deed.reason].label.lower() if deed.reason else "",
        "count": count,
        "stay": every - count,
        "sample": touched.select_related("source").order_by("-worth", "id")[:SAMPLE],
        "most": bulk.MOST,
        "slow": count > bulk.AT_ONCE,
        "problem": problem,
    }
    return render(request, "claims/review/batch_new.html", context, status=status)


def _kept(request: Request) -> dict[str, Any]:
    """Return what the form said, for the form that comes next: the claims above all."""
    return {
        "action": typed(request, "action"),
        "tag": typed(request, "tag"),
        "all": everything(request),
        "asks": question(request),
        "ids": request.POST.getlist("claim"),
        "next": back_to(request, reverse("claims:claim-list")),
    }


@require_POST
def batch_start(request: Request) -> HttpResponse:
    """Do it, when as many claims would change as were shown; else show the new count (409)."""
    require(request.user, Action.REVIEW)
    try:
        with transaction.atomic():
            deed = _deed(request, make=True)
        ids = list(deed.touches(request.user, chosen(request)).values_list("pk", flat=True))
        seen = whole_number(request.POST.get("count"))
        if ids and seen != len(ids):
            words = f"Meanwhile {len(ids):,} claims would change, not {seen or 0:,}. Nothing was done yet."
            return _preview(request, status=409, problem=words)
        batch = bulk.batch_start(user=request.user, deed=deed, claims=ids)
    except CannotDecide as refused:
        return _preview(request, status=422, problem=str(refused))
    return _to(request, batch.pk)


def _to(request: Request, pk: UUID) -> HttpResponse:
    back = back_to(request, reverse("claims:claim-list"))
    query = back.partition("?")[2]
    address = reverse("claims:claim-batch", args=[pk])
    return HttpResponseRedirect(f"{address}?{query}" if query else address, status=303)


@require_safe
def batch(request: Request, pk: UUID) -> HttpResponse:
    """Show how far it is and what it did, with the way to undo it and the way back."""
    row = access_batch(request.user, pk, Action.REVIEW)
    query = query_of(request.GET.urlencode())
    here = reverse("claims:claim-list")
    context = {
        "batch": row,
        "shown": describe(row),
        "done": DONE[row.action],
        "because": vocabulary.REJECT_REASON[row.reason].label.lower() if row.reason else "",
        "stayed": row.done - row.changed,
        "foreign": row.started_by_id != request.user.pk,
        "next": f"{here}?{query.params()}" if query.params() else here,
        "params": query.params(),
    }
    return page_or_fragment(request, "claims/review/batch.html", "claims/review/_batch.html", context)


@require_POST
def batch_undo(request: Request, pk: UUID) -> HttpResponse:
    """Take a batch back as far as nothing was done since."""
    return _with(request, pk, bulk.batch_undo)


@require_POST
def batch_stop(request: Request, pk: UUID) -> HttpResponse:
    """Stop a batch; what it did stays."""
    return _with(request, pk, bulk.batch_stop)


@require_POST
def batch_again(request: Request, pk: UUID) -> HttpResponse:
    """Go on with a batch that was stopped or failed."""
    return _with(request, pk, bulk.batch_again)


def _with(request: Request, pk: UUID, act: Callable[..., None]) -> HttpResponse:
    """Do `act` to the batch and show it; what was refused is said there."""
    try:
        with transaction.atomic():
            row = access_batch(request.user, pk, Action.REVIEW, lock=True)
            act(user=request.user, batch=row)
        if row.is_open:
            bulk.batch_run(row)
    except CannotDecide as refused:
        messages.error(request, str(refused))
    return _to(request, pk)
