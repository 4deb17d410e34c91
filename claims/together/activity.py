"""The feed of a desk: what people and the machine did, from the record, newest first, a page at a time.

A page is found by the key of the entry behind which it starts, so the thousandth costs what the first does.
Days become keys by the index on time: a feed of last year does not read through this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from claims.access import visible_to
from claims.models import (
    AuditEntry,
    Claim,
    Event,
    Export,
    Publication,
    PublicLink,
    Report,
    Source,
    User,
)

from .deeds import DEEDS, KINDS
from .sentences import Told, report_of, told

PAGE = 50
MANY = 99  # new entries that are counted
SLACK = 50  # entries whose time and key may stand in another order, since they were written at once


@dataclass(frozen=True)
class Asked:
    """What a feed is narrowed to; nothing for all."""

    actor: UUID | None = None
    who: str = ""  # "people", "machine", "" for both
    kind: str = ""
    claim: UUID | None = None
    article: UUID | None = None
    report: UUID | None = None
    first: date | None = None
    last: date | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for beside what the page starts with."""
        return self not in (Asked(), Asked(who="people"))


@dataclass(frozen=True)
class Feed:
    """One page of the feed; `older` is the key behind which the next one starts, None at the end."""

    entries: list[Told]
    older: int | None
    newest: int  # the key of the newest entry there is for what was asked, 0 for none


def feed(user: User, asked: Asked, before: int | None = None) -> Feed:
    """Return the page of the feed behind the entry `before`, the first page for None."""
    rows = _asked_for(user, asked)
    if before is not None:
        rows = rows.filter(id__lt=before)
    if asked.kind in KINDS:
        rows = AuditEntry.objects.filter(pk__in=_newest_of_each(rows, asked.kind))
    found = list(rows.select_related("actor", "claim", "article").order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    newest = shown[0].pk if shown and before is None else 0
    return Feed(
        entries=told(shown, titles=titles_of(shown)),
        older=shown[-1].pk if len(found) > PAGE else None,
        newest=newest,
    )


def _newest_of_each(rows: QuerySet[AuditEntry], kind: str) -> QuerySet[Any]:
    """Return the keys of the newest entries of each action of a kind, a page of each.

    Each is read from the index on actions. Asked for all at once, a kind of which there is little makes the
    database read through the whole record for a page that is never full.
    """
    one, *others = (
        rows.filter(action=action).order_by("-id").values("pk")[: PAGE + 1] for action in actions_of(kind)
    )
    return one.union(*others, all=True)


def new_count(user: User, asked: Asked, after: int) -> int:
    """Return how many entries came behind the key `after`, MANY + 1 at most."""
    rows = _asked_for(user, asked).filter(id__gt=after)
    return rows.order_by("id")[: MANY + 1].count()


def titles_of(rows: Sequence[AuditEntry]) -> dict[UUID, str]:
    """Return the words of what entries are about, by key: claims and articles came along, others are read."""
    found: dict[UUID, str] = {}
    wanted: dict[str, set[UUID]] = {"event": set(), "source": set(), "report": set()}
    for row in rows:
        if row.action.startswith("report."):
            wanted["report"].add(report_of(row))
        elif row.claim is not None:
            found[row.claim.pk] = str(row.claim)
        elif row.article is not None:
            found[row.article.pk] = str(row.article)
        elif row.subject_type in wanted:
            wanted[row.subject_type].add(row.subject_id)
    for model, ids in ((Event, wanted["event"]), (Source, wanted["source"]), (Report, wanted["report"])):
        if ids:
            found |= {pk: str(row) for pk, row in model._default_manager.in_bulk(ids).items()}
    return found


def _asked_for(user: User, asked: Asked) -> QuerySet[AuditEntry]:
    rows = visible_to(user, AuditEntry).exclude(action="assessment.approve")  # told by the verdict it sets
    if asked.actor:
        rows = rows.filter(actor=asked.actor)
    if asked.who:
        rows = rows.filter(actor__isnull=asked.who == "machine")
    if asked.kind in KINDS:
        rows = rows.filter(action__in=actions_of(asked.kind))
    if asked.claim:
        rows = rows.filter(claim=asked.claim)
    if asked.article:
        inside = Claim.objects.filter(appearances__version__article=asked.article).values("pk")
        rows = rows.filter(Q(article=asked.article) | Q(claim__in=inside))
    if asked.report:
        rows = rows.filter(_of_report(asked.report))
    return _within(rows, asked)


def _of_report(pk: UUID) -> Q:
    """Entries about a report, its editions as readers have them, their addresses, and its files.

    Each kind is read from the index on subjects.
    """
    found = {
        "publication": Publication.objects.filter(edition__report=pk),
        "publiclink": PublicLink.objects.filter(publication__edition__report=pk),
        "export": Export.objects.filter(Q(report=pk) | Q(edition__report=pk)),
    }
    about = Q(subject_type="report", subject_id=pk)
    for kind, rows in found.items():
        about |= Q(subject_type=kind, subject_id__in=rows.values("pk"))
    return about


def actions_of(kind: str) -> list[str]:
    """Return the actions of a kind of act."""
    return [action for action in DEEDS if action.startswith(KINDS[kind][1])]


def _within(rows: QuerySet[AuditEntry], asked: Asked) -> QuerySet[AuditEntry]:
    """Keep the entries of the days asked for, by time and, so that none other is read, by key."""
    if asked.first:
        start = _midnight(asked.first)
        rows = rows.filter(at__gte=start, id__gte=_key_at(start) - SLACK)
    if asked.last:
        end = _midnight(asked.last + timedelta(days=1))
        rows = rows.filter(at__lt=end, id__lte=_key_at(end) + SLACK)
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _key_at(moment: datetime) -> int:
    """Return the greatest key among the last entries before a moment, 0 when there are none."""
    before = AuditEntry.objects.filter(at__lt=moment).order_by("-at")[:SLACK]
    found: dict[str, Any] = AuditEntry.objects.filter(pk__in=before.values("pk")).aggregate(key=Max("pk"))
    return found["key"] or 0
