"""What an address asks for by `as_of`, and how pages answer when there is nothing to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from claims.web.request import Request

from . import moments


@dataclass(frozen=True)
class Asked:
    """The moment that a page is asked for; for one that has not come yet, `at` is now."""

    at: datetime
    future: bool = False

    @property
    def said(self) -> str:
        """The moment in words, in the newsroom's zone."""
        return moments.said(self.at, timezone.get_default_timezone())

    @property
    def utc(self) -> str:
        """The moment as addresses carry it."""
        return moments.written(self.at)

    @property
    def typed(self) -> str:
        """The moment as the field of the form holds it."""
        return moments.typed(self.at, timezone.get_default_timezone())


def asked_of(request: Request) -> Asked:
    """Return the moment of `?as_of=`, now without one. Raises moments.Unreadable.

    A time without a zone is one of the newsroom's, whoever asks: an address means the same to everybody.
    """
    now = timezone.now()
    text = request.GET.get("as_of")
    if text is None:
        return Asked(now)
    at = moments.read(text, timezone.get_default_timezone())
    return Asked(now, future=True) if at > now else Asked(at)


def show(
    request: Request, template: str, context: dict[str, Any], asked: Asked, *, status: int = 200
) -> HttpResponse:
    """Return a page of the past, all times on it in the newsroom's zone."""
    with timezone.override(timezone.get_default_timezone()):
        return render(request, template, {"asked": asked, **context}, status=status)


def unreadable(request: Request, problem: moments.Unreadable, what: str, back: str) -> HttpResponse:
    """Say that the moment cannot be read, with what was typed and an example (422)."""
    context = {"problem": str(problem), "typed": request.GET.get("as_of", ""), "what": what, "back": back}
    return render(request, "claims/asof/nothing.html", context, status=422)


def before_record(request: Request, asked: Asked, begins: datetime, what: str, back: str) -> HttpResponse:
    """Say that nothing was recorded yet at the moment, and from when on something is (404)."""
    context = {"begins": Asked(begins), "what": what, "back": back}
    return show(request, "claims/asof/nothing.html", context, asked, status=404)


def in_words(asked: Asked, begins: datetime | None, what: str) -> HttpResponse | None:
    """Return why a file of that moment cannot be made, in plain words; None when it can."""
    if asked.future:
        return _plain("This moment has not come yet, so there is no file of it.", 422)
    if begins is not None:
        words = f"Nothing was recorded about this {what} at that moment. Its record begins at "
        return _plain(f"{words}{moments.written(begins)}.", 404)
    return None


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)


def refused(problem: moments.Unreadable) -> HttpResponse:
    """Say in plain words that the moment of a file cannot be read (422)."""
    return _plain(str(problem), 422)
