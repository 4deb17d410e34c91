"""What views may rely on in a request: a signed-in person, and htmx's say."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from claims.models import User


class Request(HttpRequest):
    """A request behind the log-in wall."""

    user: User
    htmx: HtmxDetails


def back_to(request: HttpRequest, fallback: str) -> str:
    """Return the page to go back to after a form: its `next` field when that is ours, else `fallback`."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else fallback


def typed(request: HttpRequest, name: str) -> str:
    """Return what was typed in a field of a plain form, without NUL, which no database stores."""
    return str(request.POST.get(name, "")).replace("\0", "")


def whole_number(value: str | None, *, default: int | None = None) -> int | None:
    """Return the number that a hidden field carries, `default` for anything else."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else default
