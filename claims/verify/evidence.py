"""What bears on a claim: added by a person, confirmed or dismissed by a person. No verdict is flipped here.

Callers hold the claim locked (`access_claim(..., lock=True)`) and, for decisions, the evidence too; the
claim is always locked first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.utils import timezone

from claims import record
from claims.models import Claim, Evidence, User
from claims.models.evidence import CREDIBILITIES, RELIABILITIES, EvidenceKind
from claims.states import AssessmentState, EvidenceState, Relation

from .candidates import first_places
from .freshness import claim_touched
from .gathered import Item, can_be_added
from .proposing import UNSETTLING
from .refusal import CannotDecide


class AlreadyDecided(Exception):
    """Somebody else decided about the evidence since the page was opened."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        who = evidence.decided_by.display_name if evidence.decided_by else "Somebody"
        said = f"{who} decided about this evidence first. Nothing was overwritten."
        if evidence.state == EvidenceState.WITHDRAWN:
            said = "The matcher has withdrawn this proposal since. If the claim bears on this one, add it."
        super().__init__(said)


def evidence_add(*, user: User, claim: Claim, item: Item) -> Evidence:
    """Add evidence that a person found; it counts as confirmed by that person. Raises CannotDecide."""
    can_be_added(claim, item)
    withdrawn = Evidence.objects.select_for_update(of=("self",)).filter(
        claim=claim, other=item.other, other__isnull=False, state=EvidenceState.WITHDRAWN
    )
    if row := withdrawn.first():
        return _take_up(user, claim, row, item)
    now = timezone.now()
    evidence = Evidence.objects.create(
        claim=claim,
        kind=item.kind,
        relation=Relation.ABSENCE if item.kind == EvidenceKind.SEARCH else Relation(item.relation),
        state=EvidenceState.CONFIRMED,
        proposed_by=user,
        decided_by=user,
        decided_at=now,
        **item.values,
    )
    after = {"relation": evidence.relation, **item.said}
    record.created(evidence, actor=user, action="evidence.add", note=item.reason, after=after)
    _unsettle(evidence, claim, user)
    return evidence


def _take_up(user: User, claim: Claim, evidence: Evidence, item: Item) -> Evidence:
    """Let a proposal that the matcher withdrew stand as what a person added."""
    record.change(
        evidence,
        actor=user,
        action="evidence.add",
        note=item.reason,
        state=EvidenceState.CONFIRMED,
        relation=Relation(item.relation),
        reason=item.reason,
        body=item.body,
        reliability=item.grade[0],
        credibility=item.grade[1],
        proposed_by=user,
        decided_by=user,
        decided_at=timezone.now(),
    )
    _unsettle(evidence, claim, user)
    return evidence


@dataclass(frozen=True)
class Act:
    """One deed of a person, about one piece of evidence or `of` several at once."""

    id: str = field(default_factory=lambda: uuid4().hex)
    of: int = 1

    @property
    def extra(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the record says of it."""
        return {}, {"act": self.id, **({"of": self.of} if self.of > 1 else {})}


def evidence_confirm(
    *,
    user: User,
    claim: Claim,
    evidence: Evidence,
    relation: str,
    seen: str | None = None,
    act: Act | None = None,
) -> Evidence:
    """Confirm the evidence, under the relation the person chose. Raises AlreadyDecided.

    `seen` is the state the person saw; None means that the caller does not mind.
    """
    _expect(evidence, seen)
    act = act or Act()
    record.change(
        evidence,
        actor=user,
        action="evidence.confirm",
        extra=act.extra,
        state=EvidenceState.CONFIRMED,
        relation=Relation(relation),
        decision_note="",
        decided_by=user,
        decided_at=timezone.now(),
    )
    _unsettle(evidence, claim, user, act.id)
    return evidence


def evidence_dismiss(
    *,
    user: User,
    claim: Claim,
    evidence: Evidence,
    reason: str,
    seen: str | None = None,
    act: Act | None = None,
) -> Evidence:
    """Dismiss the evidence; the row stays, with the reason. Raises AlreadyDecided, CannotDecide.

    A verdict that rests on it needs a re-check then.
    """
    _expect(evidence, seen)
    if not reason.strip():
        raise CannotDecide("Say why this does not bear on the claim.")
    act = act or Act()
    record.change(
        evidence,
        actor=user,
        action="evidence.dismiss",
        note=reason.strip(),
        extra=act.extra,
        state=EvidenceState.DISMISSED,
        decision_note=reason.strip()[:500],
        decided_by=user,
        decided_at=timezone.now(),
    )
    if evidence.assessments.filter(state=AssessmentState.APPROVED).exists():
        claim_touched(claim=claim, cause="evidence it rests on was dismissed", actor=user, act=act.id)
    return evidence


def evidence_grade(*, user: User, evidence: Evidence, grade: tuple[str, str], note: str = "") -> None:
    """Grade the source and the information of the locked evidence; "" on both axes takes a grade back.

    Raises CannotDecide for what the scale does not have.
    """
    reliability, credibility = grade
    if reliability not in {"", *RELIABILITIES} or credibility not in {"", *CREDIBILITIES}:
        raise CannotDecide("Choose from the scale: A to F for the source, 1 to 6 for the information.")
    if (evidence.reliability, evidence.credibility) != grade:
        record.change(
            evidence,
            actor=user,
            action="evidence.grade",
            note=note.strip(),
            reliability=reliability,
            credibility=credibility,
        )


def _expect(evidence: Evidence, seen: str | None) -> None:
    if evidence.state == EvidenceState.WITHDRAWN or (seen is not None and evidence.state != seen):
        raise AlreadyDecided(evidence)


def _unsettle(evidence: Evidence, claim: Claim, user: User, act: str = "") -> None:
    if evidence.relation in UNSETTLING:
        claim_touched(claim=claim, cause=f"later source: {_name(evidence)}"[:300], actor=user, act=act)


def _name(evidence: Evidence) -> str:
    """Return what to call the evidence in a cause: the outlet, the address, or what it is."""
    version = evidence.version
    if evidence.other is not None:
        place = first_places([evidence.other]).get(evidence.other.pk)
        version = place.version if place else None
    if version is not None and version.article.outlet is not None:
        return version.article.outlet.name
    if evidence.document is not None:
        return evidence.document.name
    return evidence.url or EvidenceKind(evidence.kind).label.lower()
