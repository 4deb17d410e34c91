"""Pages of the report room: the list, the builder, the picker, and frozen editions with their files.

With htmx an action answers with the parts of the builder that changed; without it, it leads back there.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_report, may, require
from claims.models import Claim, Report, ReportEdition, ReportItem

from . import drafting, selectors, services
from .formats import csv, html, json
from .formats.page import counted, page_of
from .forms import FreezeForm, NoteForm, PickForm, ReportForm

PAGE = 50


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Show the desk's reports; who only reads sees those with a frozen edition."""
    require(request.user, Action.READ_REPORT)
    start = _offset(request.GET.get("from", ""))
    rows = list(selectors.reports_for(request.user)[start : start + PAGE + 1])
    context = {
        "reports": rows[:PAGE],
        "builds": may(request.user, Action.BUILD_REPORT),
        "first": start + 1,
        "last": start + min(len(rows), PAGE),
        "back": max(0, start - PAGE) if start else None,
        "more": start + PAGE if len(rows) > PAGE else None,
    }
    return render(request, "claims/report/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
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
    return see_other(_address(made))


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show the builder, and keep title and introduction; a conflict (409) keeps what was typed."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    if request.method != "POST":
        return _builder(request, row)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _text_again(request, row, form, status=422)
    data = form.cleaned_data
    try:
        saved = services.report_edit(
            user=request.user,
            report=row,
            title=data["title"],
            introduction=data["introduction"],
            version=data["over"] or data["version"],
        )
    except services.Stale as stale:
        return _text_again(request, stale.report, form, status=409)
    return _done(request, saved, "_changed.html")


@require_http_methods(["GET", "HEAD", "POST"])
def report_add(request: HttpRequest, report_id: UUID) -> HttpResponse:
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
    messages.success(request, f"{counted(len(added))} added.")
    return see_other(_address(row))


@require_POST
def report_remove(request: HttpRequest, report_id: UUID, item_id: UUID) -> HttpResponse:
    """Take a claim out of the report; one that is out already stays out."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    row = services.report_remove(user=request.user, report=row, item_id=item_id)
    return _done(request, row, "_changed_items.html")


@require_POST
def report_move(request: HttpRequest, report_id: UUID, item_id: UUID) -> HttpResponse:
    """Move a claim one place up or down."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    up = request.POST.get("to") == "up"
    row = services.report_move(user=request.user, report=row, item_id=item_id, up=up)
    return _done(request, row, "_changed_items.html", item_id)


@require_POST
def report_note(request: HttpRequest, report_id: UUID, item_id: UUID) -> HttpResponse:
    """Keep the note of a claim; a conflict (409) keeps what was typed."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    item = get_object_or_404(row.items.select_related("claim"), pk=item_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _note_again(request, row, item, form, status=422)
    try:
        item = services.report_note(user=request.user, report=row, item_id=item.pk, **form.guarded)
    except services.StaleNote as stale:
        return _note_again(request, row, stale.item, form, status=409)
    row.refresh_from_db()
    return _done(request, row, "_changed.html", item_id, item=item)


@require_POST
def report_freeze(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Freeze what the report says now, and lead to the edition."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    form = FreezeForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else None
    try:
        frozen = services.report_freeze(user=request.user, report=row, version=seen)
    except services.NothingToFreeze:
        return _builder(
            request, row, status=422, refused="There is nothing to freeze yet. Add a claim first."
        )
    except services.Stale as stale:
        words = "The report was changed after this page was shown. Look at it again, then freeze."
        return _builder(request, stale.report, status=409, refused=words)
    messages.success(request, f"Edition {frozen.number} is frozen. It stays as it is.")
    return see_other(reverse("claims:edition", args=[row.pk, frozen.number]))


@require_safe
def edition(request: HttpRequest, report_id: UUID, number: int) -> HttpResponse:
    """Show a frozen edition as its readers see it, with a line when a newer one exists."""
    row = access_report(request.user, report_id, Action.READ_REPORT)
    frozen = get_object_or_404(row.editions, number=number)
    context = {
        "page": page_of(frozen.content, frozen.sha256),
        "edition": frozen,
        "newest": row.editions.order_by("-number").values_list("number", flat=True).first(),
        "editions": selectors.editions_of(row),
        "builds": may(request.user, Action.BUILD_REPORT),
    }
    return render(request, "claims/report/edition.html", context)


@require_safe
def edition_file(request: HttpRequest, report_id: UUID, number: int, kind: str) -> HttpResponseBase:
    """Send a frozen edition as a file: csv (streamed), json or html."""
    row = access_report(request.user, report_id, Action.READ_REPORT)
    frozen = get_object_or_404(row.editions, number=number)
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(csv.render(frozen.content), content_type=csv.CONTENT_TYPE)
    elif kind in WHOLE:
        whole = WHOLE[kind]
        response = HttpResponse(whole.render(frozen.content, frozen.sha256), content_type=whole.CONTENT_TYPE)
    else:
        raise Http404("No such format")
    response["Content-Disposition"] = f'attachment; filename="{file_name(frozen, kind)}"'
    return response


WHOLE = {"json": json, "html": html}


def file_name(frozen: ReportEdition, kind: str) -> str:
    """Return "the-attack-edition-2-as-of-2025-06-10T1215Z.csv": plain letters whatever the title holds."""
    title = slugify(frozen.content["report"]["title"])[:80].strip("-") or "report"
    return f"{title}-edition-{frozen.number}-as-of-{frozen.as_of.astimezone(UTC):%Y-%m-%dT%H%MZ}.{kind}"


class _NotPicked(Exception):
    """Nothing, or something unknown, was chosen; the message says what to do."""


def _picked(request: HttpRequest, row: Report) -> list[Claim]:
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


def _builder(request: HttpRequest, row: Report, *, status: int = 200, **more: Any) -> HttpResponse:
    more.setdefault("form", ReportForm(initial={"title": row.title, "introduction": row.introduction}))
    context = {"draft": drafting.draft_of(request.user, row), "report": row, **more}
    return render(request, "claims/report/builder.html", context, status=status)


def _done(
    request: HttpRequest, row: Report, fragment: str, item_id: UUID | None = None, **more: Any
) -> HttpResponse:
    """Answer a change that was kept."""
    if not request.htmx:
        return see_other(_address(row) + (f"#item-{item_id}" if item_id else ""))
    context = {"draft": drafting.draft_of(request.user, row), "report": row, "oob": True, **more}
    return render(request, f"claims/report/{fragment}", context)


def _text_again(request: HttpRequest, row: Report, form: ReportForm, *, status: int) -> HttpResponse:
    """Answer title and introduction that were not kept: say why, leave what was typed."""
    change = selectors.last_change(row) if status == 409 else None
    context = {"report": row, "form": form, "change": change}
    if request.htmx:
        return render(request, "claims/report/_text_message.html", context, status=status)
    return _builder(request, row, status=status, form=form, change=change)


def _note_again(
    request: HttpRequest, row: Report, item: ReportItem, form: NoteForm, *, status: int
) -> HttpResponse:
    """Answer a note that was not kept: say why, leave what was typed."""
    context = {"report": row, "item": item, "note_form": form, "conflict": status == 409}
    if request.htmx:
        return render(request, "claims/report/_note_message.html", context, status=status)
    return _builder(request, row, status=status, note_form=form, note_item=item, conflict=status == 409)


def _start(request: HttpRequest, asked: QueryDict, form: ReportForm, claims: list[Claim]) -> HttpResponse:
    context = {"form": form, **_offered(request, asked, claims)}
    return render(request, "claims/report/new.html", context, status=422 if form.errors else 200)


def _picker(request: HttpRequest, row: Report, *, error: str = "") -> HttpResponse:
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
    request: HttpRequest, asked: QueryDict, claims: list[Claim], *, beside: Report | None = None
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


def see_other(address: str) -> HttpResponseRedirect:
    """Return the redirect that follows a POST (303)."""
    return HttpResponseRedirect(address, status=303)


def _offset(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0
