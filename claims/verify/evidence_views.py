"""Evidence on the claim page: find it, add it, confirm it, dismiss it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_article, access_claim, access_evidence
from claims.models import Claim, Evidence
from claims.states import Relation
from claims.web.request import Request, typed
from claims.web.respond import done, fragment
from claims.web.vocabulary import relation_label

from . import evidence, search
from .answers import claim_answer, claim_changed, claim_url
from .forms import EvidenceForm
from .refusal import CannotDecide

CONFIRMABLE = frozenset(Relation) - {Relation.ABSENCE}


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: Request, pk: UUID) -> HttpResponse:
    """Show the form, look for later claims and articles (button "Search"), or add the evidence."""
    claim = access_claim(request.user, pk, Action.EVIDENCE)
    if request.method != "POST":
        return _form_page(request, claim, EvidenceForm())
    form = EvidenceForm(request.POST)
    if "find" in request.POST:
        return _form_page(request, claim, EvidenceForm(initial=request.POST.dict()))
    if not form.is_valid():
        return _form_page(request, claim, form, status=422)
    try:
        with transaction.atomic():
            locked = access_claim(request.user, pk, Action.EVIDENCE, lock=True)
            evidence.evidence_add(user=request.user, claim=locked, item=_item(request, form))
    except CannotDecide as problem:
        return _form_page(request, claim, form, status=422, problem=str(problem))
    return done(request, claim_url(claim), "Evidence added.")


def _item(request: Request, form: EvidenceForm) -> evidence.Item:
    """Return what the form gives; raises CannotDecide for an article without text, Http404."""
    data = form.cleaned_data
    other = version = None
    if data["kind"] == "later":
        kind, key = data["chosen"]
        if kind == "claim":
            other = access_claim(request.user, key, Action.READ)
        else:
            version = access_article(request.user, key, Action.READ).latest
            if version is None:
                raise CannotDecide("That article has no text yet. Choose another one.")
    return evidence.Item(
        kind=form.stored_kind,
        relation=data["relation"],
        body=form.words,
        url=data["url"] if data["kind"] == "url" else "",
        other=other,
        version=version,
        reason=data["reason"],
    )


def _form_page(
    request: Request, claim: Claim, form: EvidenceForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    words = str(form["q"].value() or "")
    context = {
        "claim": claim,
        "form": form,
        "found": search.later_things(request.user, claim, words) if words else [],
        "searched": bool(words),
        **more,
    }
    return render(request, "claims/verify/evidence.html", context, status=status)


@require_safe
def evidence_search(request: Request, pk: UUID) -> HttpResponse:
    """Return the choices for the search field: claims and articles of the desk that fit the words."""
    claim = access_claim(request.user, pk, Action.EVIDENCE)
    found = search.later_things(request.user, claim, request.GET.get("q", ""))
    return fragment(request, "claims/verify/_options.html", {"found": found})


@require_POST
def evidence_confirm(request: Request, pk: UUID) -> HttpResponse:
    """Confirm evidence under the relation the person chose."""
    relation = request.POST.get("relation", "")

    def confirm(claim: Claim, row: Evidence) -> None:
        if relation not in CONFIRMABLE and relation != row.relation:
            raise CannotDecide("Choose how it bears on the claim.")
        evidence.evidence_confirm(
            user=request.user, claim=claim, evidence=row, relation=relation, seen=request.POST.get("seen")
        )

    words = f"Confirmed: {relation_label(relation).lower()}." if relation in set(Relation) else ""
    return _decide(request, pk, confirm, words)


@require_POST
def evidence_dismiss(request: Request, pk: UUID) -> HttpResponse:
    """Dismiss evidence for a reason; the row stays."""
    reason = typed(request, "reason")
    return _decide(
        request,
        pk,
        lambda claim, row: evidence.evidence_dismiss(
            user=request.user, claim=claim, evidence=row, reason=reason, seen=request.POST.get("seen")
        ),
        "Dismissed. It stays in the list with its reason.",
    )


def _decide(
    request: Request, pk: UUID, decide: Callable[[Claim, Evidence], object], words: str
) -> HttpResponse:
    """Lock the claim, then the evidence, let `decide` change them, and answer."""
    found = access_evidence(request.user, pk, Action.EVIDENCE)
    try:
        with transaction.atomic():
            claim = access_claim(request.user, found.claim_id, Action.EVIDENCE, lock=True)
            decide(claim, access_evidence(request.user, pk, Action.EVIDENCE, lock=True))
    except evidence.AlreadyDecided as conflict:
        return claim_answer(request, claim, status=409, problem=str(conflict))
    except CannotDecide as problem:
        return claim_answer(request, claim, status=422, problem=str(problem))
    return claim_changed(request, claim, words)
