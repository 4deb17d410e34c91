"""Decisions on a claim: accept, reject, ask for a second opinion, offer what was set aside.

Every service takes a claim that the caller holds locked (`access_claim(..., lock=True)`) and the version
the person saw; a stale one raises record.Conflict and nothing is written.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from claims import record, rematch
from claims.models import AuditEntry, BlindReview, Claim, User
from claims.states import CHOSEN_REASONS, RejectReason, Review

Entry = AuditEntry


class CannotDecide(Exception):
    """The decision makes no sense now; the message says why and what to do."""


def still_here(claim: Claim) -> None:
    """Raise CannotDecide when others stand in the claim's place: it was split, merged, or withdrawn."""
    if claim.reject_reason == RejectReason.SPLIT:
        raise CannotDecide("This claim was split. Decide its parts, or undo the split.")
    if claim.reject_reason == RejectReason.WITHDRAWN:
        raise CannotDecide("This claim was withdrawn when a split or an addition was undone.")
    if claim.reject_reason == RejectReason.MERGED:
        raise CannotDecide("This claim was merged into another one. Decide that one, or undo the merge.")


def not_apart(claim: Claim) -> None:
    """Raise CannotDecide when two people decide the claim apart: no one person does."""
    if claim.high_stakes:
        raise CannotDecide(
            "This claim is high-stakes: two people decide it apart. Open its page to give your decision."
        )


def not_half_decided(claim: Claim) -> None:
    """Raise CannotDecide while one of two people has decided apart on the claim: it stays as it was seen."""
    if claim.high_stakes and BlindReview.objects.filter(round__claim=claim, round__closed_at=None).exists():
        raise CannotDecide("Somebody has decided about these very words. Change the claim when both have.")


def claim_accept(*, user: User, claim: Claim, version: int | None = None) -> Entry:
    """Accept the claim as it stands; raises Conflict, CannotDecide."""
    record.expect_version(claim, version)
    still_here(claim)
    not_apart(claim)
    if not takes_part(claim):
        rematch.claims_again([claim])
    return record.change(
        claim,
        actor=user,
        action="claim.accept",
        review_state=Review.ACCEPTED,
        reject_reason="",
        set_aside=False,
        second_opinion=False,
        **reviewed_now(user),
    )


def claim_reject(*, user: User, claim: Claim, reason: str, version: int | None = None) -> Entry:
    """Reject the claim for one of the six reasons; raises Conflict, CannotDecide."""
    record.expect_version(claim, version)
    still_here(claim)
    not_apart(claim)
    if reason not in CHOSEN_REASONS:
        raise CannotDecide("Choose a reason from 1 to 6.")
    if takes_part(claim):
        rematch.claims_again([claim])
    return record.change(
        claim,
        actor=user,
        action="claim.reject",
        review_state=Review.REJECTED,
        reject_reason=RejectReason(reason),
        second_opinion=False,
        **reviewed_now(user),
    )


def claim_second_opinion(*, user: User, claim: Claim, version: int | None = None) -> Entry:
    """Ask somebody else to decide; the claim stays open. Raises Conflict, CannotDecide."""
    record.expect_version(claim, version)
    still_here(claim)
    not_apart(claim)
    if claim.review_state != Review.EXTRACTED:
        raise CannotDecide("This claim is decided. Undo the decision to ask for a second opinion.")
    return record.change(claim, actor=user, action="claim.opinion", second_opinion=True)


def claim_offer(*, user: User, claim: Claim) -> Entry:
    """Put a claim that the machine set aside in front of people."""
    still_here(claim)
    rematch.claims_again([claim])
    return record.change(claim, actor=user, action="claim.offer", set_aside=False)


def takes_part(claim: Claim) -> bool:
    """Whether the claim is compared with others: not rejected, not set aside unless accepted."""
    return claim.review_state == Review.ACCEPTED or (
        claim.review_state == Review.EXTRACTED and not claim.set_aside
    )


def reviewed_now(user: User) -> dict[str, Any]:
    return {"reviewed_by": user, "reviewed_at": timezone.now()}
