"""The inbox: what later sources mean for one person, one line for each claim."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, require, visible_to
from claims.models import Notification, User
from claims.models.notification import NoticeKind

from .request import Request
from .respond import done

ROWS = 30
MANY = 99  # the bar says "99+" beyond
KINDS = dict(NoticeKind.choices)


def unread_count(user: User) -> int:
    """Return how many claims of the person have unread notices, MANY + 1 at most."""
    return unread_rows(user).count()


def unread_rows(user: User) -> QuerySet[Notification, Any]:
    """Return the claims of the person with unread notices, MANY + 1 at most."""
    unread = visible_to(user, Notification).filter(read_at__isnull=True)
    return unread.order_by().values("claim").distinct()[: MANY + 1]


def lines(user: User, before: datetime | None = None) -> list[dict[str, Any]]:
    """Return the notices by claim, the newest first, one more than a page; `before` goes on behind a line."""
    mine = visible_to(user, Notification)
    newest = mine.filter(claim=OuterRef("claim")).order_by("-created_at")
    rows = mine.values("claim", "claim__statement").annotate(
        articles=Count("pk"),
        unread=Count("pk", filter=Q(read_at__isnull=True)),
        at=Max("created_at"),
        kind=Subquery(newest.values("kind")[:1]),
        outlet=Subquery(newest.values("article__outlet__name")[:1]),
        reason=Subquery(newest.values("evidence__reason")[:1]),
        proposal=Subquery(newest.values("evidence")[:1]),
    )
    rows = rows.filter(at__lt=before) if before else rows
    return [{**row, "why": KINDS[row["kind"]]} for row in rows.order_by("-at", "claim")[: ROWS + 1]]


@require_safe
def inbox(request: Request) -> HttpResponse:
    """Show what later sources mean for the person."""
    require(request.user, Action.READ)
    found = lines(request.user, _moment(request.GET.get("before", "")))
    more = found[ROWS - 1]["at"].isoformat() if len(found) > ROWS else ""
    context = {"lines": found[:ROWS], "more": more, "unread": unread_count(request.user)}
    return render(request, "claims/web/inbox.html", context)


def _moment(words: str) -> datetime | None:
    try:
        found = parse_datetime(words)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


@require_safe
def inbox_count(request: Request) -> HttpResponse:
    """Return the link of the top bar with the number as it is now."""
    require(request.user, Action.READ)
    return render(request, "claims/parts/_inbox.html", {"inbox_unread": unread_count(request.user)})


@require_POST
def inbox_read(request: Request) -> HttpResponse:
    """Mark the notices of one claim (`claim`), or all, as read."""
    require(request.user, Action.READ)
    rows = visible_to(request.user, Notification).filter(read_at__isnull=True)
    if "claim" in request.POST:
        rows = rows.filter(claim__in=[pk] if (pk := _uuid(request.POST["claim"])) else [])
    rows.update(read_at=timezone.now())
    return done(request, request.path.removesuffix("read/"))


def _uuid(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
