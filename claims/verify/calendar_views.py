"""The calendar of due times: read by programs without log-in, given and taken away in the settings."""

from __future__ import annotations

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, require
from claims.web.request import Request
from claims.web.respond import done

from . import calendar


@login_not_required
@require_safe
def assignment_calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """Return the calendar that the secret in the address opens; 304 when nothing has changed, else 404."""
    user = calendar.owner_of(token)
    if user is None:
        raise Http404("No such calendar")
    body = calendar.calendar_of(user)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="assignments.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=etag, response=response) or response


@require_POST
def calendar_settings(request: Request) -> HttpResponse:
    """Make the person's calendar, give it a new address, or take it away (`do=revoke`)."""
    require(request.user, Action.READ)
    settings = f"{reverse('claims:settings')}#calendar"
    if request.POST.get("do") == "revoke":
        calendar.calendar_revoke(user=request.user)
        return done(request, settings, "The calendar is gone; its address leads nowhere now.")
    calendar.calendar_renew(user=request.user)
    return done(request, settings, "The calendar has a new address; one from before leads nowhere now.")
