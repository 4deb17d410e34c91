"""Somebody looks at a touched claim again: it still stands, or the mark is taken back.

Nothing else clears it but a new verdict, which settles all touches of its claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils import timezone

from claims import record_many
from claims.models import ArticleChange, Claim, Touch, User
from claims.models.blast import Outcome
from claims.states import Freshness

Mark = tuple[UUID, Freshness, str]


def touches_stand(*, user: User, claims: Collection[Claim], change: ArticleChange, note: str = "") -> int:
    """Tick off what `change` means for the locked claims: they still stand; returns how many were open.

    The mark goes when no other change touches the claim; what marked it before any change comes back.
    """
    return _settle(user, claims, [change.pk], Outcome.STANDS, "claim.stands", note)


def touches_take_back(
    *, user: User | None, claims: Collection[Claim], changes: Sequence[ArticleChange], note: str
) -> int:
    """Take back the marks that `changes` left on the locked claims; returns how many were open."""
    pks = [change.pk for change in changes]
    return _settle(user, claims, pks, Outcome.TAKEN_BACK, "claim.current", note)


def touch_reopen(*, user: User, claim: Claim, change: ArticleChange) -> bool:
    """Take back that the locked claim still stands: it is marked again. False when it was not ticked off."""
    rows = Touch.objects.filter(claim=claim, change=change, outcome=Outcome.STANDS)
    if not rows.update(outcome=Outcome.OPEN, settled_at=None, settled_by=None, note=""):
        return False
    record_many.freshened(
        [(claim.pk, Freshness.NEEDS_RECHECK, change.cause)], actor=user, action="claim.reopen"
    )
    return True


def touches_answered(*, user: User, claim: Claim) -> None:
    """Settle everything that touches the locked `claim`: a new verdict was approved, knowing of it."""
    Touch.objects.filter(claim=claim, outcome=Outcome.OPEN).update(
        outcome=Outcome.VERDICT, settled_at=timezone.now(), settled_by=user
    )


def _settle(
    user: User | None,
    claims: Collection[Claim],
    changes: Sequence[UUID],
    outcome: Outcome,
    action: str,
    note: str,
) -> int:
    mine = {claim.pk: claim for claim in claims}
    rows = Touch.objects.filter(claim__in=mine, outcome=Outcome.OPEN).select_related("change")
    touches: dict[UUID, list[Touch]] = defaultdict(list)
    for row in rows.order_by("created_at"):
        touches[row.claim_id].append(row)
    hit = {pk for pk, found in touches.items() if any(row.change_id in changes for row in found)}
    Touch.objects.filter(claim__in=hit, change__in=changes, outcome=Outcome.OPEN).update(
        outcome=outcome, settled_at=timezone.now(), settled_by=user, note=note[:500]
    )
    marks = [_mark_after(mine[pk], touches[pk], changes) for pk in sorted(hit)]
    record_many.freshened(marks, actor=user, action=action, note=note)
    return len(hit)


def _mark_after(claim: Claim, touches: Sequence[Touch], settled: Sequence[UUID]) -> Mark:
    """Return the freshness of a claim once the changes `settled` are looked at."""
    now = Freshness(claim.freshness)
    if now != Freshness.NEEDS_RECHECK or claim.freshness_cause not in {t.change.cause for t in touches}:
        return claim.pk, now, claim.freshness_cause
    others = [row for row in touches if row.change_id not in settled]
    if others:
        return claim.pk, Freshness.NEEDS_RECHECK, others[-1].change.cause
    if touches[0].was == Freshness.NEEDS_RECHECK:
        return claim.pk, Freshness.NEEDS_RECHECK, touches[0].was_cause
    return claim.pk, Freshness.CURRENT, ""  # what was due before is found due again by its time
