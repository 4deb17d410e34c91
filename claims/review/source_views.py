"""Sources: who is quoted, under which names, on which side."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_source, may, require
from claims.models import Source
from claims.models.source import SourceKind
from claims.web.request import Request, typed, whole_number
from claims.web.respond import done, fragment

from . import services, source_reads
from .forms import SourceForm
from .services import CannotDecide
from .source_merging import merge_of

NO_NAME = "Write the name of the other source."


def _asked(request: Request, *names: str) -> str:
    value = next((request.GET[name] for name in names if name in request.GET), "")
    return " ".join(value.replace("\x00", " ").split())[:200]


@require_safe
def source_list(request: Request) -> HttpResponse:
    """Show the sources, the most quoted first."""
    require(request.user, Action.READ)
    q, kind = _asked(request, "q"), request.GET.get("kind", "")
    kind = kind if kind in SourceKind.values else ""
    start = whole_number(request.GET.get("from"), default=0) or 0
    rows = list(source_reads.sources(request.user, q, kind)[start : start + source_reads.PAGE + 1])
    context = {
        "sources": rows[: source_reads.PAGE],
        "query": q,
        "kind": kind,
        "kinds": SourceKind.choices,
        "first": start + 1,
        "last": start + len(rows[: source_reads.PAGE]),
        "back": max(0, start - source_reads.PAGE) if start else None,
        "onward": start + source_reads.PAGE if len(rows) > source_reads.PAGE else None,
    }
    return render(request, "claims/review/sources.html", context)


@require_safe
def source_search(request: Request) -> HttpResponse:
    """Answer the names to choose from while somebody types."""
    require(request.user, Action.READ)
    q = _asked(request, "q", *(name for name in request.GET if name.startswith("source_name")))
    return fragment(
        request,
        "claims/review/_source_options.html",
        {"sources": source_reads.options(request.user, q), "q": q},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: Request, pk: UUID) -> HttpResponse:
    """Show a source with its names and claims; people who review may correct it."""
    row = access_source(request.user, pk, Action.READ)
    if request.method != "POST":
        return _page(request, row, SourceForm(initial=_initial(row)))
    require(request.user, Action.REVIEW)
    form = SourceForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    data = dict(form.cleaned_data)
    alias = data.pop("alias")
    with transaction.atomic():
        row = access_source(request.user, pk, Action.REVIEW, lock=True)
        leads = not alias or services.alias_add(user=request.user, source=row, name=alias, article=row.within)
        if leads:
            services.source_edit(user=request.user, source=row, **data)
    if not leads:
        form.add_error("alias", f"“{alias}” is the name of another source. Write another name.")
        return _page(request, row, form, status=422)
    return done(request, reverse("claims:source", args=[row.pk]), "Source saved")


@require_POST
def source_merge(request: Request, pk: UUID) -> HttpResponse:
    """Merge a source into the one that was chosen by name, and show that one."""
    row = access_source(request.user, pk, Action.REVIEW)
    name, chosen = typed(request, "source_name"), typed(request, "source_id")
    other = source_reads.called(request.user, name, chosen)
    if other is None:
        words = (
            f"There is no source called “{name}”." if name.strip() else "Write the name of the other source."
        )
        return _page(request, row, SourceForm(initial=_initial(row)), status=422, problem=words, other=name)
    try:
        with transaction.atomic():
            rows = {
                key: access_source(request.user, key, Action.REVIEW, lock=True)
                for key in sorted({pk, other.pk})
            }
            services.source_merge(user=request.user, source=rows[pk], into=rows[other.pk])
    except CannotDecide as problem:
        form = SourceForm(initial=_initial(row))
        return _page(request, row, form, status=422, problem=str(problem), other=name)
    words = f"“{row.name}” is merged into this source. Its own page takes them apart again."
    return done(request, reverse("claims:source", args=[other.pk]), words)


@require_POST
def source_part(request: Request, pk: UUID) -> HttpResponse:
    """Take a merged source apart again."""
    row = access_source(request.user, pk, Action.REVIEW)
    try:
        with transaction.atomic():
            locked = access_source(request.user, pk, Action.REVIEW, lock=True)
            services.source_part(user=request.user, source=locked)
    except CannotDecide as problem:
        return _page(request, row, SourceForm(initial=_initial(row)), status=422, problem=str(problem))
    return done(request, reverse("claims:source", args=[pk]), "This source stands for itself again.")


def _initial(row: Source) -> dict[str, str]:
    names = ("name", "kind", "role", "organisation", "party_to")
    return {name: getattr(row, name) for name in names}


def _page(
    request: Request, row: Source, form: SourceForm, *, status: int = 200, problem: str = "", other: str = ""
) -> HttpResponse:
    claims = source_reads.shown(request.user).filter(source=row)
    reviews = may(request.user, Action.REVIEW)
    context = {
        "source": row,
        "form": form,
        "editable": reviews and row.kind != SourceKind.OUTLET and not row.merged_into_id,
        "merge": merge_of(row) if reviews else None,
        "problem": problem,
        "other": other,
        "aliases": row.aliases.all(),
        "claims": claims.select_related("source")
        .prefetch_related("quantities")
        .order_by("-worth", "id")[:20],
        "total": claims.count(),
    }
    return render(request, "claims/review/source.html", context, status=status)
