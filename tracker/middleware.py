"""What every request passes beside Django's own layers."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all time zones; listing them reads a thousand files, so it is done once."""
    return frozenset(zoneinfo.available_timezones())


class ReadersTimeZone:
    """Show times in the zone the person chose, else the newsroom's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the zone for this request alone."""
        name = getattr(request.user, "time_zone", "")
        if name and name in known_zones():
            timezone.activate(zoneinfo.ZoneInfo(name))
        else:
            timezone.deactivate()
        return self.get_response(request)
