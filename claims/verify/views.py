"""The claim page and its verdict: each view opens the door, calls one service, answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_assessment, access_claim
from claims.models import Assessment, Claim
from claims.record import Conflict
from claims.review import decisions, presence
from claims.states import AssessmentState, Review
from claims.web.request import Request, typed
from claims.web.respond import done
from claims.web.vocabulary import verdict_label

from . import assessments, claim_reads, selectors
from .answers import claim_answer, claim_changed, claim_url, seen_version
from .asof_views import claim_as_of
from .forms import VerdictForm
from .refusal import CannotDecide


@require_safe
def claim(request: Request, pk: UUID) -> HttpResponse:
    """Show a claim: what it says, who said it, what bears on it, and its verdict; or as of a moment."""
    if "as_of" in request.GET:
        return claim_as_of(request, pk)
    found = access_claim(request.user, pk, Action.READ, shape=claim_reads.in_full)
    return claim_answer(request, found, loaded=True)


@require_safe
def claim_here(request: Request, pk: UUID) -> HttpResponse:
    """Say who else has the page of a claim open; asking is being there."""
    found = access_claim(request.user, pk, Action.READ)
    context = {"claim": found, "lookers": presence.looking(found.pk, request.user)}
    response = render(request, "claims/verify/_here.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_submit(request: Request, pk: UUID) -> HttpResponse:
    """Show the form of a verdict, or submit it for somebody else's approval."""
    found = access_claim(request.user, pk, Action.ASSESS)
    form = VerdictForm(request.POST or None, claim=found, initial=_initial(found))
    if request.method != "POST":
        return _verdict_page(request, found, form)
    if not form.is_valid():
        return _verdict_page(request, found, form, status=422)
    try:
        with transaction.atomic():
            locked = access_claim(request.user, pk, Action.ASSESS, lock=True)
            assessments.assessment_submit(
                user=request.user, claim=locked, opinion=_opinion(locked, form), version=seen_version(request)
            )
    except Conflict as conflict:
        return _verdict_page(request, conflict.row, form, status=409, conflict=conflict)
    except CannotDecide as problem:
        return _verdict_page(request, found, form, status=422, problem=str(problem))
    words = f"{verdict_label(form.cleaned_data['verdict'])} submitted. Somebody else approves it."
    return done(request, claim_url(found), words)


def _initial(found: Claim) -> dict[str, Any]:
    """Return what the form starts with: the proposal that was sent back, else the claim as it stands."""
    sent_back = found.assessments.filter(state=AssessmentState.CHANGES_REQUESTED).first()
    if sent_back is None:
        return {"attribution_verdict": found.attribution_verdict}
    return {
        "verdict": sent_back.verdict,
        "attribution_verdict": sent_back.attribution_verdict,
        "reason": sent_back.reason,
        "rests_on": [str(row.pk) for row in sent_back.rests_on.all()],
    }


def _opinion(found: Claim, form: VerdictForm) -> assessments.Opinion:
    data = form.cleaned_data
    return assessments.Opinion(
        verdict=data["verdict"],
        attribution_verdict=data["attribution_verdict"],
        reason=data["reason"],
        rests_on=list(found.evidence.filter(pk__in=data["rests_on"])),
    )


def _verdict_page(
    request: Request, found: Claim, form: VerdictForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    conflict: Conflict | None = more.get("conflict")
    changes = claim_reads.changes_since(conflict.row, conflict.expected) if conflict else []
    context = {"page": selectors.claim_page(request.user, found), "form": form, "changes": changes, **more}
    return render(request, "claims/verify/verdict.html", {"claim": found, **context}, status=status)


@require_POST
def assessment_accept_first(request: Request, pk: UUID) -> HttpResponse:
    """Accept the claim where its verdict is missing, and go on to the verdict."""
    with transaction.atomic():
        found = access_claim(request.user, pk, Action.REVIEW, lock=True)
        try:
            if found.review_state != Review.ACCEPTED:
                decisions.claim_accept(user=request.user, claim=found, version=seen_version(request))
        except Conflict:
            return claim_answer(
                request, found, status=409, problem="This claim changed a moment ago. Look again."
            )
        except decisions.CannotDecide as refused:
            return claim_answer(request, found, status=422, problem=str(refused))
    return done(request, reverse("claims:assessment-submit", args=[pk]), "Claim accepted.")


@require_POST
def assessment_approve(request: Request, pk: UUID) -> HttpResponse:
    """Approve somebody else's verdict."""
    return _decide(
        request,
        pk,
        lambda found, row: assessments.assessment_approve(
            user=request.user, claim=found, assessment=row, version=seen_version(request)
        ),
        "Verdict approved.",
    )


@require_POST
def assessment_return(request: Request, pk: UUID) -> HttpResponse:
    """Ask the author of a verdict for changes."""
    note = typed(request, "note")
    return _decide(
        request,
        pk,
        lambda found, row: assessments.assessment_return(
            user=request.user, claim=found, assessment=row, note=note, version=seen_version(request)
        ),
        "Changes requested.",
        note=note,
    )


def _decide(
    request: Request, pk: UUID, decide: Callable[[Claim, Assessment], object], words: str, note: str = ""
) -> HttpResponse:
    """Lock claim and verdict, let `decide` change them, answer; refusals keep the note that was typed."""
    found = access_assessment(request.user, pk, Action.APPROVE)
    try:
        with transaction.atomic():
            locked = access_claim(request.user, found.claim_id, Action.APPROVE, lock=True)
            decide(locked, access_assessment(request.user, pk, Action.APPROVE, lock=True))
    except Conflict as conflict:
        problem = f"Not saved. {claim_reads.changed_by(conflict.row)} Look at it again, then decide."
        return claim_answer(request, conflict.row, status=409, problem=problem, note=note)
    except assessments.OwnVerdict as refused:
        return claim_answer(request, locked, status=403, problem=str(refused), note=note)
    except assessments.Outrun as refused:
        return claim_answer(request, locked, status=409, problem=str(refused), note=note)
    except CannotDecide as refused:
        return claim_answer(request, locked, status=422, problem=str(refused), note=note)
    return claim_changed(request, locked, words)
