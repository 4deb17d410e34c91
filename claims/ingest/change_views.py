"""What became of an article: its new text or the outlet's word on it, and another look at its address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_article
from claims.models import Article
from claims.models.blast import ChangeKind
from claims.web.request import Request, typed
from claims.web.respond import done

from . import selectors, versions
from .errors import IngestError

GET_OR_POST = ["GET", "HEAD", "POST"]
SAYS = {
    ChangeKind.CORRECTED: "The outlet corrected it. Paste the text as it reads now, if there is one.",
    ChangeKind.CHANGED: "It reads otherwise now, and the outlet does not say why. Paste the text.",
    ChangeKind.RETRACTED: "The outlet took it back.",
    ChangeKind.GONE: "It is no longer there.",
    ChangeKind.RESTORED: "What was said of it here was a mistake, or it is there again.",
}


@require_http_methods(GET_OR_POST)
def article_change(request: Request, pk: UUID) -> HttpResponse:
    """Show the form for what became of an article, and take it; a mistake keeps everything typed."""
    if request.method != "POST":
        return _form(request, access_article(request.user, pk, Action.CORRECT))
    kind = request.POST.get("kind", "")
    try:
        with transaction.atomic():
            row = access_article(request.user, pk, Action.CORRECT, lock=True)
            if kind not in SAYS:
                return _form(request, row, problem="Choose what became of the article.", status=422)
            made = versions.article_change(
                user=request.user,
                article=row,
                kind=ChangeKind(kind),
                reason=typed(request, "reason"),
                text=typed(request, "text"),
            )
    except IngestError as problem:
        return _form(request, row, problem=str(problem), status=422)
    return done(request, reverse("claims:article-touches", args=[pk]), _said(made))


def _said(made: versions.Changed) -> str:
    claims, reports = made.marked.claims, made.marked.reports
    if made.change.kind == ChangeKind.RESTORED:
        return "In order again; the marks that were left are taken back."
    if not claims:
        return "On record. No claim rests on this article."
    told = f"On record. {claims:,} claim{'' if claims == 1 else 's'}"
    return f"{told} and {reports:,} report{'' if reports == 1 else 's'} are marked; nothing was flipped."


def _form(request: Request, row: Article, *, problem: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "article": row,
        "version": row.latest,
        "kinds": [(kind, kind.label, words) for kind, words in SAYS.items()],
        "kind": request.POST.get("kind") or request.GET.get("kind") or ChangeKind.CORRECTED,
        "reason": typed(request, "reason"),
        "text": typed(request, "text"),
        "problem": problem,
    }
    return render(request, "claims/ingest/change.html", context, status=status)


@require_http_methods(GET_OR_POST)
def article_check(request: Request, pk: UUID) -> HttpResponse:
    """Give how another look at the address stands, as a fragment; a POST asks for one."""
    if request.method == "POST":
        try:
            with transaction.atomic():
                row = access_article(request.user, pk, Action.INGEST, lock=True)
                versions.article_check_again(user=request.user, article=row)
        except IngestError as problem:
            return done(request, reverse("claims:article", args=[pk]), str(problem))
        return done(request, reverse("claims:article", args=[pk]), "The address is looked at again.")
    row = access_article(request.user, pk, Action.READ)
    context = {"article": row, "after": selectors.aftermath(request.user, row)}
    response = render(request, "claims/ingest/_after.html", context)
    response["Cache-Control"] = "no-store"
    return response
