"""The page of the feed: filters, a page of sentences, and how many are new since it was opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from claims.access import Action, access_article, access_claim, access_report, require
from claims.models import User
from claims.web.request import Request

from .activity import MANY, Asked, feed, new_count
from .deeds import KINDS
from .services import people_to_mention

WHO = ("people", "machine")
NAMES = ("actor", "kind", "claim", "article", "report", "from", "to")
DOORS: dict[str, Callable[[User, UUID, Action], Model]] = {
    "claim": access_claim,
    "article": access_article,
    "report": access_report,
}


@dataclass(frozen=True)
class Subject:
    """The one thing that the list is narrowed to."""

    kind: str  # "claim", "article" or "report"
    row: Model

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(f"claims:{self.kind}", args=[self.row.pk])

    @property
    def title(self) -> str:
        """What it is, in words."""
        return str(self.row)


@require_safe
def activity(request: Request) -> HttpResponse:
    """Show what was done on the desk, newest first."""
    require(request.user, Action.READ)
    asked, subject = _asked(request)
    before = _key(request, "before")
    found = feed(request.user, asked, before)
    context = {
        "feed": found,
        "asked": asked,
        "subject": subject,
        "kinds": [(name, label) for name, (label, _) in KINDS.items()],
        "people": list(people_to_mention(request.user.desk_id)) if request.user.desk_id else [],
        "query": _query(request),
        "before": before,
        "first": request.GET.get("from", ""),
        "last": request.GET.get("to", ""),
    }
    return render(request, "claims/together/activity.html", context)


@require_safe
def activity_new(request: Request) -> HttpResponse:
    """Say how many entries came since the page was opened (`after`); the list itself stays as it is."""
    require(request.user, Action.READ)
    after = _key(request, "after") or 0
    asked, _ = _asked(request)
    context: dict[str, Any] = {
        "count": new_count(request.user, asked, after),
        "many": MANY,
        "newest": after,
        "query": _query(request),
    }
    response = render(request, "claims/together/_new.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _asked(request: Request) -> tuple[Asked, Subject | None]:
    """Return what is asked for; nothing for what cannot be read. Raises Http404 for strange claims."""
    actor = request.GET.get("actor", "")
    subject = _subject(request)
    about = {subject.kind: subject.row.pk} if subject else {}
    asked = Asked(
        actor=_uuid(actor),
        who=actor if actor in WHO else "people" if not actor and subject is None else "",
        kind=request.GET.get("kind", "") if request.GET.get("kind", "") in KINDS else "",
        claim=about.get("claim"),
        article=about.get("article"),
        report=about.get("report"),
        first=_day(request.GET.get("from", "")),
        last=_day(request.GET.get("to", "")),
    )
    return asked, subject


def _subject(request: Request) -> Subject | None:
    """Return the first thing that the address names; raises Http404 where it is not the reader's."""
    for kind, door in DOORS.items():
        if pk := _uuid(request.GET.get(kind, "")):
            return Subject(kind, door(request.user, pk, Action.READ))
    return None


def _query(request: Request) -> str:
    """Return the filters of the page as they stand in its address."""
    asked = {name: request.GET[name] for name in NAMES if request.GET.get(name)}
    return urlencode({name: value for name, value in asked.items() if value.isprintable()})


def _key(request: Request, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def _uuid(words: str) -> UUID | None:
    try:
        return UUID(words) if words else None
    except ValueError:
        return None


def _day(words: str) -> date | None:
    """Return a day as forms write it, within the years that the database can count on from."""
    try:
        found = date.fromisoformat(words)
    except ValueError:
        return None
    return found if 1970 <= found.year < 9999 else None
