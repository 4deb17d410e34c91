"""A new report, and the picker of claims for one: by search, by hand, or brought from the queue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_report, require
from claims.models import Claim, Report
from claims.web.request import Request
from claims.web.respond import done

from . import selectors, services
from .formats.words import counted
from .forms import PickForm, ReportForm


@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: Request) -> HttpResponse:
    """Start a report: a title, and claims ticked here or brought from the queue as `claim` ids."""
    require(request.user, Action.BUILD_REPORT)
    asked = request.POST if request.method == "POST" else request.GET
    claims = selectors.chosen(request.user, selectors.ids_in(asked.getlist("claim")), desk=request.user.desk)
    if "create" not in request.POST:
        return _start(request, asked, ReportForm(initial=asked.dict()), claims)
    form = ReportForm(request.POST)
    desk = request.user.desk or (claims[0].desk if claims else None)
    if desk is None:
        form.add_error(None, "You belong to no desk. Choose a claim: the report goes to its desk.")
    if desk is None or not form.is_valid():
        return _start(request, asked, form, claims)
    made = services.report_create(
        user=request.user,
        desk=desk,
        title=form.cleaned_data["title"],
        introduction=form.cleaned_data["introduction"],
        claims=[claim for claim in claims if claim.desk_id == desk.pk],
    )
    return done(request, _address(made))


@require_http_methods(["GET", "HEAD", "POST"])
def report_add(request: Request, report_id: UUID) -> HttpResponse:
    """Offer accepted claims by search or by hand, and add those chosen."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    if request.method != "POST" or "search" in request.POST:
        return _picker(request, row)
    try:
        added = services.report_add(user=request.user, report=row, claims=_picked(request, row))
    except _NotPicked as problem:
        return _picker(request, row, error=str(problem))
    except services.TooManyClaims:
        return _picker(request, row, error=f"A report holds at most {services.MAX_CLAIMS:,} claims.")
    return done(request, _address(row), f"{counted(len(added))} added.")


class _NotPicked(Exception):
    """Nothing, or something unknown, was chosen; the message says what to do."""


def _picked(request: Request, row: Report) -> list[Claim]:
    """Return the claims that were ticked, written by hand, or match the search when all were asked for."""
    typed = request.POST.get("by_hand", "").strip()
    by_hand = selectors.ids_in([typed])
    ids = list(dict.fromkeys([*selectors.ids_in(request.POST.getlist("claim")), *by_hand]))
    claims = selectors.chosen(request.user, ids, desk=row.desk)
    if typed and (not by_hand or len(claims) < len(ids)):
        raise _NotPicked("Some of these are no claims of your desk. Check them, or take them out.")
    if "all" in request.POST:
        rows = selectors.candidates(request.user, PickForm(request.POST).wanted, beside=row)
        claims += list(rows[: selectors.ADD_LIMIT])
    if not claims:
        raise _NotPicked("Choose at least one claim.")
    return claims


def _start(request: Request, asked: QueryDict, form: ReportForm, claims: list[Claim]) -> HttpResponse:
    context = {"form": form, **_offered(request, asked, claims)}
    return render(request, "claims/report/new.html", context, status=422 if form.errors else 200)


def _picker(request: Request, row: Report, *, error: str = "") -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    claims = selectors.chosen(request.user, selectors.ids_in(asked.getlist("claim")), desk=row.desk)
    context = {
        "report": row,
        "error": error,
        "by": asked.get("by", "filter"),
        "by_hand": asked.get("by_hand", ""),
        **_offered(request, asked, claims, beside=row),
    }
    return render(request, "claims/report/add.html", context, status=422 if error else 200)


def _offered(
    request: Request, asked: QueryDict, claims: list[Claim], *, beside: Report | None = None
) -> dict[str, Any]:
    """Return the claims chosen so far, and one page of the other accepted claims that match."""
    pick = PickForm(asked)
    rows = selectors.candidates(request.user, pick.wanted, beside=beside).exclude(
        pk__in=[claim.pk for claim in claims]
    )
    return {
        "chosen": claims,
        "pick": pick,
        "offered": rows[: selectors.PICK_LIMIT],
        "matching": rows.count(),
    }


def _address(row: Report) -> str:
    return reverse("claims:report", args=[row.pk])
