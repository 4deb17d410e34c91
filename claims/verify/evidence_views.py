"""Evidence on the claim page: confirm it, dismiss it, take that back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_claim, access_evidence
from claims.models import Claim, Evidence
from claims.states import EvidenceState, Relation
from claims.web.request import Request, typed
from claims.web.respond import fragment
from claims.web.vocabulary import relation_label

from . import evidence, notices, proposals, taking_back
from .answers import alike, claim_answer, claim_changed, uuid_of
from .refusal import CannotDecide

CONFIRMABLE = frozenset(Relation) - {Relation.ABSENCE}


@require_POST
def evidence_confirm(request: Request, pk: UUID) -> HttpResponse:
    """Confirm evidence, alone or with all of its group, under the relation the person chose."""
    relation = request.POST.get("relation", "")

    def confirm(claim: Claim, row: Evidence, seen: str | None, act: evidence.Act) -> None:
        if relation not in CONFIRMABLE and relation != row.relation:
            raise CannotDecide("Choose how it bears on the claim.")
        evidence.evidence_confirm(
            user=request.user, claim=claim, evidence=row, relation=relation, seen=seen, act=act
        )

    words = f"Confirmed: {relation_label(relation).lower()}." if relation in set(Relation) else ""
    return _decide(request, pk, confirm, words)


@require_POST
def evidence_dismiss(request: Request, pk: UUID) -> HttpResponse:
    """Dismiss evidence, alone or with all of its group, for a reason; the rows stay."""
    reason = typed(request, "reason")

    def dismiss(claim: Claim, row: Evidence, seen: str | None, act: evidence.Act) -> None:
        evidence.evidence_dismiss(
            user=request.user, claim=claim, evidence=row, reason=reason, seen=seen, act=act
        )

    return _decide(request, pk, dismiss, "Dismissed. It stays in the list with its reason.")


Deed = Callable[[Claim, Evidence, str | None, evidence.Act], object]


def _decide(request: Request, pk: UUID, decide: Deed, words: str) -> HttpResponse:
    """Lock the claim, then the evidence, let `decide` change them, and answer."""
    found = access_evidence(request.user, pk, Action.EVIDENCE)
    try:
        with transaction.atomic():
            claim = access_claim(request.user, found.claim_id, Action.EVIDENCE, lock=True)
            row = access_evidence(request.user, pk, Action.EVIDENCE, lock=True)
            more = _group_of(row, request.POST.get("until", ""))
            act = evidence.Act(of=1 + len(more))
            decide(claim, row, request.POST.get("seen"), act)
            for other in more:
                decide(claim, other, None, act)
            notices.seen(request.user, claim)
    except evidence.AlreadyDecided as conflict:
        return claim_answer(request, claim, status=409, problem=str(conflict))
    except CannotDecide as problem:
        return claim_answer(request, claim, status=422, problem=str(problem))
    together = f" All {act.of} of this origin." if more else ""
    return claim_changed(request, claim, f"{words}{together}", undo=True)


def _group_of(row: Evidence, until: str) -> list[Evidence]:
    """Return the open rows, locked, that the person saw as one with `row`: none that came after the page."""
    shown = parse_datetime(until) if until else None
    group = proposals.group_with(proposals.groups_of(row.claim_id), row.pk) if shown else None
    if shown is None or group is None or not is_aware(shown):
        return []
    ids = [one.pk for one in group.rows if one.pk != row.pk and one.created_at <= shown]
    return list(
        Evidence.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, state=EvidenceState.PROPOSED)
        .order_by("pk")
    )


@require_POST
def evidence_undo(request: Request, pk: UUID) -> HttpResponse:
    """Take back the person's last decision about evidence of a claim."""
    with transaction.atomic():
        claim = access_claim(request.user, pk, Action.EVIDENCE, lock=True)
        try:
            taking_back.evidence_undo(user=request.user, claim=claim)
        except CannotDecide as problem:
            return claim_answer(request, claim, status=422, problem=str(problem))
    return claim_changed(request, claim, "Undone. It waits for a decision again.")


@require_safe
def evidence_group(request: Request, pk: UUID) -> HttpResponse:
    """Return the next rows of the folded list of proposals that are one with this one."""
    row = access_evidence(request.user, pk, Action.READ)
    group = proposals.group_with(proposals.groups_of(row.claim_id), pk)
    after = uuid_of(request.GET.get("after"))
    return fragment(request, "claims/verify/_alike.html", alike(group, after) if group else {})
