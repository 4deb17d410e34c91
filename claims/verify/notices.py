"""Who is told that a later article touches a claim: whoever has it, decided about it, or published it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from claims.access import Action, may
from claims.models import (
    Assessment,
    Assignment,
    Claim,
    Evidence,
    Notification,
    ReportEdition,
    Role,
    User,
)
from claims.models.notification import OF_A_SOURCE, NoticeKind
from claims.models.proposed import is_worth_telling
from claims.states import AssignmentState


def tell(news: Sequence[tuple[Evidence, Claim, UUID | None]]) -> None:
    """Leave notices of new proposals (with their claim and the later article) for the people of the claims.

    There is one for each person, claim and article, that of the first proposal. A proposal that is rather
    wrong than right is not worth anybody's attention.
    """
    told = [(row, claim, article) for row, claim, article in news if article and is_worth_telling(row)]
    claims = {claim.pk: claim for _, claim, _ in told}
    concerned = _concerned(claims)
    Notification.objects.bulk_create(
        [
            Notification(
                user=person,
                kind=kind,
                claim=claim,
                article_id=article,
                evidence=evidence,
                report_id=report,
            )
            for evidence, claim, article in told
            for person, kind, report in concerned.get(claim.pk, ())
            if may(person, Action.READ) and (person.desk_id == claim.desk_id or person.role == Role.ADMIN)
        ],
        ignore_conflicts=True,
    )


def seen(user: User, claim: Claim) -> None:
    """Take the person's notices of a claim as read: they have just decided about it."""
    Notification.objects.filter(user=user, claim=claim, kind__in=OF_A_SOURCE, read_at__isnull=True).update(
        read_at=timezone.now()
    )


Concerned = tuple[User, NoticeKind, UUID | None]


def _concerned(claims: Mapping[UUID, Claim]) -> dict[UUID, list[Concerned]]:
    """Return the active people of each claim, why they are told, and the report they froze it in last.

    Those are who has the claim, reviewed it, proposed or approved a verdict, or published it.
    """
    if not claims:
        return {}
    reports = _freezers(claims)
    held = set(
        Assignment.objects.filter(
            claim__in=claims, state=AssignmentState.OPEN, assignee__isnull=False
        ).values_list("claim_id", "assignee_id")
    )
    wrote = Assessment.objects.filter(claim__in=claims).values_list("claim_id", "author_id", "approver_id")
    pairs = held | set(reports)
    pairs |= {(claim, person) for claim, *people in wrote for person in people if person}
    pairs |= {(claim.pk, claim.reviewed_by_id) for claim in claims.values() if claim.reviewed_by_id}
    people = User.objects.filter(is_active=True).in_bulk({person for _, person in pairs})
    found: dict[UUID, list[Concerned]] = defaultdict(list)
    for pair in sorted(pairs):
        claim, person = pair
        if person in people:
            kind = NoticeKind.PUBLISHED if pair in reports else NoticeKind.DECIDED
            kind = NoticeKind.ASSIGNED if pair in held else kind
            found[claim].append((people[person], kind, reports.get(pair)))
    return found


def _freezers(claims: Collection[UUID]) -> dict[tuple[UUID, UUID], UUID]:
    """Return the report with the claim that each person froze last, by claim and person."""
    rows = ReportEdition.objects.filter(report__items__claim__in=claims).order_by("as_of")
    return {
        (claim, person): report
        for claim, person, report in rows.values_list("report__items__claim", "frozen_by_id", "report_id")
    }
