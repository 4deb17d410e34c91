"""Claims of the queue as a file: what a report's CSV says of each, without a report around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from claims.access import Action, require, visible_to
from claims.models import Claim
from claims.review.asking import asked_by
from claims.review.query import query_of, read_query
from claims.web.request import Request, typed

from . import builder, selectors
from .formats import csv

AT_ONCE = 200  # claims that are read together
MOST = 50_000


@require_http_methods(["GET", "HEAD", "POST"])
def claims_export(request: Request) -> HttpResponseBase:
    """Send the claims that are named, or all that a question finds, as CSV, streamed."""
    require(request.user, Action.READ)
    named = selectors.ids_in(request.POST.getlist("claim"))
    if request.method == "POST" and request.POST.get("all") != "yes":
        rows = visible_to(request.user, Claim).filter(pk__in=named).order_by()
    else:
        sent = (
            query_of(typed(request, "asks")[:4000]) if request.method == "POST" else read_query(request.GET)
        )
        rows = asked_by(request.user, sent)
    ids = list(rows.order_by("-worth", "id").values_list("pk", flat=True)[:MOST])
    edition = {"number": "", "as_of": builder.moment(timezone.now())}
    content = {"report": {"title": "", "id": ""}, "edition": edition, "claims": _claims(ids)}
    response = StreamingHttpResponse(csv.render(content), content_type=csv.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="claims-{timezone.now():%Y-%m-%dT%H%MZ}.csv"'
    return response


def _claims(ids: list[UUID]) -> Iterator[dict[str, Any]]:
    """Yield what an edition would say of each claim, some hundred read at a time."""
    now = timezone.now()
    for begin in range(0, len(ids), AT_ONCE):
        part = ids[begin : begin + AT_ONCE]
        found = selectors.claims_in_full(Claim.objects.all()).in_bulk(part)
        for position, pk in enumerate(part, begin + 1):
            if pk in found:
                yield builder.claim_of(found[pk], position, now)
