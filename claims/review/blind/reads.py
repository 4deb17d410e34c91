"""Reads of rounds: what one person may see of them, what waits for whom, and how far a desk agrees."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from claims.access import Action, may, visible_to
from claims.models import BlindReview, BlindRound, Claim, Desk, User

from .kappa import Agreement, agreement

ROWS = 6
SPANS = (30, 90)  # days


@dataclass(frozen=True)
class RoundView:
    """A round as one person sees it: before both are in, the decision of nobody else."""

    row: BlindRound
    reviews: list[BlindReview]  # those that the person may see
    given: int  # how many there are
    mine: BlindReview | None
    may_decide: bool
    may_settle: bool
    may_lift: bool

    @property
    def differs(self) -> bool:
        """Whether both are in and an editor has to settle it."""
        return self.row.complete and not self.row.outcome


@dataclass(frozen=True)
class DeskRounds:
    """What waits on a desk because of its high-stakes claims."""

    to_decide: list[BlindRound]  # by this person
    to_settle: list[BlindRound]  # by this editor
    spans: list[tuple[int, Agreement]] = field(default_factory=list)

    @property
    def to_settle_count(self) -> int:
        """How many wait to be settled."""
        return len(self.to_settle)

    def __bool__(self) -> bool:
        return bool(self.to_decide or self.to_settle or any(found.pairs for _, found in self.spans))


def round_of(user: User, claim: Claim) -> RoundView | None:
    """Return the newest round of a claim as `user` may see it, None for a claim that never had one."""
    rows = BlindRound.objects.filter(claim=claim).select_related("opened_by", "adjudicator")
    row = rows.annotate(given=Count("reviews")).first()
    if row is None:
        return None
    seen = list(visible_to(user, BlindReview).filter(round=row).select_related("reviewer").order_by("number"))
    mine = next((review for review in seen if review.reviewer_id == user.pk), None)
    going_on = row.closed_at is None
    return RoundView(
        row=row,
        reviews=seen,
        given=row.given,
        mine=mine,
        may_decide=going_on and not row.complete and mine is None and may(user, Action.REVIEW),
        may_settle=going_on and row.complete and mine is None and may(user, Action.SETTLE),
        may_lift=going_on and may(user, Action.SETTLE),
    )


def desk_rounds(user: User) -> DeskRounds:
    """Return what waits for `user`, and how far the desk agrees (2 queries)."""
    mine = BlindReview.objects.filter(round=OuterRef("pk"), reviewer=user)
    waiting = visible_to(user, BlindRound).filter(~Exists(mine), closed_at=None).select_related("claim")
    if not may(user, Action.SETTLE):
        waiting = waiting.filter(complete=False)
    rows = list(waiting.order_by("-complete", "created_at")[: 2 * ROWS])
    return DeskRounds(
        to_decide=[row for row in rows if not row.complete][:ROWS],
        to_settle=[row for row in rows if row.complete],
        spans=agreement_of(user.desk) if user.desk_id else [],
    )


def agreement_of(desk: Desk | None) -> list[tuple[int, Agreement]]:
    """Return, for the last 30 and 90 days, how the two decisions of a desk's rounds agree (1 query)."""
    now = timezone.now()
    rows = _pairs(desk, now - timedelta(days=max(SPANS))) if desk else []
    return [
        (days, agreement([pair for at, pair in rows if at >= now - timedelta(days=days)])) for days in SPANS
    ]


def _pairs(desk: Desk, since: datetime) -> list[tuple[datetime, tuple[str, str]]]:
    """Return the first and the second decision of each complete round since a moment, and when it was so."""
    rounds = BlindRound.objects.filter(claim__desk=desk, complete=True, completed_at__gte=since)
    rows = BlindReview.objects.filter(round__in=rounds).order_by("round", "number")
    found: dict[UUID, list[str]] = {}
    when: dict[UUID, datetime] = {}
    for pk, at, decision in rows.values_list("round", "round__completed_at", "decision"):
        found.setdefault(pk, []).append(decision)
        when[pk] = at or since
    return [(when[pk], (both[0], both[1])) for pk, both in found.items() if len(both) == 2]
