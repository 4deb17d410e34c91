"""Reads of the ingest room: the list of articles and how far each one is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zlib import crc32

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.access import Action, may, visible_to
from claims.blast.selectors import changes_of
from claims.flow import BESIDE
from claims.models import Appearance, Article, ArticleChange, ArticleVersion, AuditEntry, Outlet, User, Work
from claims.states import ArticleState, Review, WorkState

PAGE = 50
OPEN = (WorkState.QUEUED, WorkState.RUNNING)


@dataclass(frozen=True)
class Phase:
    """Where an article stands, for people: a word of the vocabulary, a count and how far."""

    name: str  # queued, fetching, running, ready, in_review, reviewed, kept, failed
    done: int = 0
    total: int = 0
    percent: int = 0
    step: str = ""
    before: int = 0  # articles that wait in the queue before it

    @property
    def moving(self) -> bool:
        """Whether the page should ask again."""
        return self.name in {"queued", "fetching", "running"}

    @property
    def seen(self) -> str:
        """A mark of what a page shows; asking again with the same, it waits longer next time."""
        return f"{crc32(repr(self).encode()):x}"


def articles(user: User, *, query: str = "", state: str = "") -> QuerySet[Article]:
    """Return the desk's articles, newest first, with `claim_count`, `decided_count` and `work_*` columns."""
    rows = visible_to(user, Article).select_related("outlet")
    if query:
        rows = rows.filter(
            Q(title__icontains=query) | Q(outlet__name__icontains=query) | Q(url__icontains=query)
        )
    if state in set(ArticleState):
        rows = rows.filter(state=state)
    return counted(rows).order_by("-created_at", "-id")


def counted(rows: QuerySet[Article]) -> QuerySet[Article]:
    """Add the counts that `phase` needs, by subqueries, so that a page of rows stays one query."""
    offered = (
        Appearance.objects.filter(version__article=OuterRef("pk"), claim__set_aside=False)
        .order_by()
        .values("version__article")
        .annotate(n=Count("claim", distinct=True))
        .values("n")
    )
    decided = offered.filter(claim__review_state__in=[Review.ACCEPTED, Review.REJECTED])
    working = Work.objects.filter(article=OuterRef("pk"), state__in=OPEN).exclude(stage__in=BESIDE)
    working = working.order_by("created_at")
    return rows.annotate(
        claim_count=Coalesce(Subquery(offered), 0),
        decided_count=Coalesce(Subquery(decided), 0),
        work_state=Subquery(working.values("state")[:1]),
        work_percent=Subquery(working.values("percent")[:1]),
        work_step=Subquery(working.values("step")[:1]),
    )


def phase(article: Article) -> Phase:
    """Return where a row of `counted` stands."""
    row: Any = article
    total, done = row.claim_count, row.decided_count
    if article.state != ArticleState.READY:
        fetching = article.state == ArticleState.QUEUED and row.work_state == WorkState.RUNNING
        name = "fetching" if fetching else article.state
        return Phase(name, percent=row.work_percent or 0, step=row.work_step or "")
    if total and done == total:
        return Phase("reviewed", done, total, 100)
    return Phase("in_review" if done else "ready", done, total, round(100 * done / total) if total else 0)


def phases(rows: list[Article]) -> list[tuple[Article, Phase]]:
    """Return rows of `counted` with where each stands, and for those that wait how many wait before them."""
    found = [(article, phase(article)) for article in rows]
    if not any(where.name == "queued" for _, where in found):
        return found
    waiting = Work.objects.filter(state=WorkState.QUEUED).exclude(stage__in=BESIDE).order_by("created_at")
    queue = list(dict.fromkeys(waiting.values_list("article_id", flat=True)[:1000]))
    place = {article_id: number for number, article_id in enumerate(queue)}
    return [(article, replace(where, before=place.get(article.pk, 0))) for article, where in found]


def tally(user: User) -> dict[str, int]:
    """Return how many of the desk's articles are in work and how many failed."""
    rows = visible_to(user, Article)
    return rows.aggregate(
        moving=Count("pk", filter=Q(state__in=[ArticleState.QUEUED, ArticleState.RUNNING])),
        failed=Count("pk", filter=Q(state=ArticleState.FAILED)),
    )


@dataclass(frozen=True)
class Opinion:
    """How far the second opinion on a text is: asked for, said in words, or unavailable for a reason."""

    open: bool = False
    said: str = ""
    problem: str = ""

    @property
    def can_ask_again(self) -> bool:
        """Whether asking again makes sense."""
        return bool(self.problem and settings.SECOND_OPINION_URL)


def opinion(version: ArticleVersion | None) -> Opinion:
    """Return how far the second opinion on `version` is; an empty one when none was ever asked for."""
    work = Work.objects.filter(stage="opinion", version=version).first() if version else None
    if version is None or work is None:
        return Opinion()
    if work.state in OPEN:
        return Opinion(open=True)
    if work.state == WorkState.FAILED:
        return Opinion(problem=work.error or "it could not be finished")
    entries = AuditEntry.objects.filter(article=version.article_id, action="article.opinion")
    return Opinion(said=entries.order_by("-id").values_list("note", flat=True).first() or "")


@dataclass(frozen=True)
class Aftermath:
    """What became of an article since its capture: the newest change, and the last look at its address."""

    changes: list[ArticleChange]
    may_change: bool
    checking: bool = False
    checked: str = ""
    checked_at: datetime | None = None

    @property
    def last(self) -> ArticleChange | None:
        """The newest change."""
        return self.changes[0] if self.changes else None


def aftermath(user: User, article: Article) -> Aftermath:
    """Return what became of the article, as `user` may know of it (2 queries)."""
    changes, may_change = changes_of(user, article), may(user, Action.CORRECT)
    work = Work.objects.filter(article=article, stage="fetch", version=None).first()
    if work is None or not article.url:
        return Aftermath(changes, may_change)
    said = work.error if work.state == WorkState.FAILED else ""
    return Aftermath(changes, may_change, work.state in OPEN, said, work.finished_at)


def outlet_names() -> list[str]:
    """Return the names of known outlets, for completion while typing."""
    return list(Outlet.objects.order_by("name").values_list("name", flat=True)[:500])
