"""What every request passes: the log-in wall and the reader's time zone."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class LoginRequired(LoginRequiredMiddleware):
    """Every view needs a log-in unless it says `login_not_required` (allauth's pages, health, editions)."""

    OPEN = ("/accounts/login/",)

    def process_view(self, request, view_func, view_args, view_kwargs):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        """Let the log-in page through; everything else as Django decides."""
        if request.path in self.OPEN:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class ReadersTimeZone:
    """Show times in the zone the person chose, else the newsroom's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the zone for this request alone."""
        name = getattr(request.user, "time_zone", "")
        if name in zoneinfo.available_timezones():
            timezone.activate(zoneinfo.ZoneInfo(name))
        else:
            timezone.deactivate()
        return self.get_response(request)
