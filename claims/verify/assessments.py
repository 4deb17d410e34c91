"""Verdicts: proposed by one person, approved by another. Only an approval writes the verdict of a claim.

Callers hold the claim locked (`access_claim(..., lock=True)`), so two decisions on one claim never cross.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from claims import record
from claims.blast import settling
from claims.models import Assessment, Claim, Evidence, User
from claims.states import (
    AssessmentState,
    AttributionVerdict,
    EvidenceState,
    Freshness,
    Relation,
    Review,
    Verdict,
)

from .assignments import assignments_finish
from .freshness import recheck_time, times_held
from .origins import Origins
from .refusal import CannotDecide

GONE = "Evidence that this verdict rests on was withdrawn or dismissed since. Look at what is left."
OPEN = (AssessmentState.SUBMITTED, AssessmentState.CHANGES_REQUESTED, AssessmentState.DRAFT)


class OwnVerdict(CannotDecide):
    """The author of a verdict may not approve it."""


class Outrun(CannotDecide):
    """The proposed verdict is no longer waiting: somebody decided or replaced it first."""


@dataclass(frozen=True)
class Opinion:
    """A verdict as a person proposes it, with the evidence it rests on."""

    verdict: str
    attribution_verdict: str
    reason: str
    rests_on: Sequence[Evidence] = ()


def assessment_submit(
    *, user: User, claim: Claim, opinion: Opinion, version: int | None = None
) -> Assessment:
    """Propose a verdict; an own earlier proposal is superseded. Raises Conflict, CannotDecide."""
    record.expect_version(claim, version)
    _can_be_assessed(claim, opinion)
    _replace_open(claim, user)
    assessment = Assessment.objects.create(
        claim=claim,
        verdict=Verdict(opinion.verdict),
        attribution_verdict=AttributionVerdict(opinion.attribution_verdict),
        reason=opinion.reason.strip(),
        state=AssessmentState.SUBMITTED,
        author=user,
        submitted_at=timezone.now(),
    )
    assessment.rests_on.set(opinion.rests_on)
    record.created(
        assessment,
        actor=user,
        action="assessment.submit",
        note=assessment.reason,
        after={
            "verdict": assessment.verdict,
            "attribution_verdict": assessment.attribution_verdict,
            "rests_on": list(opinion.rests_on),
        },
    )
    return assessment


def _can_be_assessed(claim: Claim, opinion: Opinion) -> None:
    if claim.review_state != Review.ACCEPTED:
        raise CannotDecide("Only an accepted claim gets a verdict. Accept the claim first.")
    if opinion.verdict == Verdict.UNASSESSED:
        raise CannotDecide("Choose a verdict.")
    if not opinion.reason.strip():
        raise CannotDecide("Say why: a verdict needs a reason.")
    if any(evidence.claim_id != claim.pk for evidence in opinion.rests_on):
        raise CannotDecide("A verdict rests on evidence of its own claim only.")


def _replace_open(claim: Claim, user: User) -> None:
    """Supersede what is open; another person's waiting proposal is not pushed aside."""
    for earlier in claim.assessments.select_for_update().filter(state__in=OPEN):
        if earlier.state == AssessmentState.SUBMITTED and earlier.author_id != user.pk:
            raise CannotDecide(
                f"The verdict that {earlier.author.display_name} proposed waits for approval. "
                "Approve it or ask for changes first."
            )
        record.change(earlier, actor=user, action="assessment.supersede", state=AssessmentState.SUPERSEDED)


def assessment_approve(
    *, user: User, claim: Claim, assessment: Assessment, version: int | None = None
) -> Assessment:
    """Approve somebody else's verdict: the claim takes it over. Raises Conflict, OwnVerdict, Outrun.

    The verdict approved before is superseded, the freshness becomes current, the next re-check is set, and
    the claim's open assignment is done: what it was handed out for has happened.
    """
    record.expect_version(claim, version)
    _can_be_decided(assessment, user)
    now, held = timezone.now(), times_held(claim, assessment.verdict)
    for earlier in claim.assessments.select_for_update().filter(state=AssessmentState.APPROVED):
        record.change(earlier, actor=user, action="assessment.supersede", state=AssessmentState.SUPERSEDED)
    record.change(
        assessment,
        actor=user,
        action="assessment.approve",
        state=AssessmentState.APPROVED,
        approver=user,
        decided_at=now,
    )
    record.change(
        claim,
        actor=user,
        action="claim.verdict",
        verdict=Verdict(assessment.verdict),
        attribution_verdict=AttributionVerdict(assessment.attribution_verdict),
        freshness=Freshness.CURRENT,
        freshness_cause="",
        recheck_at=recheck_time(claim, now=now, held=held),
    )
    settling.touches_answered(user=user, claim=claim)
    assignments_finish(claim=claim, actor=user, note="Verdict approved")
    return assessment


def assessment_return(
    *, user: User, claim: Claim, assessment: Assessment, note: str, version: int | None = None
) -> Assessment:
    """Ask the author for changes, saying which. Raises Conflict, OwnVerdict, Outrun, CannotDecide."""
    record.expect_version(claim, version)
    _can_be_decided(assessment, user)
    if not note.strip():
        raise CannotDecide("Say what should change.")
    record.change(
        assessment,
        actor=user,
        action="assessment.return",
        note=note.strip(),
        state=AssessmentState.CHANGES_REQUESTED,
        approver=user,
        decided_at=timezone.now(),
        decision_note=note.strip(),
    )
    return assessment


def _can_be_decided(assessment: Assessment, user: User) -> None:
    if assessment.author_id == user.pk:
        raise OwnVerdict("You proposed this verdict. Somebody else decides about it.")
    if assessment.state != AssessmentState.SUBMITTED:
        raise Outrun("This verdict is no longer waiting: it was decided or replaced a moment ago.")


def warnings(verdict: str, evidence: Sequence[Evidence]) -> list[str]:
    """Return what speaks against approving `verdict` on this evidence. They warn and do not block.

    Evidence may stand outside the tool, and the second person is the one who judges that.
    """
    relations = {row.relation for row in evidence if row.state == EvidenceState.CONFIRMED}
    found = []
    if verdict == Verdict.CORROBORATED and Relation.CORROBORATES not in relations:
        found.append(
            "No confirmed evidence corroborates this claim. Say in the reason which second source does."
        )
    if verdict == Verdict.DISPUTED and Relation.CONTRADICTS not in relations:
        found.append("No confirmed evidence contradicts this claim. Say in the reason who disputes it.")
    if verdict == Verdict.INACCURATE and not relations & {Relation.CONTRADICTS, Relation.UPDATES}:
        found.append(
            "No confirmed evidence contradicts or updates this claim. Say in the reason what refutes it."
        )
    if verdict == Verdict.SINGLE_SOURCE and Relation.CORROBORATES in relations:
        found.append("Confirmed evidence corroborates this claim, so it may have more than one source.")
    return found


def against(
    waiting: Assessment,
    evidence: Sequence[Evidence],
    rests: Mapping[UUID, Sequence[Evidence]],
    origins: Origins,
) -> list[str]:
    """Return what speaks against approving the verdict that waits: its evidence, and the count of origins."""
    gone = any(row.state == EvidenceState.DISMISSED for row in rests.get(waiting.pk, ()))
    found = [*warnings(waiting.verdict, evidence), *origins.doubts(waiting.verdict)]
    return [*found, GONE] if gone else found
