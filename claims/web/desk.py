"""Reads of the desk page: what waits for me, what changed, what nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from claims.access import Action, may, visible_to
from claims.ingest.selectors import Phase, counted, phase
from claims.models import Appearance, Article, Assessment, Assignment, AuditEntry, Claim, Evidence, User
from claims.states import (
    ArticleState,
    AssessmentState,
    AssignmentState,
    EvidenceState,
    Freshness,
    Relation,
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
    again: Part
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
        touched=touched(user),
        again=part(check_again(user)),
        mine=part(mine(user)),
        overdue=part(overdue(user)) if editor else Part([], 0),
        approvals=part(approvals(user)) if editor else Part([], 0),
        unassigned=part(unassigned(user)) if editor else Part([], 0),
        articles=in_review(user),
        activity=list(activity(user)[:12]),
        changed=changed_since(user, since),
    )


WINDOW = 200  # newest open proposals among which the strongest are looked for
COUNTED = 1000
RANK = {Relation.CONTRADICTS: 0, Relation.UPDATES: 1, Relation.NARROWS: 2}


@dataclass(frozen=True)
class Touched:
    """A claim with open proposals: the one that unsettles it most, where it stood, and how many there are."""

    evidence: Evidence
    outlet: str
    mine: bool
    count: int
    reports: int

    @property
    def line(self) -> dict[str, str]:
        """The figures that were compared, {} for none."""
        found = self.evidence.details.get("lines") or [{}]
        return dict(found[0])


def touched(user: User) -> Part:
    """Return claims with open proposals: the person's own, then those unsettled most, then the newest."""
    proposed = (
        visible_to(user, Evidence)
        .filter(state=EvidenceState.PROPOSED, other__isnull=False)
        .exclude(claim__review_state=Review.REJECTED)
    )
    own = proposed.filter(claim__assignments__assignee=user, claim__assignments__state=AssignmentState.OPEN)
    fields = ("claim_id", "relation", "created_at", "pk")
    mine_rows = list(own.order_by("-created_at").values_list(*fields)[:WINDOW])
    rows = mine_rows + list(proposed.order_by("-created_at").values_list(*fields)[:WINDOW])
    held = {row[0] for row in mine_rows}
    best: dict[Any, Any] = {}
    for row in sorted(rows, key=lambda row: (RANK.get(row[1], 3), -row[2].timestamp(), str(row[3]))):
        best.setdefault(row[0], row)
    chosen = sorted(best.values(), key=lambda row: row[0] not in held)[:ROWS]
    total = (
        proposed.order_by().values("claim").distinct()[:COUNTED].count() if len(best) >= ROWS else len(best)
    )
    return Part(_in_full([row[3] for row in chosen], held), total)


def _in_full(ids: list[Any], held: set[Any]) -> list[object]:
    place = Appearance.objects.filter(claim=OuterRef("other")).order_by("version__captured_at", "start")
    beside = Evidence.objects.filter(claim=OuterRef("claim"), state=EvidenceState.PROPOSED)
    found = (
        Evidence.objects.filter(pk__in=ids)
        .select_related("claim__source", "other__source")
        .annotate(
            outlet=Subquery(place.values("version__article__outlet__name")[:1]),
            open_count=Subquery(beside.values("claim").annotate(n=Count("pk")).values("n")),
            report_count=Count("claim__in_reports", distinct=True),
        )
        .in_bulk(ids)
    )
    rows = (found[pk] for pk in ids if pk in found)
    return [
        Touched(row, row.outlet or "Outlet not known", row.claim_id in held, row.open_count, row.report_count)
        for row in rows
    ]


def check_again(user: User) -> QuerySet[Claim]:
    """Return claims whose verdict may not be relied on and that no open proposal leads to, newest first."""
    proposed = Evidence.objects.filter(claim=OuterRef("pk"), state=EvidenceState.PROPOSED)
    return (
        visible_to(user, Claim)
        .filter(~Exists(proposed), freshness=Freshness.NEEDS_RECHECK)
        .exclude(review_state=Review.REJECTED)
        .order_by("-changed_at")
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
