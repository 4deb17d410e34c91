"""The events pages: the list, one event, and what people do; each act shows its size before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_event, may, require, visible_to
from claims.models import AuditEntry, Claim, Event
from claims.web.request import Request, typed
from claims.web.respond import done

from . import event_reads, events
from .answers import uuid_of
from .asof_views import event_as_of
from .event_dissolved import dissolved_into
from .event_forms import EventForm
from .event_placing import one_at_a_time
from .refusal import CannotDecide

AT_ONCE = 1000  # claims that a form can name
ACTS = {"move": "Move", "split": "Split off", "remove": "Take out", "merge": "Merge"}


@require_safe
def event_list(request: Request) -> HttpResponse:
    """Show the events, the latest first."""
    require(request.user, Action.READ)
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    found = event_reads.listing(request.user, query, request.GET.get("at", ""))
    return render(request, "claims/verify/events.html", {"list": found})


@require_safe
def event(request: Request, pk: UUID) -> HttpResponse:
    """Show an event: who says what, its claims article by article, its history."""
    row = access_event(request.user, pk, Action.READ)
    if "as_of" in request.GET:
        return event_as_of(request, row)
    if row.merged_into_id is not None:
        return redirect(event_url(_end_of(row)))
    page = event_reads.event_page(row, request.GET.get("at", ""))
    on = None if page.size.claims else dissolved_into(row)
    if on is not None:
        messages.info(request, f"“{row}” holds no claims any more. Most of them are in this event now.")
        return redirect(event_url(on))
    return _page(request, row, EventForm(initial=_initial(row)), page=page)


def _end_of(row: Event) -> Event:
    """Return what a merged event has become, however often it was merged on."""
    seen = {row.pk}
    while row.merged_into is not None and row.merged_into_id not in seen:
        row = row.merged_into
        seen.add(row.pk)
    return row


def event_url(row: Event) -> str:
    """Return the address of an event."""
    return reverse("claims:event", args=[row.pk])


def _initial(row: Event) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("title", "starts_on", "ends_on", "place")}


def _page(
    request: Request,
    row: Event,
    form: EventForm,
    *,
    status: int = 200,
    problem: str = "",
    page: event_reads.EventPage | None = None,
) -> HttpResponse:
    context = {
        "page": page or event_reads.event_page(row, request.GET.get("at", "")),
        "event": row,
        "form": form,
        "problem": problem,
        "editable": may(request.user, Action.GROUP),
        "archives": may(request.user, Action.PUBLISH),
    }
    return render(request, "claims/verify/event.html", context, status=status)


@require_POST
def event_rename(request: Request, pk: UUID) -> HttpResponse:
    """Name an event, with its days and place."""
    row = access_event(request.user, pk, Action.GROUP)
    form = EventForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        with transaction.atomic():
            locked = _locked(request, pk)
            events.event_rename(user=request.user, event=locked, **form.cleaned_data)
    except CannotDecide as problem:
        return _page(request, row, form, status=422, problem=str(problem))
    return done(request, event_url(row), "Event named.")


@require_POST
def event_close(request: Request, pk: UUID) -> HttpResponse:
    """Close an event to the machine, or open it again."""
    row = access_event(request.user, pk, Action.GROUP)
    closed = request.POST.get("closed") == "yes"
    try:
        with transaction.atomic():
            events.event_close(user=request.user, event=_locked(request, pk), closed=closed)
    except CannotDecide as problem:
        return _page(request, row, EventForm(initial=_initial(row)), status=422, problem=str(problem))
    return done(request, event_url(row), "Event closed." if closed else "Event open again.")


def _locked(request: Request, pk: UUID | str) -> Event:
    """Return the event for a change, after everybody who changes events of its desk."""
    one_at_a_time(access_event(request.user, pk, Action.GROUP).desk_id)
    return access_event(request.user, pk, Action.GROUP, lock=True)


@require_http_methods(["GET", "HEAD", "POST"])
def event_change(request: Request, pk: UUID) -> HttpResponse:
    """Show what an act on chosen claims of the event would do, and do it when that is confirmed."""
    row = access_event(request.user, pk, Action.GROUP)
    asked = request.POST if request.method == "POST" else request.GET
    act = asked.get("act", "move")
    if act not in ACTS:
        raise Http404("No such act")
    chosen = [found for value in asked.getlist("claim")[:AT_ONCE] if (found := uuid_of(value))]
    if request.method != "POST" or "confirm" not in request.POST:
        return _preview(request, row, act, chosen)
    try:
        with transaction.atomic():
            acted = _act(request, row, act, chosen)
    except CannotDecide as problem:
        return _preview(request, row, act, chosen, status=422, problem=str(problem))
    words = f"{ACTS[act]}: {acted.claims} claim{'' if acted.claims == 1 else 's'}."
    return done(request, event_url(row if act == "remove" else acted.event), words)


def _preview(
    request: Request, row: Event, act: str, chosen: Sequence[UUID], *, status: int = 200, problem: str = ""
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    query = " ".join(asked.get("q", "").replace("\x00", " ").split())[:200]
    all_of_it = event_reads.sizes_of([row]).get(row.pk, event_reads.Size())
    claims = list(visible_to(request.user, Claim).filter(pk__in=chosen, event=row))
    size = all_of_it if act == "merge" else event_reads.size_of([claim.pk for claim in claims])
    context = {
        "event": row,
        "act": act,
        "words": ACTS[act],
        "claims": claims,
        "size": size,
        "left": all_of_it.claims - sum(claim.review_state != "rejected" for claim in claims),
        "targets": event_reads.targets(request.user, row, query) if act in {"move", "merge"} else [],
        "query": query,
        "to": asked.get("to", ""),
        "title": typed(request, "title") if request.method == "POST" else "",
        "note": typed(request, "note") if request.method == "POST" else "",
        "problem": problem,
    }
    return render(request, "claims/verify/event_change.html", context, status=status)


def _act(request: Request, row: Event, act: str, chosen: Sequence[UUID]) -> events.Done:
    user, note = request.user, typed(request, "note")[:500]
    one_at_a_time(row.desk_id)
    to = chosen_event(request, row) if act in {"move", "merge"} else None
    locked = access_event(user, row.pk, Action.GROUP, lock=True)
    if act == "merge":
        assert to is not None, "an act that needs a target has one"  # noqa: S101 - narrows the type
        return events.event_merge(user=user, event=locked, into=to, note=note)
    claims = _claims(request, chosen, locked)
    if not claims:
        raise CannotDecide("No claims were chosen. Tick them on the page of the event.")
    if act == "split":
        return events.event_split(
            user=user, event=locked, claims=claims, title=typed(request, "title"), note=note
        )
    return events.event_move(user=user, claims=claims, to=to, note=note)


def _claims(request: Request, chosen: Sequence[UUID], row: Event) -> list[Claim]:
    rows = visible_to(request.user, Claim).filter(pk__in=chosen, event=row)
    return list(rows.select_for_update(of=("self",)).select_related("event").order_by("pk"))


def chosen_event(request: Request, row: Event | None) -> Event:
    """Return the locked event that was chosen; raises CannotDecide when none was."""
    to = uuid_of(request.POST.get("to"))
    found = visible_to(request.user, Event).filter(pk=to).first() if to else None
    if found is None or (row is not None and found.desk_id != row.desk_id):
        raise CannotDecide("Choose the event to move to, or search for it.")
    return access_event(request.user, found.pk, Action.GROUP, lock=True)


@require_POST
def event_undo(request: Request, pk: UUID, entry: int) -> HttpResponse:
    """Take back one act of the history of an event."""
    row = access_event(request.user, pk, Action.GROUP)
    found = AuditEntry.objects.filter(pk=entry, subject_type="event", subject_id=pk, claim=None).first()
    if found is None:
        raise Http404("No such entry")
    try:
        with transaction.atomic():
            one_at_a_time(row.desk_id)
            undone = events.event_undo(user=request.user, entry=found)
    except CannotDecide as problem:
        return _page(request, row, EventForm(initial=_initial(row)), status=422, problem=str(problem))
    left = undone.entry.after.get("left")
    words = f" {left} had been moved on since and stay." if left else ""
    return done(request, event_url(row), f"Taken back.{words}")
