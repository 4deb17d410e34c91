"""The inbox: what a person is told, a line for each claim touched or late, each mention, each change."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, require, visible_to
from claims.models import Article, CommentText, Notification, Report, User
from claims.models.blast import ChangeKind
from claims.models.notification import NAGS, NoticeKind

from .request import Request
from .respond import done

ROWS = 30
MANY = 99  # the bar says "99+" beyond
KINDS = dict(NoticeKind.choices)
BECAME = {str(value): str(label) for value, label in ChangeKind.choices}


def unread_count(user: User) -> int:
    """Return how many lines of the person are unread, MANY + 1 at most."""
    return unread_rows(user).count()


def unread_rows(user: User) -> QuerySet[Notification, Any]:
    """Return the claims and the mentions of the person with unread notices, MANY + 1 at most."""
    unread = visible_to(user, Notification).filter(read_at__isnull=True)
    return unread.order_by().values("claim", "comment", "change").distinct()[: MANY + 1]


def lines(user: User, before: datetime | None = None) -> list[dict[str, Any]]:
    """Return what the person is told, the newest first, one more than a page; `before` goes on behind a line.

    Notices of later sources are one line for each claim, each mention is a line of its own.
    """
    mine = visible_to(user, Notification)
    newest = mine.filter(claim=OuterRef("claim"), comment=None, change=None).order_by("-created_at")
    words = CommentText.objects.filter(comment=OuterRef("comment")).order_by("-number")
    alone = Q(comment__isnull=False) | Q(change__isnull=False)
    said = Case(When(alone, then=F("article")))  # a mention on an article, a change of it, else nothing
    of_report = Case(When(change__isnull=False, article=None, then=F("report")))  # another desk's article
    rows = mine.values(
        "claim", "claim__statement", "comment", "comment__author", "change", about=said, printed=of_report
    ).annotate(
        told=Max("reason", filter=Q(change__isnull=False)),  # before another thing takes that name
        articles=Count("article"),
        unread=Count("pk", filter=Q(read_at__isnull=True)),
        at=Max("created_at"),
        kind=Max("kind"),
        newest_kind=Subquery(newest.values("kind")[:1]),
        outlet=Subquery(newest.values("article__outlet__name")[:1]),
        reason=Subquery(
            newest.values(why=Coalesce("evidence__reason", "reason", output_field=TextField()))[:1]
        ),
        proposal=Subquery(newest.values("evidence")[:1]),
        became=Max("change__kind"),
        words=Subquery(words.values("body")[:1]),
        gone=Max("comment__withdrawn_at"),
    )
    rows = rows.filter(at__lt=before) if before else rows
    found = list(rows.order_by("-at", "claim", "comment", "change")[: ROWS + 1])
    people = User.objects.in_bulk({row["comment__author"] for row in found if row["comment__author"]})
    reports = {row["printed"] for row in found if row["printed"]}
    titles = Article.objects.in_bulk({row["about"] for row in found if row["about"]})
    printed = dict(Report.objects.filter(pk__in=reports).values_list("pk", "title")) if reports else {}
    return [
        {
            **row,
            "why": KINDS[row["newest_kind"] or row["kind"]],
            "became": BECAME.get(row["became"] or "", ""),
            "late": row["newest_kind"] in NAGS and not row["comment"],
            "author": people.get(row["comment__author"]),
            "title": titles.get(row["about"]) or printed.get(row["printed"]) or row["claim__statement"],
        }
        for row in found
    ]


@require_safe
def inbox(request: Request) -> HttpResponse:
    """Show what the person is told."""
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
    """Mark what is told of one `claim`, `comment` or `change` of an article as read, or all."""
    require(request.user, Action.READ)
    rows = visible_to(request.user, Notification).filter(read_at__isnull=True)
    if "claim" in request.POST:
        rows = rows.filter(claim__in=_ids(request.POST["claim"]), comment=None)
    elif "change" in request.POST:
        rows = rows.filter(change__in=_ids(request.POST["change"]))
    elif "comment" in request.POST:
        rows = rows.filter(comment__in=_ids(request.POST["comment"]))
    rows.update(read_at=timezone.now())
    return done(request, request.path.removesuffix("read/"))


def _ids(words: str) -> list[UUID]:
    try:
        return [UUID(words)]
    except ValueError:
        return []
