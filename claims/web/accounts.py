"""How allauth serves this newsroom: people are made by an administrator, nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from claims.models import User

from .signing_in import UNSENT


class ClosedDoor(DefaultAccountAdapter):
    """No sign-up; the log-in page says the same for a wrong name and a wrong password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are given, not taken."""
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Return the way on; who was about to send a form is told that it was not saved."""
        if UNSENT in request.GET:
            messages.error(request, "You were signed out, so what you sent was not saved. Send it once more.")
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


def tried_name(request: HttpRequest | None, credentials: dict[str, str] | None = None) -> str:
    """Return the name that somebody tried to sign in with, for the throttle; the same however it is written.

    Two libraries name the field differently ("username", "login"): both lead to one count.
    """
    given = credentials or {}
    posted = request.POST.get("login", "") if request is not None else ""
    return (posted or given.get("login") or given.get("username") or "").strip().casefold()
