"""From a reviewed article to a report of its claims, in one step."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims.access import Action, access_article, require
from claims.models import Article
from claims.web.request import Request
from claims.web.respond import done

from . import selectors, services

NOTHING = "None of its claims is accepted yet. Accept those that the report should hold, then come back."


@require_POST
def article_report(request: Request, pk: UUID) -> HttpResponse:
    """Begin a report with the accepted claims of an article in the order of its text, and show it."""
    article = access_article(request.user, pk, Action.READ)
    require(request.user, Action.BUILD_REPORT)
    claims = selectors.accepted_of(article)[: services.MAX_CLAIMS]
    if not claims:
        messages.error(request, NOTHING)
        return redirect("claims:article", pk=article.pk)
    made = services.report_create(user=request.user, desk=article.desk, title=_title(article), claims=claims)
    return done(request, reverse("claims:report", args=[made.pk]))


def _title(article: Article) -> str:
    return str(article)[:300] or "Claims of an article"
