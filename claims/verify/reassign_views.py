"""Editors change open assignments many at once; people take back what they did."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims.access import Action, require, visible_to
from claims.models import Claim
from claims.web.request import Request, back_to, typed
from claims.web.respond import done

from . import assignments, nags, reassigning, spread_views
from .assignment_views import board_answer
from .handing import count_of, did, handout_form, locked
from .handing_forms import HandoutForm
from .refusal import CannotDecide


@require_POST
def assignment_change(request: Request) -> HttpResponse:
    """Give the ticked claims to somebody else, or another due time or priority, or take them back."""
    require(request.user, Action.ASSIGN)
    form = handout_form(request, changes=True)
    if not form.is_valid():
        words = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        return board_answer(request, form, status=422, problem=words)
    if form.way and request.POST.get("do", "change") == "change":
        return spread_views.spread(request, form)
    try:
        with transaction.atomic():
            words = _change(request, form)
    except CannotDecide as problem:
        return board_answer(request, form, status=422, problem=str(problem))
    return did(request, words)


def _change(request: Request, form: HandoutForm) -> str:
    user, claims, priority = request.user, locked(form), form.cleaned_data["priority"]
    if request.POST.get("do") == "take-back":
        return f"{count_of(reassigning.assignments_take_back(user=user, claims=claims))} taken back."
    if request.POST.get("do") == "remind":
        return _reminded(nags.reminders_send(user=user, claims=claims))
    if form.to_pool or form.holder:
        assignments.assignment_give(
            user=user, claims=claims, assignee=form.holder, due_at=form.due_at, priority=priority
        )
        to = form.holder.display_name if form.holder else "the desk’s pool"
        return f"{count_of(len(claims))} handed to {to}."
    changed = reassigning.assignments_set(user=user, claims=claims, due_at=form.due_at, priority=priority)
    return f"{count_of(changed)} changed." if changed else "Nothing to change: they are so already."


@require_POST
def assignment_undo(request: Request) -> HttpResponse:
    """Take back one act on assignments: all of it, or nothing with the reason."""
    require(request.user, Action.REVIEW)
    try:
        with transaction.atomic():
            count = reassigning.act_undo(user=request.user, act=typed(request, "act")[:64])
    except CannotDecide as problem:
        messages.error(request, str(problem))
        return done(request, back_to(request, reverse("claims:assignment-list")))
    return done(
        request, back_to(request, reverse("claims:assignment-list")), f"Undone for {count_of(count)}."
    )


def _reminded(count: int) -> str:
    return f"Reminded of {count_of(count)}." if count else "Nobody to remind: all were reminded today."


@require_POST
def assignment_remind(request: Request) -> HttpResponse:
    """Remind everybody of the desk of what is overdue."""
    require(request.user, Action.ASSIGN)
    with transaction.atomic():
        rows = nags.overdue_claims(request.user, visible_to(request.user, Claim))
        claims = list(rows.select_for_update(of=("self",))[: nags.BATCH])
        count = nags.reminders_send(user=request.user, claims=claims)
    return done(request, back_to(request, reverse("claims:assignment-list")), _reminded(count))
