"""What the pages that hand out work share: the form, the locked claims, what is said then."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from claims.access import Action, may, visible_to
from claims.models import Claim, User
from claims.web.request import Request, back_to
from claims.web.respond import done

from .handing_forms import HandoutForm


def handout_form(request: Request, *, changes: bool = False, empty: bool = False) -> HandoutForm:
    """Return the form bound to what was sent, or `empty`; an editor chooses among the desk's people."""
    editor = may(request.user, Action.ASSIGN)
    people = User.objects.filter(is_active=True)
    if not may(request.user, Action.ADMINISTER):
        people = people.filter(desk__people=request.user)
    if not editor:
        people = people.filter(pk=request.user.pk)
    data = request.POST if request.method == "POST" and not empty else None
    return HandoutForm(
        data,
        claims=visible_to(request.user, Claim),
        people=people,
        pool=editor,
        changes=changes,
        initial={"claim": request.GET.getlist("claim")},
    )


def locked(form: HandoutForm) -> list[Claim]:
    """Return the claims of a valid form, locked, in one order for everybody."""
    return list(form.cleaned_data["claim"].select_for_update(of=("self",)).order_by("pk"))


def did(request: Request, words: str) -> HttpResponse:
    """Say what was done to assignments and go back to the page; the assignments page has an Undo for it."""
    board = reverse("claims:assignment-list")
    to = back_to(request, board)
    # Elsewhere the toast's Undo would press that page's own, which takes back something else.
    messages.success(request, words, extra_tags="undo" if to.startswith(board) else "")
    return done(request, to)


def count_of(claims: int) -> str:
    """Return "1 claim", "3 claims"."""
    return "1 claim" if claims == 1 else f"{claims} claims"
