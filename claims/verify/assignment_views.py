"""Handing out work: the assignments page, giving claims to people, taking one, closing what is done."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_assignment, access_claim, may, require, visible_to
from claims.models import Assignment, Claim
from claims.models.assignment import Priority
from claims.web.request import Request, back_to, typed
from claims.web.respond import done

from . import assignments, reassigning, spread_views, workload
from .answers import claim_answer, claim_url, uuid_of
from .handed import ALL, MINE, POOL, Wanted
from .handing import count_of, did, handout_form, locked
from .handing_forms import PRESETS, HandoutForm
from .refusal import CannotDecide


@require_safe
def assignment_list(request: Request) -> HttpResponse:
    """Show who has what (editors), and one's own list."""
    require(request.user, Action.READ)
    return board_answer(request)


def board_answer(
    request: Request, changes: HandoutForm | None = None, status: int = 200, problem: str = ""
) -> HttpResponse:
    """Return the assignments page, with a problem on top and what was ticked and chosen to be changed."""
    wanted = Wanted.of(request.GET, person=_person(request.GET.get("person", "")))
    context = {
        "board": workload.board(request.user, wanted=wanted, all_free=request.GET.get("free") == "all"),
        "form": handout_form(request, empty=True),
        "changes": changes,
        "ticked": set(changes["claim"].value() or ()) if changes else set(),
        "problem": problem,
        "presets": PRESETS,
        "priorities": Priority.choices,
        "may_assign": may(request.user, Action.ASSIGN),
        "undo": reassigning.last_act(request.user),
    }
    return render(request, "claims/verify/assignments.html", context, status=status)


def _person(value: str) -> str:
    return value if value in {ALL, POOL} else str(uuid_of(value) or MINE)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_assign(request: Request) -> HttpResponse:
    """Give the chosen claims to a person or the pool; without either, ask whom in a small form first."""
    require(request.user, Action.REVIEW)
    form = handout_form(request)
    if not request.POST.get("assignee"):
        return _ask(request, form)
    if not form.is_valid():
        return _ask(request, form, status=422)
    if form.way:
        return spread_views.spread(request, form)
    data = form.cleaned_data
    try:
        with transaction.atomic():
            given = assignments.assignment_give(
                user=request.user,
                claims=locked(form),
                assignee=form.holder,
                due_at=form.due_at,
                priority=data["priority"],
                instruction=data["note"],
                question=data["question"],
            )
    except CannotDecide as problem:
        return _ask(request, form, status=422, problem=str(problem))
    return did(request, _given(request, given))


def _given(request: Request, given: list[Assignment]) -> str:
    what = count_of(len(given))
    if given[0].assignee is None:
        return f"{what} put into the desk’s pool."
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
        "presets": PRESETS,
        "problem": problem,
        "errors": status != 200,
        "next": back_to(request, reverse("claims:assignment-list")),
        "may_assign": editor,
    }
    return render(request, "claims/verify/assign.html", context, status=status)


@require_POST
def claim_take(request: Request, pk: UUID) -> HttpResponse:
    """Put a claim that is in the pool, or in nobody's hands, into one's own."""
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
            assignments.claim_take(user=request.user, claim=claim)
    except CannotDecide as problem:
        return claim_answer(
            request, access_claim(request.user, pk, Action.READ), status=409, problem=str(problem)
        )
    return done(request, back_to(request, claim_url(claim)), "Taken. The claim is in your hands.")


@require_POST
def assignment_done(request: Request, pk: UUID) -> HttpResponse:
    """Close an assignment as done, with the answer to its question."""
    return _close(
        request,
        pk,
        lambda row: assignments.assignment_done(
            user=request.user, assignment=row, note=typed(request, "note"), answer=typed(request, "answer")
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
    found = access_assignment(request.user, pk, Action.REVIEW)
    try:
        with transaction.atomic():
            # The claim first, as everywhere: two who lock in another order would wait for each other.
            access_claim(request.user, found.claim_id, Action.REVIEW, lock=True)
            close(access_assignment(request.user, pk, Action.REVIEW, lock=True))
    except CannotDecide as problem:
        return _refused(request, found, str(problem))
    return did(request, words)


def _refused(request: Request, found: Assignment, problem: str) -> HttpResponse:
    """Show the page the form came from, with the problem and what was typed."""
    claim = access_claim(request.user, found.claim_id, Action.READ)
    kept = {"typed_answer": typed(request, "answer"), "typed_reason": typed(request, "reason")}
    return claim_answer(request, claim, status=422, problem=problem, **kept)
