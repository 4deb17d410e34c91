"""Pages of the report room: the list and the builder. What it freezes is in edition_views.py.

With htmx an action answers with the parts of the builder that changed; without it, it leads back there.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_report, may, require
from claims.models import Report, ReportItem
from claims.web.request import Request
from claims.web.respond import done, fragment

from . import drafting, selectors, services
from .asof_views import report_as_of
from .forms import FreezeForm, NoteForm, ReportForm
from .publishing import desk_feed

PAGE = 50


@require_safe
def report_list(request: Request) -> HttpResponse:
    """Show the desk's reports; who only reads sees those with a frozen edition."""
    require(request.user, Action.READ_REPORT)
    start = _offset(request.GET.get("from", ""))
    rows = list(selectors.reports_for(request.user)[start : start + PAGE + 1])
    builds = may(request.user, Action.BUILD_REPORT)
    context = {
        "reports": rows[:PAGE],
        "touched": selectors.touched_counts(rows[:PAGE]) if builds else {},
        "builds": builds,
        "first": start + 1,
        "last": start + min(len(rows), PAGE),
        "publishes": may(request.user, Action.PUBLISH) and request.user.desk is not None,
        "feed_address": desk_feed.address_of(request.user.desk),
        "back": max(0, start - PAGE) if start else None,
        "more": start + PAGE if len(rows) > PAGE else None,
    }
    return render(request, "claims/report/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, report_id: UUID) -> HttpResponse:
    """Show the builder, and keep title and introduction; a conflict (409) keeps what was typed."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    if request.method != "POST":
        return report_as_of(request, row) if "as_of" in request.GET else _builder(request, row)
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
        if request.htmx and data["seen"] == stale.report.version:
            return HttpResponse(status=204)  # told already: leave the page alone under the hand
        return _text_again(request, stale.report, form, status=409)
    return _kept(request, saved, "_changed.html")


@require_POST
def report_remove(request: Request, report_id: UUID, item_id: UUID) -> HttpResponse:
    """Take a claim out of the report; one that is out already stays out."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    row = services.report_remove(user=request.user, report=row, item_id=item_id)
    return _kept(request, row, "_changed_items.html")


@require_POST
def report_move(request: Request, report_id: UUID, item_id: UUID) -> HttpResponse:
    """Move a claim one place up or down."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    up = request.POST.get("to") == "up"
    row = services.report_move(user=request.user, report=row, item_id=item_id, up=up)
    return _kept(request, row, "_changed_items.html", item_id)


@require_POST
def report_note(request: Request, report_id: UUID, item_id: UUID) -> HttpResponse:
    """Keep the note of a claim; a conflict (409) keeps what was typed."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    item = get_object_or_404(row.items.select_related("claim"), pk=item_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _note_again(request, row, item, form, status=422)
    try:
        item = services.report_note(
            user=request.user, report=row, item_id=item.pk, note=form.kept, was=form.shown
        )
    except services.StaleNote as stale:
        return _note_again(request, row, stale.item, form, status=409)
    row.refresh_from_db()
    return _kept(request, row, "_changed.html", item_id, item=item)


@require_POST
def report_freeze(request: Request, report_id: UUID) -> HttpResponse:
    """Freeze what the report says now, and lead to the edition."""
    row = access_report(request.user, report_id, Action.BUILD_REPORT)
    form = FreezeForm(request.POST)
    seen = form.cleaned_data if form.is_valid() else {}
    try:
        frozen = services.report_freeze(
            user=request.user, report=row, version=seen.get("version"), shown=seen.get("shown") or None
        )
    except services.NothingToFreeze:
        return _builder(
            request, row, status=422, refused="There is nothing to freeze yet. Add a claim first."
        )
    except services.Stale as stale:
        words = "The report was changed after this page was shown. Look at it again, then freeze."
        return _builder(request, stale.report, status=409, refused=words)
    except services.Changed as changed:
        words = "Claims changed after this page was shown, so nothing is frozen yet. Look again, then freeze."
        return _builder(request, row, status=409, refused=words, refused_for=changed.changes)
    address = reverse("claims:edition", args=[row.pk, frozen.number])
    return done(request, address, f"Edition {frozen.number} is frozen. It waits for approval.")


def _builder(request: Request, row: Report, *, status: int = 200, **more: Any) -> HttpResponse:
    more.setdefault("form", ReportForm(initial={"title": row.title, "introduction": row.introduction}))
    archives = may(request.user, Action.PUBLISH)
    context = {"draft": drafting.draft_of(request.user, row), "report": row, "archives": archives, **more}
    return render(request, "claims/report/builder.html", context, status=status)


def _kept(request: Request, row: Report, part: str, item_id: UUID | None = None, **more: Any) -> HttpResponse:
    """Answer a change that was kept."""
    if not request.htmx:
        return done(request, _address(row) + (f"#item-{item_id}" if item_id else ""))
    context = {"draft": drafting.draft_of(request.user, row), "report": row, "oob": True, **more}
    return fragment(request, f"claims/report/{part}", context)


def _text_again(request: Request, row: Report, form: ReportForm, *, status: int) -> HttpResponse:
    """Answer title and introduction that were not kept: say why, leave what was typed."""
    change = selectors.last_change(row) if status == 409 else None
    context = {"report": row, "form": form, "change": change}
    if request.htmx:
        return fragment(request, "claims/report/_text_message.html", context, status=status)
    return _builder(request, row, status=status, form=form, change=change)


def _note_again(
    request: Request, row: Report, item: ReportItem, form: NoteForm, *, status: int
) -> HttpResponse:
    """Answer a note that was not kept: say why, leave what was typed."""
    context = {"report": row, "item": item, "note_form": form, "conflict": status == 409}
    if request.htmx:
        return fragment(request, "claims/report/_note_message.html", context, status=status)
    return _builder(request, row, status=status, note_form=form, note_item=item, conflict=status == 409)


def _address(row: Report) -> str:
    return reverse("claims:report", args=[row.pk])


def _offset(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0
