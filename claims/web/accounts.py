"""How allauth serves this newsroom: people are made by an administrator, nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    """No sign-up; the log-in page says the same for a wrong name and a wrong password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are given, not taken."""
        return False
