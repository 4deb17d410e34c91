"""Handing claims to several people at once: who gets how many is shown, and only then done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from claims.models import Claim, User
from claims.web.request import Request, back_to

from . import assignments, workload
from .answers import uuid_of
from .handing import count_of, did, locked
from .handing_forms import HandoutForm
from .refusal import CannotDecide
from .spreading import WAYS, dealt

CHANGED = "This is not what you looked at before. Look at the shares once more."
CARRIED = ("preset", "due", "priority", "note", "question", "next")


@dataclass(frozen=True)
class Share:
    """One line of the preview: a person, what is open, whether chosen, and how many claims come."""

    person: User
    load: int
    chosen: bool
    gets: int

    @property
    def then(self) -> int:
        """What is open afterwards."""
        return self.load + self.gets


def spread(request: Request, form: HandoutForm) -> HttpResponse:
    """Show who would get how many of the claims of a valid form; hand them out if that was looked at.

    `among` are the people chosen (all of the desk at first), `share` what was shown to each.
    """
    claims = list(form.cleaned_data["claim"].select_related("source").order_by("-worth", "id"))
    shares = _shares(request, form.way, claims)
    if request.POST.get("do") != "hand":
        return _preview(request, form, claims, shares)
    shown = {f"{row.person.pk}:{row.gets}" for row in shares if row.chosen}
    if not shown:
        return _preview(request, form, claims, shares, status=422, problem="Choose at least one person.")
    if shown != set(filter(None, request.POST.getlist("share"))):
        return _preview(request, form, claims, shares, status=409, problem=CHANGED)
    try:
        with transaction.atomic():
            _hand_out(request.user, form, shares)
    except CannotDecide as problem:
        return _preview(request, form, claims, shares, status=422, problem=str(problem))
    return did(request, _said(len(claims), shares))


def _shares(request: Request, way: str, claims: list[Claim]) -> list[Share]:
    people = workload.desk_people(request.user.desk_id)
    loads = workload.open_work(people, without=claims)
    asked = {pk for value in request.POST.getlist("among") if (pk := uuid_of(value))}
    chosen = [person for person in people if person.pk in asked or "share" not in request.POST]
    gets = WAYS[way](len(claims), {person.pk: loads[person.pk] for person in chosen})
    return [Share(person, loads[person.pk], person in chosen, gets.get(person.pk, 0)) for person in people]


def _hand_out(user: User, form: HandoutForm, shares: list[Share]) -> None:
    """Give the locked claims out in one act, the most worth dealt first."""
    by_worth = sorted(locked(form), key=lambda claim: (-claim.worth, claim.pk))
    hands = dealt(by_worth, {row.person.pk: row.gets for row in shares})
    people: dict[UUID, User] = {row.person.pk: row.person for row in shares}
    act, data = assignments.new_act(), form.cleaned_data
    for pk, given in hands.items():
        if given:
            assignments.assignment_give(
                user=user,
                claims=sorted(given, key=lambda claim: claim.pk),
                assignee=people[pk],
                due_at=form.due_at,
                priority=data["priority"],
                instruction=data["note"],
                question=data["question"],
                act=act,
            )


def _said(claims: int, shares: list[Share]) -> str:
    given = [f"{row.person.display_name} {row.gets}" for row in shares if row.gets]
    return f"{count_of(claims)} handed out: {', '.join(given)}."


def _preview(
    request: Request,
    form: HandoutForm,
    claims: list[Claim],
    shares: list[Share],
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    board = reverse("claims:assignment-list")
    context = {
        "claims": claims,
        "shares": shares,
        "way": form.way,
        "moved": workload.held_already(claims),
        "carried": [(name, request.POST[name]) for name in CARRIED if request.POST.get(name)],
        "next": back_to(request, board),
        "problem": problem,
    }
    return render(request, "claims/verify/spread.html", context, status=status)
