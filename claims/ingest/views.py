"""Pages of the ingest room: the list of articles, adding one, and one article with its state."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_article, require, visible_to
from claims.models import Article
from claims.states import ArticleState
from claims.web.request import Request

from . import selectors, services
from .errors import IngestError
from .forms import WAYS, ArticleForm
from .parse import parse_upload
from .text import leading_facts


@require_safe
def article_list(request: Request) -> HttpResponse:
    """Show the desk's articles with their state, newest first, fifty at a time."""
    require(request.user, Action.READ)
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    rows = selectors.articles(request.user, query=query, state=state)
    start = _offset(request.GET.get("from", ""))
    page = list(rows[start : start + selectors.PAGE + 1])
    context = {
        "articles": [(article, selectors.phase(article)) for article in page[: selectors.PAGE]],
        "total": rows.count(),
        "query": query,
        "state": state,
        "states": list(ArticleState),
        "first": start + 1,
        "back": max(0, start - selectors.PAGE) if start else None,
        "more": start + selectors.PAGE if len(page) > selectors.PAGE else None,
    }
    return render(request, "claims/ingest/articles.html", context)


def _offset(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def article_new(request: Request) -> HttpResponse:
    """Show the form that takes an article in, and take it; a mistake keeps everything typed."""
    require(request.user, Action.INGEST)
    if request.method != "POST":
        way = request.GET.get("by", "paste")
        prefilled = {"way": way if way in WAYS else "paste", "url": request.GET.get("url", "")[:2000]}
        return _new_page(request, ArticleForm(initial=prefilled), prefilled["way"])
    form = ArticleForm(request.POST, request.FILES)
    way = request.POST.get("way", "paste")
    if form.is_valid():
        try:
            added = _take_in(request, form)
        except IngestError as error:
            form.add_error({"paste": "text", "url": "url", "file": "file"}[way], str(error))
        else:
            if added is not None:
                return _arrived(request, added)
    return _new_page(request, form, way if way in WAYS else "paste", status=422)


def _new_page(
    request: Request, form: ArticleForm, way: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "way": way, "outlets": selectors.outlet_names(), **more}
    return render(request, "claims/ingest/new.html", context, status=status)


def _take_in(request: Request, form: ArticleForm) -> services.Added | None:
    """Hand the article to its service; None when the form now asks for the day of publication."""
    data = form.cleaned_data
    published, day_only = form.published()
    details = services.Details(
        title=data["title"].strip(),
        outlet=data["outlet"],
        agency=data["agency"].strip(),
        byline=data["byline"].strip(),
        url=data["url"],
        published_at=published,
        published_day_only=day_only,
    )
    if data["way"] == "url":
        return services.article_add_url(user=request.user, url=data["url"], details=details)
    text, original, details = _read(data, details)
    if details.published_at is None and not data["date_unknown"]:
        form.add_error(
            "published_on",
            "No date was found in the text. Write the day it was published, or tick “Not known”.",
        )
        return None
    return services.article_add_text(
        user=request.user,
        text=text,
        details=details,
        method=data["way"],
        original=original,
        copy=data["copy"],
    )


def _read(
    data: dict[str, Any], details: services.Details
) -> tuple[str, services.Original | None, services.Details]:
    """Return the text, the bytes it came from, and the details completed by what the text says of itself."""
    if data["way"] == "file":
        file = data["file"]
        body = file.read()
        parsed = parse_upload(file.name, body)
        original = services.Original(body, content_type=file.content_type or "", filename=file.name)
        return parsed.text, original, services.completed(details, parsed)
    return data["text"], None, services.completed(details, leading_facts(data["text"]), data["text"])


def _arrived(request: Request, added: services.Added) -> HttpResponseRedirect:
    if added.already:
        messages.info(
            request,
            format_html(
                "You have this article already, captured {}.", added.article.created_at.strftime("%-d %B %Y")
            ),
        )
    return redirect("claims:article", pk=added.article.pk)


@require_safe
def article(request: Request, pk: UUID) -> HttpResponse:
    """Show one article: its state while it is worked on, its text and details, and the way to its claims."""
    row = access_article(request.user, pk, Action.READ)
    return render(request, "claims/ingest/article.html", _article_context(request, row))


@require_safe
def article_status(request: Request, pk: UUID) -> HttpResponse:
    """Give the state of one article as a fragment; asks to be asked again only while work goes on."""
    row = access_article(request.user, pk, Action.READ)
    template = "claims/ingest/_row_state.html" if "row" in request.GET else "claims/ingest/_state.html"
    response = render(request, template, _article_context(request, row))
    response["Cache-Control"] = "no-store"
    return response


def _article_context(request: Request, row: Article) -> dict[str, Any]:
    counted = selectors.counted(visible_to(request.user, Article).select_related("outlet")).get(pk=row.pk)
    found = selectors.phase(counted)
    return {
        "article": counted,
        "phase": found,
        "waiting": selectors.waiting_before(row) if found.name == "queued" else 0,
        "version": row.latest,
    }


@require_POST
def article_retry(request: Request, pk: UUID) -> HttpResponse:
    """Queue a failed or kept article again."""
    with transaction.atomic():
        row = access_article(request.user, pk, Action.INGEST, lock=True)
        services.article_retry(user=request.user, article=row)
    return redirect("claims:article", pk=pk)
