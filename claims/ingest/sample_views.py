"""A sample to look around in, for a newsroom that has no article yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims.access import Action, require
from claims.web.request import Request

from . import demo
from .errors import IngestError


@require_POST
def sample_add(request: Request) -> HttpResponse:
    """Add the sample article to the person's desk and lead to it, where it is split while one watches."""
    require(request.user, Action.INGEST)
    try:
        added = demo.sample_add(user=request.user)
    except IngestError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("claims:article-list"), status=303)
    return HttpResponseRedirect(reverse("claims:article", args=[added.article.pk]), status=303)
