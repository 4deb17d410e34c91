"""Reads of the desk page: work in hands, verdicts that wait, what others did, decisions a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from claims.access import visible_to
from claims.models import (
    Article,
    Assessment,
    Assignment,
    AuditEntry,
    Claim,
    Publication,
    ReportEdition,
    User,
)
from claims.states import ArticleState, AssessmentState, AssignmentState, PublicationState, Review, Verdict
from claims.together.activity import titles_of
from claims.together.sentences import Told, told

DECISIONS = ("claim.accept", "claim.reject")
DAYS = 14
ENTRIES = 60  # of the record, put together into at most SHOWN lines
SHOWN = 11


def mine(user: User) -> QuerySet[Assignment]:
    """Return the person's open assignments."""
    return visible_to(user, Assignment).filter(assignee=user, state=AssignmentState.OPEN)


def pool(user: User) -> QuerySet[Assignment]:
    """Return what anyone of the desk may take."""
    return visible_to(user, Assignment).filter(assignee__isnull=True, state=AssignmentState.OPEN)


def overdue(user: User) -> QuerySet[Assignment]:
    """Return the desk's open assignments whose due time has passed, but for those that wait for approval."""
    waits = Assessment.objects.filter(claim=OuterRef("claim"), state=AssessmentState.SUBMITTED)
    rows = visible_to(user, Assignment).filter(state=AssignmentState.OPEN, due_at__lt=timezone.now())
    return rows.filter(~Exists(waits))


def handed_back(user: User) -> QuerySet[Assignment]:
    """Return what was handed back to the person who gave it and is in nobody's hands since, for a month."""
    after = Assignment.objects.filter(claim=OuterRef("claim"), created_at__gt=OuterRef("closed_at"))
    undone = Q(claim__review_state=Review.EXTRACTED) | Q(
        claim__review_state=Review.ACCEPTED, claim__verdict=Verdict.UNASSESSED
    )
    return (
        visible_to(user, Assignment)
        .filter(undone, ~Exists(after), assigned_by=user, state=AssignmentState.HANDED_BACK)
        .exclude(assignee=user)
        .filter(closed_at__gt=timezone.now() - timedelta(days=30))
    )


def approvals(user: User) -> QuerySet[Assessment]:
    """Return submitted verdicts that this person may approve: those of others."""
    return visible_to(user, Assessment).filter(state=AssessmentState.SUBMITTED).exclude(author=user)


def editions(user: User) -> QuerySet[Publication]:
    """Return newest editions of reports that wait for this person's approval: those that others froze."""
    later = ReportEdition.objects.filter(
        report=OuterRef("edition__report"), number__gt=OuterRef("edition__number")
    )
    rows = visible_to(user, Publication).filter(~Exists(later), state=PublicationState.WAITING)
    return rows.exclude(edition__frozen_by=user)


def sent_back(user: User) -> QuerySet[Assessment]:
    """Return the person's verdicts for which changes were asked."""
    return visible_to(user, Assessment).filter(state=AssessmentState.CHANGES_REQUESTED, author=user)


def unassigned(user: User) -> QuerySet[Claim]:
    """Return claims to review that nobody has."""
    held = Assignment.objects.filter(claim=OuterRef("pk"), state=AssignmentState.OPEN)
    rows = visible_to(user, Claim).filter(review_state=Review.EXTRACTED, set_aside=False)
    return rows.filter(~Exists(held))


def in_review(user: User) -> QuerySet[Article]:
    """Return the articles that have claims to decide."""
    open_claims = Claim.objects.filter(
        appearances__version__article=OuterRef("pk"), review_state=Review.EXTRACTED, set_aside=False
    )
    return visible_to(user, Article).filter(state=ArticleState.READY).filter(Exists(open_claims))


def together(parts: dict[str, QuerySet[Any]], order: dict[str, tuple[Any, ...]], rows: int) -> dict[str, Any]:
    """Return the first `rows` of several questions about one kind of row, each in its order; one query."""
    asked = [part.annotate(part=Value(name)).order_by(*order[name])[:rows] for name, part in parts.items()]
    found: dict[str, list[Any]] = {name: [] for name in parts}
    for row in asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]:
        found[row.part].append(row)
    return found


# --- What others did ------------------------------------------------------------------------------------


@dataclass
class Deed:
    """What one person did, once or several times running: the newest entry, and to how many things."""

    entry: AuditEntry
    count: int
    new: bool  # by somebody else, since the last look
    told: Told | None = None  # the entry as a sentence, with the name and the page of what it is about


def deeds(user: User, since: datetime | None) -> list[Deed]:
    """Return what people did lately, the newest first; the same deed done in a row is one line."""
    rows = visible_to(user, AuditEntry).filter(actor__isnull=False).exclude(action__startswith="calendar.")
    rows = rows.exclude(action="assessment.approve")  # told by the verdict it sets
    found = rows.select_related("actor", "claim", "article").order_by("-id")[:ENTRIES]
    shown = _grouped(found, user, since)[:SHOWN]
    entries = [deed.entry for deed in shown]
    for deed, sentence in zip(shown, told(entries, titles=titles_of(entries)), strict=True):
        deed.told = sentence
    return shown


def _grouped(rows: Iterable[AuditEntry], user: User, since: datetime | None) -> list[Deed]:
    found: list[Deed] = []
    for row in rows:
        new = bool(since and row.at > since and row.actor_id != user.pk)
        last = found[-1] if found else None
        same = last and (last.entry.actor_id, last.entry.action, last.new) == (row.actor_id, row.action, new)
        if last and same and row.claim_id and last.entry.claim_id:
            last.count += last.entry.claim_id != row.claim_id
        elif last and same and row.article_id and last.entry.article_id:
            last.count += last.entry.article_id != row.article_id
        else:
            found.append(Deed(row, 1, new))
    return found


def changed_by_others(user: User, since: datetime | None) -> QuerySet[Any, Any]:
    """Return the claims others changed since the last look, within a week at most, to be counted."""
    floor = timezone.now() - timedelta(days=7)
    rows = visible_to(user, AuditEntry).filter(
        at__gt=max(since, floor) if since else floor, claim__isnull=False, actor__isnull=False
    )
    return rows.exclude(actor=user).order_by().values("claim").distinct()


# --- Decisions a day --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """Decisions of one day, with the geometry of its bar (units of the drawing)."""

    day: datetime
    count: int
    x: int
    top: float
    label: float  # where its figure stands
    height: float


def day_starts() -> list[datetime]:
    """Return the starts of the last DAYS days in the reader's zone, and the end of today."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    days = (today + timedelta(days=number) for number in range(1 - DAYS, 2))
    return [timezone.make_aware(day) for day in days]


def decided(user: User, start: datetime, end: datetime) -> QuerySet[AuditEntry]:
    """Return the decisions about claims that people of the desk made in a time."""
    rows = visible_to(user, AuditEntry).filter(action__in=DECISIONS, at__gte=start, at__lt=end)
    return rows.filter(actor__isnull=False)


def bars(counts: list[int], starts: list[datetime], tall: int = 40, room: int = 16) -> list[Bar]:
    """Return the bars of a chart, from zero, a step of 23 units, `tall` at most, with `room` above."""
    most = max(counts, default=0) or 1
    heights = [round(count / most * tall, 1) for count in counts]
    return [
        Bar(
            day,
            count,
            number * 23,
            round(room + tall - height, 1),
            round(room + tall - height - 4, 1),
            height,
        )
        for number, (day, count, height) in enumerate(zip(starts, counts, heights, strict=False))
    ]
