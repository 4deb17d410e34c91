"""The claims that a form of the queue is about: those that are ticked, or all that match its question."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from claims.access import visible_to
from claims.models import Claim
from claims.web.request import Request, typed

from .answers import uuid_of
from .asking import asked_by
from .query import query_of

LONGEST = 4000  # characters of a question; no address is longer


def everything(request: Request) -> bool:
    """Return whether the form is about all claims that match its question."""
    return request.POST.get("all") == "yes"


def question(request: Request) -> str:
    """Return the form's question as a query string. Raises Http404 for one that no page asks."""
    asks = typed(request, "asks")
    if len(asks) > LONGEST:  # cut off it would ask for other claims
        raise Http404("No such claims")
    return asks


def chosen(request: Request) -> QuerySet[Claim]:
    """Return the claims in no order, without those of other desks. Raises Http404 as `question` does."""
    if everything(request):
        return asked_by(request.user, query_of(question(request)))
    ids = {pk for value in request.POST.getlist("claim") if (pk := uuid_of(value))}
    return visible_to(request.user, Claim).filter(pk__in=ids).order_by()
