"""What a person sees of a lease, and how an editor takes a claim over from somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from claims import record
from claims.models import AuditEntry, Claim, User

from .decisions import CannotDecide
from .queue import held_by_other


@dataclass(frozen=True)
class Lease:
    """Who is on a claim, until when, and how many seconds are left."""

    holder: User
    until: datetime
    seconds: int
    mine: bool

    @property
    def minutes(self) -> int:
        """The minutes left, the begun one counted."""
        return -(-self.seconds // 60)


def lease_of(claim: Claim | None, user: User) -> Lease | None:
    """Return the lease that runs on `claim`, None when nobody is on it."""
    if claim is None or claim.lease_holder is None or claim.lease_until is None:
        return None
    seconds = int((claim.lease_until - timezone.now()).total_seconds())
    if seconds <= 0:
        return None
    return Lease(claim.lease_holder, claim.lease_until, seconds, claim.lease_holder_id == user.pk)


def claim_take_over(*, user: User, claim: Claim, reason: str) -> AuditEntry:
    """Give `user` the lease that somebody else has on the locked `claim`; raises CannotDecide.

    A lease itself is no matter for the record, taking one away is: the entry carries the reason. It makes a
    new version, so what the other person saves next meets a conflict that keeps everything typed. Who changed
    the claim last stays as it is: nothing about the claim was changed.
    """
    if not reason:
        raise CannotDecide("Say why you take the claim over. The other person reads it.")
    if not held_by_other(claim, user):
        raise CannotDecide("Nobody is on this claim any more. You can decide it.")
    return record.change(
        claim,
        actor=user,
        action="claim.take_over",
        note=reason,
        stamp=False,
        lease_holder=user,
        lease_until=timezone.now() + settings.REVIEW_LEASE,
    )
