"""The next claim for a person, and the lease that keeps two people from the same one."""

from __future__ import annotations

from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from claims.access import visible_to
from claims.models import Appearance, Article, Assignment, Claim, User
from claims.states import AssignmentState, Review


def open_claims(user: User) -> QuerySet[Claim]:
    """Return the claims that wait for a decision and that `user` may decide."""
    return visible_to(user, Claim).filter(review_state=Review.EXTRACTED, set_aside=False)


def free_for(user: User, rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Keep the claims that nobody else holds right now."""
    return rows.filter(_free(user))


def _free(user: User) -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now()) | Q(lease_holder=user)


def claim_lease_next(*, user: User, article: Article | None = None) -> Claim | None:
    """Hand `user` the next claim and hold it for REVIEW_LEASE; None when nothing is left.

    Mine before anybody's, the earliest due first, then the most worth. A claim that is assigned to
    somebody else is not handed out. SKIP LOCKED lets many people ask at the same moment.
    """
    held = Assignment.objects.filter(claim=OuterRef("pk"), state=AssignmentState.OPEN)
    others = held.filter(assignee__isnull=False).exclude(assignee=user)  # what is in the pool is anybody's
    rows = free_for(user, open_claims(user)).exclude(Exists(others))
    rows = rows.exclude(second_opinion=True, changed_by=user)  # the opinion asked for is somebody else's
    if article is not None:
        rows = rows.filter(pk__in=Appearance.objects.filter(version__article=article).values("claim"))
    mine = held.filter(assignee=user)
    rows = rows.annotate(mine=Exists(mine), due=Subquery(mine.values("due_at")[:1]))
    with transaction.atomic():
        claim = (
            rows.order_by("-mine", F("due").asc(nulls_last=True), "-worth", "id")
            .select_for_update(of=("self",), skip_locked=True)
            .first()
        )
        if claim is not None:
            until = timezone.now() + settings.REVIEW_LEASE
            Claim.objects.filter(pk=claim.pk).update(lease_holder=user, lease_until=until)
            claim.lease_holder, claim.lease_until = user, until
    return claim


# All rows are locked by id before any is written: two windows of one person wait, but never in a circle.
_HOLD = """
    UPDATE claims_claim SET
        lease_holder_id = CASE WHEN id = %(claim)s THEN %(user)s END,
        lease_until = CASE WHEN id = %(claim)s THEN %(until)s::timestamptz END
    WHERE id IN (
        SELECT id FROM claims_claim
        WHERE lease_holder_id = %(user)s OR id = %(claim)s AND (lease_until IS NULL OR lease_until < %(now)s)
        ORDER BY id FOR NO KEY UPDATE
    ) RETURNING id
"""


def hold(claim: Claim, user: User) -> bool:
    """Give `user` the lease on the freshly read `claim`, or renew it, and end the person's other leases.

    Returns False when somebody else holds it, now or by the time that it is locked. One statement, whose
    condition decides between two people who ask at the same moment. A lease is a courtesy, not a status: no
    audit row, no new version.
    """
    if held_by_other(claim, user):
        return False
    now = timezone.now()
    until = now + settings.REVIEW_LEASE
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, {"claim": claim.pk, "user": user.pk, "until": until, "now": now})
        taken = (claim.pk,) in cursor.fetchall()
    if not taken:  # somebody was quicker
        claim.refresh_from_db(fields=["lease_holder", "lease_until"])
        return False
    claim.lease_holder, claim.lease_until = user, until
    return True


class Held(Protocol):
    """A claim, or what is known of its lease."""

    @property
    def lease_holder_id(self) -> Any: ...
    @property
    def lease_until(self) -> Any: ...


def held_by_other(claim: Held, user: User) -> bool:
    """Return whether somebody else is on the claim right now."""
    return (
        claim.lease_holder_id not in {None, user.pk}
        and claim.lease_until is not None
        and claim.lease_until > timezone.now()
    )
