"""Rounds of two independent decisions on a high-stakes claim.

An editor marks the claim; two people decide, neither seeing what the other decided. When both agree the claim
is decided, else an editor who was neither of the two settles it. Every service takes the claim locked. Before
both are in, the record says who decided and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from claims import record, rematch
from claims.models import BlindReview, BlindRound, Claim, User
from claims.models.blind import Decision, Outcome
from claims.states import CHOSEN_REASONS, AttributionVerdict, RejectReason, Review

from ..decisions import CannotDecide, reviewed_now, still_here, takes_part


@dataclass(frozen=True)
class Opinion:
    """What one person holds of a claim."""

    decision: str
    reason: str = ""  # of a rejection
    attribution: str = ""  # "" when not looked at
    note: str = ""


def stakes_mark(*, user: User, claim: Claim, reason: str, version: int | None = None) -> BlindRound:
    """Mark an undecided claim high-stakes and open its round. Raises Conflict, CannotDecide."""
    record.expect_version(claim, version)
    still_here(claim)
    if claim.high_stakes:
        raise CannotDecide("This claim is marked high-stakes already.")
    if claim.review_state != Review.EXTRACTED:
        raise CannotDecide("This claim is decided. Whoever decided it can undo that; then mark it.")
    if not reason.strip():
        raise CannotDecide("Say why this claim is high-stakes.")
    found = BlindRound.objects.create(claim=claim, reason=reason.strip()[:500], opened_by=user)
    record.change(claim, actor=user, action="claim.stakes", note=found.reason, high_stakes=True)
    return found


def stakes_lift(*, user: User, claim: Claim, note: str, version: int | None = None) -> BlindRound | None:
    """Take the mark back, with a reason; a round that is open ends with it. Raises Conflict, CannotDecide."""
    record.expect_version(claim, version)
    if not claim.high_stakes:
        raise CannotDecide("This claim is not marked high-stakes.")
    if not note.strip():
        raise CannotDecide("Say why the mark is taken back.")
    found = open_round(claim)
    if found is not None:
        _close(found, Outcome.LIFTED, note=note.strip()[:500])
    record.change(claim, actor=user, action="claim.stakes_lift", note=note.strip()[:500], high_stakes=False)
    return found


def blind_review(*, user: User, claim: Claim, opinion: Opinion, version: int | None = None) -> BlindRound:
    """Store one person's decision; the second one settles the claim when both agree. Raises CannotDecide."""
    found = open_round(claim)
    if found is None:
        raise CannotDecide("Nobody is asked for an independent decision on this claim.")
    if found.complete:
        raise CannotDecide("Two people have decided already. An editor settles what they differ on.")
    record.expect_version(claim, version)
    _check(opinion)
    first = found.reviews.first()
    if first is not None and first.reviewer_id == user.pk:
        raise CannotDecide("You have decided already. The second decision is somebody else's.")
    row = BlindReview.objects.create(
        round=found,
        claim=claim,
        number=2 if first else 1,
        reviewer=user,
        decision=opinion.decision,
        reason=opinion.reason,
        attribution=opinion.attribution,
        note=opinion.note.strip()[:2000],
    )
    record.created(row, actor=user, action="claim.blind")  # without what was decided: others read the record
    if first is not None:
        _complete(user, claim, found, first, row)
    return found


def adjudicate(*, user: User, claim: Claim, opinion: Opinion, version: int | None = None) -> BlindRound:
    """Settle what two people differ on; by neither of them. Raises Conflict, CannotDecide."""
    found = open_round(claim)
    if found is None or not found.complete:
        raise CannotDecide("There is nothing to settle on this claim.")
    record.expect_version(claim, version)
    if found.reviews.filter(reviewer=user).exists():
        raise CannotDecide("You are one of the two who decided. Another editor settles it.")
    _check(opinion)
    if not opinion.note.strip():
        raise CannotDecide("Say why it is settled so.")
    note = opinion.note.strip()[:500]
    _close(found, Outcome.ADJUDICATED, decision=opinion.decision, adjudicator=user, note=note)
    _settle(user, claim, found, opinion, note)
    return found


def open_round(claim: Claim) -> BlindRound | None:
    """Return the round of the claim that is not closed, None without one."""
    return BlindRound.objects.filter(claim=claim, closed_at=None).first()


def agree(one: BlindReview, other: BlindReview) -> bool:
    """Whether two decisions are one: same decision and reason, and no word against a word on the source."""
    sources = {one.attribution, other.attribution} - {""}
    return (one.decision, one.reason) == (other.decision, other.reason) and len(sources) < 2


def _check(opinion: Opinion) -> None:
    if opinion.decision not in set(Decision):
        raise CannotDecide("Choose whether to accept or to reject the claim.")
    if opinion.decision == Decision.REJECT and opinion.reason not in CHOSEN_REASONS:
        raise CannotDecide("Choose a reason for the rejection.")
    if opinion.decision == Decision.ACCEPT and opinion.reason:
        raise CannotDecide("A reason belongs to a rejection only.")
    if opinion.attribution and opinion.attribution not in set(AttributionVerdict):
        raise CannotDecide("Choose whether the source said it from the list.")


def _complete(user: User, claim: Claim, found: BlindRound, first: BlindReview, second: BlindReview) -> None:
    found.complete, found.completed_at = True, timezone.now()
    found.save(update_fields=["complete", "completed_at"])
    if not agree(first, second):
        record.created(found, actor=None, action="claim.blind_differ", after=_both(first, second))
        return
    _close(found, Outcome.AGREED, decision=first.decision)
    attribution = first.attribution or second.attribution
    _settle(user, claim, found, Opinion(first.decision, first.reason, attribution), "", _both(first, second))


def _both(first: BlindReview, second: BlindReview) -> dict[str, Any]:
    names = ("reviewer", "decision", "reason", "attribution")
    return {"reviews": [{name: str(getattr(row, name)) for name in names} for row in (first, second)]}


def _close(found: BlindRound, outcome: Outcome, **values: Any) -> None:
    values |= {"outcome": outcome, "closed_at": timezone.now()}
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=sorted(values))


def _settle(
    user: User,
    claim: Claim,
    found: BlindRound,
    opinion: Opinion,
    note: str,
    beside: dict[str, Any] | None = None,
) -> None:
    """Write what the round came to on the claim, in one entry of the record."""
    accepted = opinion.decision == Decision.ACCEPT
    if takes_part(claim) != accepted:
        rematch.claims_again([claim])
    values: dict[str, Any] = {"attribution_verdict": opinion.attribution} if opinion.attribution else {}
    record.change(
        claim,
        actor=user,
        action="claim.settle" if found.outcome == Outcome.ADJUDICATED else "claim.agree",
        note=note,
        extra=({}, beside) if beside else None,
        review_state=Review.ACCEPTED if accepted else Review.REJECTED,
        reject_reason="" if accepted else RejectReason(opinion.reason),
        set_aside=False if accepted else claim.set_aside,
        second_opinion=False,
        **values,
        **reviewed_now(user),
    )
