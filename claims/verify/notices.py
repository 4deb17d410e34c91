"""Who is told that a later article touches a claim: whoever has it, decided about it, or published it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from claims.access import Action, may
from claims.models import Claim, Evidence, Notification, ReportEdition, Role, User
from claims.models.notification import OF_A_SOURCE, NoticeKind
from claims.states import AssignmentState

from .proposals import is_worth_telling


def tell(evidence: Evidence, claim: Claim, article_id: UUID | None) -> None:
    """Leave a notice of a new proposal for the people of its claim, one for each claim and article.

    A proposal that is rather wrong than right is not worth anybody's attention.
    """
    if article_id is None or not is_worth_telling(evidence):
        return
    reports = _freezers(claim)
    people = _people(claim, set(reports))
    Notification.objects.bulk_create(
        [
            Notification(
                user=person,
                kind=_kind(person, reports),
                claim=claim,
                article_id=article_id,
                evidence=evidence,
                report_id=reports.get(person.pk),
            )
            for person in people
            if may(person, Action.READ) and (person.desk_id == claim.desk_id or person.role == Role.ADMIN)
        ],
        ignore_conflicts=True,
    )


def seen(user: User, claim: Claim) -> None:
    """Take the person's notices of a claim as read: they have just decided about it."""
    Notification.objects.filter(user=user, claim=claim, kind__in=OF_A_SOURCE, read_at__isnull=True).update(
        read_at=timezone.now()
    )


def _freezers(claim: Claim) -> dict[UUID, UUID]:
    """Return the report with the claim that each person froze last, by person."""
    rows = ReportEdition.objects.filter(report__items__claim=claim).order_by("as_of")
    return dict(rows.values_list("frozen_by_id", "report_id"))


def _people(claim: Claim, freezers: set[UUID]) -> list[User]:
    """Return who has the claim, reviewed it, or proposed or approved a verdict; `held` says the first."""
    held = claim.assignments.filter(state=AssignmentState.OPEN).values("assignee")
    wrote, approved = claim.assessments.values("author"), claim.assessments.values("approver")
    concerned = Q(pk__in=held) | Q(pk__in=wrote) | Q(pk__in=approved) | Q(pk__in=freezers)
    if claim.reviewed_by_id:
        concerned |= Q(pk=claim.reviewed_by_id)
    return list(User.objects.filter(concerned, is_active=True).annotate(held=Q(pk__in=held)).order_by("pk"))


def _kind(person: User, reports: dict[UUID, UUID]) -> NoticeKind:
    if getattr(person, "held", False):
        return NoticeKind.ASSIGNED
    return NoticeKind.PUBLISHED if person.pk in reports else NoticeKind.DECIDED
