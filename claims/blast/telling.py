"""Who is told that an article changed: whoever has a touched claim, or made a report with one, on any desk.

Who may not know of the article is led to what they may see: their report, else their claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from claims.access import Action, may
from claims.models import ArticleChange, Assignment, Notification, Role, TouchedReport, User
from claims.models.notification import NoticeKind
from claims.states import AssignmentState


@dataclass
class Theirs:
    """What of one person a change touches: ids, each with the desk it is on."""

    claims: dict[UUID, UUID] = field(default_factory=dict)
    reports: dict[UUID, UUID] = field(default_factory=dict)

    def seen_by(self, person: User) -> Theirs:
        """Return the part that the person may see."""
        if person.role == Role.ADMIN:
            return self
        own = person.desk_id
        return Theirs(
            *({key: at for key, at in rows.items() if at == own} for rows in (self.claims, self.reports))
        )

    @property
    def said(self) -> str:
        """The part in words; "" for nothing."""
        rows = ((len(self.claims), "claim"), (len(self.reports), "report"))
        parts = [f"{count:,} {what}{'' if count == 1 else 's'} of yours" for count, what in rows if count]
        return f"{' and '.join(parts)} to look at again" if parts else ""


def tell(change: ArticleChange) -> None:
    """Leave one notice for each person who has a touched claim, or made a touched report (4 queries)."""
    theirs = _theirs(change)
    people = User.objects.filter(pk__in=theirs, is_active=True)
    Notification.objects.bulk_create(_notices(change, people, theirs))


def _theirs(change: ArticleChange) -> dict[UUID, Theirs]:
    found: dict[UUID, Theirs] = defaultdict(Theirs)
    held = Assignment.objects.filter(
        claim__touches__change=change, state=AssignmentState.OPEN, assignee__isnull=False
    )
    for person, claim, desk in held.values_list("assignee", "claim", "claim__desk").order_by("claim"):
        found[person].claims[claim] = desk
    rows = TouchedReport.objects.filter(change=change).order_by("report")
    named = rows.values_list("report", "report__desk", "report__created_by", "edition__frozen_by")
    for report, desk, creator, freezer in named:
        for person in {creator, freezer} - {None}:
            found[person].reports[report] = desk
    return found


def _notices(
    change: ArticleChange, people: Iterable[User], theirs: dict[UUID, Theirs]
) -> Iterable[Notification]:
    for person in people:
        mine = theirs[person.pk].seen_by(person)
        if person.pk != change.made_by_id and mine.said and may(person, Action.READ):
            yield Notification(
                user=person,
                kind=NoticeKind.CHANGED,
                change=change,
                reason=mine.said,
                **_way(change, person, mine),
            )


def _way(change: ArticleChange, person: User, mine: Theirs) -> dict[str, Any]:
    """Return what the notice leads to."""
    if person.role == Role.ADMIN or person.desk_id == change.article.desk_id:
        return {"article": change.article}
    if mine.reports:
        return {"report_id": next(iter(mine.reports))}
    return {"claim_id": next(iter(mine.claims))}
