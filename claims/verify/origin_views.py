"""Origins on the claim page, corrected by people."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import Action, access_article, access_claim
from claims.web.request import Request, typed

from .answers import claim_answer, claim_changed, uuid_of
from .candidates import first_places
from .origin_ruling import origin_rule
from .refusal import CannotDecide

BESIDE = {"same_origin": "beside", "separate_origin": "apart"}  # fields that name another article
SAID = {
    "other_text": "Not the same text. Claims of both articles are compared again.",
    "same_text": "The same text. Claims of both articles are compared again.",
    "same_origin": "Counted as the same origin.",
    "separate_origin": "Counted as a separate origin.",
    "machine": "Back to what the machine sees.",
}


@require_POST
def origin_rule_add(request: Request, pk: UUID) -> HttpResponse:
    """Take a person's word on the origin of an article that carries the claim."""
    claim = access_claim(request.user, pk, Action.ORIGINS)
    key = uuid_of(request.POST.get("article"))
    if key is None:
        return claim_answer(request, claim, status=422, problem="Choose the article whose origin is meant.")
    article = access_article(request.user, key, Action.READ)
    choice = typed(request, "choice")
    named = uuid_of(request.POST.get(BESIDE.get(choice, "")))
    beside = access_article(request.user, named, Action.READ) if named else None
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.ORIGINS, lock=True)
            place = first_places([claim]).get(claim.pk)
            origin_rule(
                user=request.user,
                claim=claim,
                home=place.version.article if place else None,
                article=article,
                choice=choice,
                reason=typed(request, "reason"),
                beside=beside,
            )
    except CannotDecide as problem:
        return claim_answer(request, claim, status=422, problem=str(problem))
    return claim_changed(request, claim, SAID[choice])
