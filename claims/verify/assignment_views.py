"""Handing out work: the assignments page, giving claims to people, closing what is done."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_assignment, may, require, visible_to
from claims.models import Assignment, Claim, User
from claims.web.request import Request, back_to, typed
from claims.web.respond import done

from . import assignments, workload
from .answers import uuid_of
from .forms import HandoutForm
from .refusal import CannotDecide


@require_safe
def assignment_list(request: Request) -> HttpResponse:
    """Show who has what (editors), and one's own list."""
    require(request.user, Action.READ)
    return _board(request)


def _board(
    request: Request, form: HandoutForm | None = None, status: int = 200, problem: str = ""
) -> HttpResponse:
    wanted = uuid_of(request.GET.get("person"))
    person = User.objects.filter(pk=wanted, desk__people=request.user).first() if wanted else None
    board = workload.board(request.user, person=person, all_free=request.GET.get("free") == "all")
    context = {
        "board": board,
        "form": form or _form(request),
        "problem": problem,
        "may_assign": may(request.user, Action.ASSIGN),
    }
    return render(request, "claims/verify/assignments.html", context, status=status)


def _form(request: Request) -> HandoutForm:
    """Return the form bound to what was sent, or empty; an editor chooses among the desk's people."""
    people = User.objects.filter(is_active=True)
    if not may(request.user, Action.ADMINISTER):
        people = people.filter(desk__people=request.user)
    if not may(request.user, Action.ASSIGN):
        people = people.filter(pk=request.user.pk)
    claims = visible_to(request.user, Claim)
    data = request.POST if request.method == "POST" else None
    initial = {"claim": request.GET.getlist("claim")}
    return HandoutForm(data, claims=claims, people=people, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_assign(request: Request) -> HttpResponse:
    """Give the chosen claims to a person; without a person, ask whom in a small form first."""
    require(request.user, Action.REVIEW)
    form = _form(request)
    if not request.POST.get("assignee"):
        return _ask(request, form)
    if not form.is_valid():
        return _ask(request, form, status=422)
    data = form.cleaned_data
    try:
        with transaction.atomic():
            claims = list(data["claim"].select_for_update(of=("self",)).order_by("pk"))
            given = assignments.assignment_give(
                user=request.user,
                claims=claims,
                assignee=data["assignee"],
                due_at=data["due"],
                priority=int(data["priority"]),
                instruction=data["note"],
            )
    except CannotDecide as problem:
        return _ask(request, form, status=422, problem=str(problem))
    return done(request, back_to(request, reverse("claims:assignment-list")), _given(request, given))


def _given(request: Request, given: list[Assignment]) -> str:
    what = "1 claim" if len(given) == 1 else f"{len(given)} claims"
    if given[0].assignee_id == request.user.pk:
        return f"{what} taken."
    return f"{what} handed to {given[0].assignee.display_name}."


def _ask(request: Request, form: HandoutForm, *, status: int = 200, problem: str = "") -> HttpResponse:
    """Show the small form with the chosen claims; nothing typed is lost."""
    sent = request.POST if request.method == "POST" else request.GET
    ids = [pk for value in sent.getlist("claim") if (pk := uuid_of(value))]
    claims = (
        visible_to(request.user, Claim).filter(pk__in=ids).select_related("source").order_by("-worth", "id")
    )
    editor = may(request.user, Action.ASSIGN)
    context = {
        "form": form,
        "claims": list(claims),
        "people": workload.desk_people(request.user.desk_id) if editor else [request.user],
        "problem": problem,
        "errors": status != 200,
        "next": back_to(request, reverse("claims:assignment-list")),
        "may_assign": editor,
    }
    return render(request, "claims/verify/assign.html", context, status=status)


@require_POST
def assignment_done(request: Request, pk: UUID) -> HttpResponse:
    """Close an assignment as done."""
    return _close(
        request,
        pk,
        lambda row: assignments.assignment_done(
            user=request.user, assignment=row, note=typed(request, "note")
        ),
        "Assignment done.",
    )


@require_POST
def assignment_hand_back(request: Request, pk: UUID) -> HttpResponse:
    """Give an assignment back, with the reason."""
    return _close(
        request,
        pk,
        lambda row: assignments.assignment_hand_back(
            user=request.user, assignment=row, reason=typed(request, "reason")
        ),
        "Handed back.",
    )


def _close(request: Request, pk: UUID, close: Callable[[Assignment], object], words: str) -> HttpResponse:
    try:
        with transaction.atomic():
            close(access_assignment(request.user, pk, Action.REVIEW, lock=True))
    except CannotDecide as problem:
        messages.error(request, str(problem))
        return _board(request, status=422, problem=str(problem))
    return done(request, back_to(request, reverse("claims:assignment-list")), words)
