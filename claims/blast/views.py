"""What a change of an article touches, and the ways to say of a claim that it still stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_article, access_change, access_claims, access_touch, may
from claims.models import ArticleChange
from claims.web.request import Request, typed, whole_number
from claims.web.respond import done

from . import selectors, settling


@require_safe
def article_touches(request: Request, pk: UUID) -> HttpResponse:
    """Show what a change of an article touches: the newest change, or that of `?change=`."""
    article = access_article(request.user, pk, Action.READ)
    changes = selectors.changes_of(request.user, article)
    context = {"article": article, "changes": changes, "may_tick": may(request.user, Action.ASSESS)}
    if changes:
        context |= _change(request, _chosen(changes, request.GET.get("change", "")))
    return render(request, "claims/blast/touches.html", context)


def _chosen(changes: list[ArticleChange], wanted: str) -> ArticleChange:
    found = [row for row in changes if str(row.pk) == wanted] if wanted else changes[:1]
    if not found:
        raise Http404("No such change")
    return found[0]


def _change(request: Request, change: ArticleChange) -> dict[str, Any]:
    start = whole_number(request.GET.get("from"), default=0) or 0
    rows, total = selectors.lines(request.user, change, start)
    return {
        "change": change,
        "lines": rows,
        "total": total,
        "reports": selectors.reports_of(request.user, change),
        "same": selectors.same_words(request.user, change).count(),
        "back": max(0, start - selectors.PAGE) if start else None,
        "more": start + selectors.PAGE if start + selectors.PAGE < total else None,
    }


@require_POST
def touch_stand(request: Request, pk: UUID) -> HttpResponse:
    """Say that a touched claim still stands, with a note if there is one; `do=reopen` takes that back."""
    touch = access_touch(request.user, pk, Action.ASSESS)
    change, claim = touch.change, touch.claim_id
    with transaction.atomic():
        claims = access_claims(request.user, [claim], Action.ASSESS)
        if request.POST.get("do") == "reopen":
            did = settling.touch_reopen(user=request.user, claim=claims[claim], change=change)
            words = "To be looked at again."
        else:
            note = " ".join(typed(request, "note").split())[:500]
            rows = claims.values()
            did = bool(settling.touches_stand(user=request.user, claims=rows, change=change, note=note))
            words = "Still stands; the mark of this change is gone."
    return done(request, _page(change), words if did else "Somebody was before you; nothing was changed.")


@require_POST
def change_stand(request: Request, pk: UUID) -> HttpResponse:
    """Say that all claims whose sentence is unchanged still stand."""
    change = access_change(request.user, pk, Action.ASSESS)
    with transaction.atomic():
        wanted = list(selectors.same_words(request.user, change).values_list("claim", flat=True))
        claims = access_claims(request.user, wanted, Action.ASSESS)
        count = settling.touches_stand(
            user=request.user, claims=claims.values(), change=change, note="The sentence is unchanged."
        )
    words = "1 claim still stands." if count == 1 else f"{count:,} claims still stand."
    return done(request, _page(change), words)


def _page(change: ArticleChange) -> str:
    page = reverse("claims:article-touches", args=[change.article_id])
    return f"{page}?change={change.pk}#touched-claims"
