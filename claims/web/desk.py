"""Reads of the desk page: what waits for me, what changed, what nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from claims.access import Action, may, visible_to
from claims.ingest.selectors import Phase, counted, phase
from claims.models import Article, Assessment, Assignment, AuditEntry, Claim, Evidence, User
from claims.states import (
    ArticleState,
    AssessmentState,
    AssignmentState,
    EvidenceState,
    Freshness,
    Review,
)

ROWS = 6


@dataclass(frozen=True)
class Part:
    """The first rows of a section and how many there are in all."""

    rows: list[object]
    total: int

    def __bool__(self) -> bool:
        return bool(self.total)


@dataclass(frozen=True)
class DeskPage:
    """Everything on the desk of one person."""

    since: datetime | None
    touched: Part
    mine: Part
    overdue: Part
    approvals: Part
    unassigned: Part
    articles: list[tuple[Article, Phase]]
    activity: list[AuditEntry]
    changed: int


def part(rows: QuerySet) -> Part:  # type: ignore[type-arg]
    """Return the first rows of a query and its count."""
    first = list(rows[: ROWS + 1])
    return Part(first[:ROWS], len(first) if len(first) <= ROWS else rows.count())


def desk_page(user: User) -> DeskPage:
    """Return the desk of `user`; editors get what is unassigned, overdue and waiting for approval too."""
    editor = may(user, Action.ASSIGN)
    since = user.last_desk_visit
    return DeskPage(
        since=since,
        touched=part(touched(user)),
        mine=part(mine(user)),
        overdue=part(overdue(user)) if editor else Part([], 0),
        approvals=part(approvals(user)) if editor else Part([], 0),
        unassigned=part(unassigned(user)) if editor else Part([], 0),
        articles=in_review(user),
        activity=list(activity(user)[:12]),
        changed=changed_since(user, since),
    )


def touched(user: User) -> QuerySet[Claim]:
    """Return claims that a later source bears on and nobody has decided about, the most worth first."""
    proposed = Evidence.objects.filter(claim=OuterRef("pk"), state=EvidenceState.PROPOSED)
    return (
        visible_to(user, Claim)
        .exclude(review_state=Review.REJECTED)
        .filter(Q(freshness=Freshness.NEEDS_RECHECK) | Exists(proposed))
        .annotate(
            proposals=Count("evidence", filter=Q(evidence__state=EvidenceState.PROPOSED)),
            report_count=Count("in_reports", distinct=True),
        )
        .select_related("source")
        .order_by("-freshness", "-worth", "id")
    )


def mine(user: User) -> QuerySet[Assignment]:
    """Return the person's open assignments, the oldest due first."""
    return (
        visible_to(user, Assignment)
        .filter(assignee=user, state=AssignmentState.OPEN)
        .select_related("claim__source")
        .order_by("due_at", "priority", "created_at")
    )


def overdue(user: User) -> QuerySet[Assignment]:
    """Return the desk's open assignments whose due time has passed."""
    return (
        visible_to(user, Assignment)
        .filter(state=AssignmentState.OPEN, due_at__lt=timezone.now())
        .select_related("claim", "assignee")
        .order_by("due_at")
    )


def approvals(user: User) -> QuerySet[Assessment]:
    """Return submitted verdicts that this person may approve: those of others."""
    return (
        visible_to(user, Assessment)
        .filter(state=AssessmentState.SUBMITTED)
        .exclude(author=user)
        .select_related("claim", "author")
        .order_by("submitted_at")
    )


def unassigned(user: User) -> QuerySet[Claim]:
    """Return claims to review or assess that nobody has, the most worth first."""
    held = Assignment.objects.filter(claim=OuterRef("pk"), state=AssignmentState.OPEN)
    return (
        visible_to(user, Claim)
        .filter(review_state=Review.EXTRACTED, set_aside=False)
        .filter(~Exists(held))
        .select_related("source")
        .order_by("-worth", "id")
    )


def in_review(user: User) -> list[tuple[Article, Phase]]:
    """Return the newest articles that have claims to decide, each with how far it is."""
    open_claims = Claim.objects.filter(
        appearances__version__article=OuterRef("pk"), review_state=Review.EXTRACTED, set_aside=False
    )
    rows = visible_to(user, Article).filter(state=ArticleState.READY).filter(Exists(open_claims))
    return [
        (row, phase(row)) for row in counted(rows.select_related("outlet")).order_by("-created_at")[:ROWS]
    ]


def activity(user: User) -> QuerySet[AuditEntry]:
    """Return the desk's latest entries that people made, newest first."""
    return (
        visible_to(user, AuditEntry)
        .filter(actor__isnull=False)
        .select_related("actor", "claim", "article")
        .order_by("-id")
    )


def changed_since(user: User, since: datetime | None) -> int:
    """Return how many claims others changed since the last look (within a week at most)."""
    floor = timezone.now() - timedelta(days=7)
    return (
        visible_to(user, AuditEntry)
        .filter(at__gt=max(since, floor) if since else floor, claim__isnull=False, actor__isnull=False)
        .exclude(actor=user)
        .values("claim")
        .distinct()
        .count()
    )


def desk_seen(user: User) -> None:
    """Remember that the person looked; a second look within ten minutes counts as the same."""
    now = timezone.now()
    if user.last_desk_visit is None or now - user.last_desk_visit > timedelta(minutes=10):
        User.objects.filter(pk=user.pk).update(last_desk_visit=now)
