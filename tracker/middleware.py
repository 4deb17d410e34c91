"""What every request passes beside Django's own layers."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from claims.web.signing_in import SignInFirst


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all time zones; listing them reads a thousand files, so it is done once."""
    return frozenset(zoneinfo.available_timezones())


class LogInWall(SignInFirst):
    """The wall before every page but those for everybody, which look at no session: caches may keep them."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Lead nobody to the log-in from a page that needs none, without asking who it is."""
        if not getattr(view_func, "login_required", True):
            return None
        found: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        return found


class ReadersTimeZone:
    """Show times in the zone the person chose, else (and to everybody) in the newsroom’s."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Begin in the newsroom's zone."""
        timezone.deactivate()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        """Activate the person's zone for a page behind the log-in."""
        if getattr(view, "login_required", True):
            name = getattr(request.user, "time_zone", "")
            if name and name in known_zones():
                timezone.activate(zoneinfo.ZoneInfo(name))
