"""What the desk does with a frozen edition: approve, send back, publish, take back, renew. Plain forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims.access import Action, access_publication, access_report
from claims.models import Publication
from claims.web.request import Request, typed
from claims.web.respond import done

from .. import edition_views
from . import services
from .services import Choices

APPROVED = "Approved. An editor can publish it."
PUBLISHED = "Published. Copy the address below to hand it on."


@require_POST
def edition_approve(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Approve an edition that somebody else froze, and publish it at once when asked (`publish`)."""

    def approve(publication: Publication) -> None:
        services.edition_approve(user=request.user, publication=publication, seen=typed(request, "seen"))
        if "publish" in request.POST:
            choices = _choices(request)
            services.edition_publish(user=request.user, publication=publication, choices=choices)

    return _answer(request, report_id, number, approve, PUBLISHED if "publish" in request.POST else APPROVED)


@require_POST
def edition_return(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Send an edition back with what should change."""

    def send_back(publication: Publication) -> None:
        note = typed(request, "note")[:2000]
        services.edition_return(user=request.user, publication=publication, note=note)

    return _answer(request, report_id, number, send_back, "Sent back. Whoever froze it sees what you wrote.")


@require_POST
def edition_ask_again(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Put an edition up for approval again."""

    def ask(publication: Publication) -> None:
        services.edition_ask_again(user=request.user, publication=publication)

    return _answer(request, report_id, number, ask, "It waits for approval again.")


@require_POST
def edition_publish(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Publish an approved edition, or change what readers of a published one have."""

    def publish(publication: Publication) -> None:
        change = services.edition_choices if request.POST.get("do") == "change" else services.edition_publish
        change(user=request.user, publication=publication, choices=_choices(request))

    words = "Readers have it so from now on." if request.POST.get("do") == "change" else PUBLISHED
    return _answer(request, report_id, number, publish, words)


@require_POST
def edition_withdraw(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Take a published edition back."""

    def withdraw(publication: Publication) -> None:
        services.edition_withdraw(user=request.user, publication=publication, told=typed(request, "told"))

    words = "Taken back. Its address now says that it is no longer available."
    return _answer(request, report_id, number, withdraw, words)


@require_POST
def edition_renew(request: Request, report_id: UUID, number: int) -> HttpResponse:
    """Give a published edition another address."""

    def renew(publication: Publication) -> None:
        services.link_renew(user=request.user, publication=publication)

    words = "It has a new address. The one before says that it is no longer available."
    return _answer(request, report_id, number, renew, words)


def _choices(request: Request) -> Choices:
    return Choices(names="names" in request.POST, listed="listed" in request.POST)


def _answer(
    request: Request, report_id: UUID, number: int, do: Callable[[Publication], Any], words: str
) -> HttpResponse:
    """Do it to the locked publication and go back to the edition; a refusal shows it with the reason."""
    row = access_report(request.user, report_id, Action.PUBLISH)
    frozen = get_object_or_404(row.editions.select_related("report"), number=number)
    try:
        with transaction.atomic():
            do(access_publication(request.user, frozen.pk, Action.PUBLISH))
    except services.Doubted:
        refused = "Something came up after this page was shown. Look at it, then decide."
        return edition_views.edition_page(request, row, frozen.number, status=409, refused=refused)
    except services.CannotPublish as problem:
        return edition_views.edition_page(
            request, row, frozen.number, status=422, refused=str(problem), note=typed(request, "note")
        )
    return done(request, reverse("claims:edition", args=[report_id, number]), words)
