"""A desk's own feed of what it published, found by nobody: behind an address that can be made void.

It tells of all published editions of the desk, those too that search engines and the feed for all leave out.
The address holds the desk and a seal over its key, as a person's calendar does (verify/calendar.py).
"""

from __future__ import annotations

import hmac
import secrets
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from claims import record
from claims.access import Action, require
from claims.models import Desk, User
from claims.web.request import Request
from claims.web.respond import done

from .feed import Feed, answer, urn_of


def token_of(desk: Desk) -> str:
    """Return what stands in the address of the desk's feed, "" when it has none."""
    if not desk.feed_key:
        return ""
    seal = salted_hmac("claims.report.feed", f"{desk.pk}:{desk.feed_key}", algorithm="sha256")
    return f"{desk.pk.hex}{seal.hexdigest()}"


def address_of(desk: Desk | None) -> str:
    """Return the whole address of the desk's feed, "" when it has none."""
    token = token_of(desk) if desk else ""
    return f"{settings.SITE_URL}{reverse('claims:desk-feed', args=[token])}" if token else ""


def desk_of(token: str) -> Desk | None:
    """Return whose feed a token opens, None for a void one."""
    try:
        desk = Desk.objects.get(pk=UUID(token[:32]))
    except (ValueError, Desk.DoesNotExist):
        return None
    known = token_of(desk)
    same = bool(known) and hmac.compare_digest(known.encode(), token.encode("utf-8", "replace"))
    return desk if same else None


@login_not_required
@require_safe
def desk_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Return the feed of a desk to who has its address; 404 for an address that is void."""
    desk = desk_of(token)
    if desk is None:
        raise Http404("No such feed")
    path = reverse("claims:desk-feed", args=[token])
    which = Q(edition__report__desk=desk.pk)
    response = answer(request, Feed(f"Published verdicts, {desk}", path, which, urn_of(f"desk:{desk.pk}")))
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-cache"  # void at once when the desk says so
    return response


@require_POST
def desk_feed_settings(request: Request) -> HttpResponse:
    """Make the feed of the person's desk, give it a new address, or take it away (`do=revoke`)."""
    require(request.user, Action.PUBLISH)
    back = f"{reverse('claims:report-list')}#desk-feed"
    desk = request.user.desk
    if desk is None:
        return done(request, back, "You belong to no desk, so there is no feed of it.")
    if request.POST.get("do") == "revoke":
        set_key(user=request.user, desk=desk, key="")
        return done(request, back, "The feed is gone; its address leads nowhere now.")
    first = not desk.feed_key
    set_key(user=request.user, desk=desk, key=secrets.token_hex(24))
    said = "an address." if first else "a new address; the one from before leads nowhere now."
    return done(request, back, f"The feed has {said}")


@transaction.atomic
def set_key(*, user: User, desk: Desk, key: str) -> None:
    """Give the feed of a desk another key, "" to take it away; the address before is void from now on."""
    Desk.objects.filter(pk=desk.pk).update(feed_key=key)
    record.created(desk, actor=user, action="feed.renew" if key else "feed.revoke")
    desk.feed_key = key
