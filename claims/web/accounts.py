"""How allauth serves this newsroom: people are made by an administrator, nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    """No sign-up; the log-in page says the same for a wrong name and a wrong password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are given, not taken."""
        return False


def tried_name(request: HttpRequest | None, credentials: dict[str, str] | None = None) -> str:
    """Return the name that somebody tried to sign in with, for the throttle; the same however it is written.

    Two libraries name the field differently ("username", "login"): both lead to one count.
    """
    given = credentials or {}
    posted = request.POST.get("login", "") if request is not None else ""
    return (posted or given.get("login") or given.get("username") or "").strip().casefold()
