"""Pages of the ingest room: the list of articles, adding one, and one article with its state."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_article, require, visible_to
from claims.models import Article
from claims.states import ArticleState
from claims.together.selectors import talk_of
from claims.together.subjects import Subject
from claims.web.request import Request, back_to, typed, whole_number

from . import details as told
from . import selectors, services
from .errors import IngestError
from .forms import WAYS, ArticleForm
from .parse import parse_upload
from .reuse.selectors import Copies, copies_of
from .storing import Original
from .text import CHARACTERS_MAX, clean, leading_date, leading_facts

ROW_WAITS, PAGE_WAITS = (2, 30), (1, 15)  # seconds until a page asks again: at first, at most
CAME = {"paste": "pasted", "file": "from a file", "url": "fetched", "seed": "came with the demo"}


@require_safe
def article_list(request: Request) -> HttpResponse:
    """Show the desk's articles with their state, newest first, fifty at a time."""
    require(request.user, Action.READ)
    query, state = _asked(request, "q"), _asked(request, "state")
    rows = selectors.articles(request.user, query=query, state=state)
    total = rows.count()
    start = min(_offset(request.GET.get("from", "")), max(0, total - 1) // selectors.PAGE * selectors.PAGE)
    page = list(rows[start : start + selectors.PAGE])
    context = {
        "articles": selectors.phases(page),
        "total": total,
        "tally": selectors.tally(request.user),
        "query": query,
        "state": state,
        "states": list(ArticleState),
        "first": start + 1,
        "last": start + len(page),
        "back": max(0, start - selectors.PAGE) if start else None,
        "more": start + selectors.PAGE if start + len(page) < total else None,
    }
    return render(request, "claims/ingest/articles.html", context)


def _asked(request: Request, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:2000]


def _offset(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def article_new(request: Request) -> HttpResponse:
    """Show the form that takes an article in, and take it; a mistake keeps everything typed."""
    require(request.user, Action.INGEST)
    if request.method != "POST":
        way = request.GET.get("by", "paste")
        prefilled = {"way": way if way in WAYS else "paste", "url": _asked(request, "url")}
        return _new_page(request, ArticleForm(initial=prefilled), prefilled["way"])
    form = ArticleForm(request.POST, request.FILES)
    way = request.POST.get("way", "paste")
    same = None
    if form.is_valid():
        try:
            added = _take_in(request, form)
        except IngestError as error:
            form.add_error({"paste": "text", "url": "url", "file": "file"}[way], str(error))
        else:
            if added is not None and not added.of_another_outlet(form.cleaned_data["outlet"]):
                return _arrived(request, form, added)
            same = added
    way = way if way in WAYS else "paste"
    chosen = getattr(request.FILES.get("file"), "name", "")
    return _new_page(request, form, way, status=422, same=same and same.article, chosen=chosen)


def _new_page(
    request: Request, form: ArticleForm, way: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    form.needs(way)
    text = str(form["text"].value() or "") if form.is_bound and way == "paste" else ""
    more["looked"] = _look(request, text)
    context = {"form": form, "way": way, "outlets": selectors.outlet_names(), **more}
    return render(request, "claims/ingest/new.html", context, status=status)


@require_POST
def article_look(request: Request) -> HttpResponse:
    """Say of text that is being pasted how long it is, what can be read from its head, whether it is here."""
    require(request.user, Action.INGEST)
    return render(request, "claims/ingest/_look.html", {"looked": _look(request, typed(request, "text"))})


def _look(request: Request, text: str) -> dict[str, Any]:
    """Return what is seen in `text` at once; nothing for none, and for one too long only its length."""
    if not text.strip() or len(text) > CHARACTERS_MAX:
        return {"characters": len(text) if text.strip() else 0}
    text = clean(text).text
    return {
        "characters": len(text),
        "date": leading_date(text),
        "title": leading_facts(text).title,
        "same": services.article_known(user=request.user, text=text),
    }


def _take_in(request: Request, form: ArticleForm) -> services.Added | None:
    """Hand the article to its service; None when the form now asks for the day of publication."""
    data, details = form.cleaned_data, _details(form)
    if data["way"] == "url":
        return services.article_add_url(user=request.user, url=data["url"], details=details)
    text, original, details = _read(data, details)
    outlet = details.outlet if data["copy"] else None
    dated = details.published_at is not None or data["date_unknown"]
    if not dated and services.article_known(user=request.user, text=text, outlet=outlet) is None:
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


def _details(form: ArticleForm) -> told.Details:
    """Return what was typed beside the text."""
    data = form.cleaned_data
    published, day_only = form.published()
    return told.Details(
        **{name: data[name] for name in ("title", "outlet", "agency", "byline", "url")},
        published_at=published,
        published_day_only=day_only,
    )


def _read(data: dict[str, Any], details: told.Details) -> tuple[str, Original | None, told.Details]:
    """Return the text, the bytes it came from, and the details completed by what the text says of itself."""
    if data["way"] == "file":
        file = data["file"]
        body = file.read()
        parsed = parse_upload(file.name, body)
        original = Original(body, content_type=file.content_type or "", filename=file.name)
        return parsed.text, original, told.completed(details, parsed)
    return data["text"], None, told.completed(details, leading_facts(data["text"]), data["text"])


def _arrived(request: Request, form: ArticleForm, added: services.Added) -> HttpResponseRedirect:
    """Go to the article and say what was taken from its text, or that it was there before."""
    article, version = added.article, added.article.latest
    if added.already:
        on = f"{article.created_at.astimezone(timezone.get_current_timezone()):%-d %B %Y}"
        messages.info(request, f"You have this article already, captured {on}. Nothing was added.")
    elif version is not None:
        found = _facts_read(article, _details(form))
        read = f" Read from the text: {', '.join(found)}." if found else ""
        messages.success(request, f"Added, {len(version.text):,} characters.{read}")
    return redirect("claims:article", pk=article.pk)


def _facts_read(article: Article, typed: told.Details) -> list[str]:
    """Return in words what stands on the article though nobody typed it."""
    published = article.published_at
    facts = {
        "date": f"{published.day} {published:%B %Y}" if published and not typed.published_at else "",
        "title": f"“{article.title}”" if article.title not in {typed.title, told.UNNAMED} else "",
        "byline": article.byline if not typed.byline else "",
        "agency": article.agency if not typed.agency else "",
        "outlet": article.outlet.name if article.outlet and not typed.outlet else "",
    }
    return [f"{name} {value}" for name, value in facts.items() if value]


@require_safe
def article(request: Request, pk: UUID) -> HttpResponse:
    """Show one article: its state while it is worked on, its text and details, and the way to its claims."""
    row = access_article(request.user, pk, Action.READ)
    talk = talk_of(request.user, Subject(row))
    return render(request, "claims/ingest/article.html", {**_article_context(request, row), "talk": talk})


@require_safe
def article_status(request: Request, pk: UUID) -> HttpResponse:
    """Give the state of one article as a fragment; asks to be asked again only while work goes on."""
    row = access_article(request.user, pk, Action.READ)
    listed = "row" in request.GET
    context = _article_context(request, row)
    context["wait"] = _wait(request, context["phase"].seen, *(ROW_WAITS if listed else PAGE_WAITS))
    template = "claims/ingest/_row_state.html" if listed else "claims/ingest/_arrived.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


def _wait(request: Request, seen: str, first: int, longest: int) -> int:
    """Return the seconds until a page asks again: longer each time that nothing has changed since."""
    if request.GET.get("seen") != seen:
        return first
    waited = min(max(whole_number(request.GET.get("wait"), default=first) or first, first), longest)
    return min(longest, waited + max(1, waited // 2))


def _article_context(request: Request, row: Article) -> dict[str, Any]:
    rows = visible_to(request.user, Article).select_related("outlet", "added_by")
    counted, found = selectors.phases([selectors.counted(rows).get(pk=row.pk)])[0]
    version = counted.latest
    came = CAME[version.method] if version else ""
    opinion = selectors.opinion(version)
    copies = copies_of(version) if version else Copies()
    return {
        "copies": copies,
        "after": selectors.aftermath(request.user, counted),
        "article": counted,
        "phase": found,
        "version": version,
        "came": came,
        "opinion": opinion,
    }


@require_POST
def article_retry(request: Request, pk: UUID) -> HttpResponse:
    """Queue a failed or kept article again."""
    with transaction.atomic():
        row = access_article(request.user, pk, Action.INGEST, lock=True)
        services.article_retry(user=request.user, article=row)
    return redirect(back_to(request, reverse("claims:article", args=[pk])))


@require_http_methods(["GET", "HEAD", "POST"])
def article_opinion(request: Request, pk: UUID) -> HttpResponse:
    """Give how far the second opinion on an article is, as a fragment; a POST asks again for a failed one."""
    if request.method == "POST":
        with transaction.atomic():
            row = access_article(request.user, pk, Action.INGEST, lock=True)
            services.article_opinion_retry(user=request.user, article=row)
        return redirect("claims:article", pk=pk)
    row = access_article(request.user, pk, Action.READ)
    context = {"article": row, "opinion": selectors.opinion(row.latest)}
    response = render(request, "claims/ingest/_opinion.html", context)
    response["Cache-Control"] = "no-store"
    return response
