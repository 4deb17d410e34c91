"""Reads of the ingest room: the list of articles and how far each one is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.access import visible_to
from claims.models import Appearance, Article, Outlet, User, Work
from claims.states import ArticleState, Review, WorkState

PAGE = 50
OPEN = (WorkState.QUEUED, WorkState.RUNNING)


@dataclass(frozen=True)
class Phase:
    """Where an article stands, for people: a word of the vocabulary, a count and how far."""

    name: str  # queued, running, ready, in_review, reviewed, kept, failed
    done: int = 0
    total: int = 0
    percent: int = 0
    step: str = ""

    @property
    def moving(self) -> bool:
        """Whether the page should ask again."""
        return self.name in {"queued", "running"}


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
    working = Work.objects.filter(article=OuterRef("pk"), state__in=OPEN).order_by("created_at")
    return rows.annotate(
        claim_count=Coalesce(Subquery(offered), 0),
        decided_count=Coalesce(Subquery(decided), 0),
        work_percent=Subquery(working.values("percent")[:1]),
        work_step=Subquery(working.values("step")[:1]),
    )


def phase(article: Article) -> Phase:
    """Return where a row of `counted` stands."""
    total, done = article.claim_count, article.decided_count  # type: ignore[attr-defined]
    if article.state != ArticleState.READY:
        percent = article.work_percent or 0  # type: ignore[attr-defined]
        return Phase(article.state, percent=percent, step=article.work_step or "")  # type: ignore[attr-defined]
    if total and done == total:
        return Phase("reviewed", done, total, 100)
    return Phase("in_review" if done else "ready", done, total, round(100 * done / total) if total else 0)


def waiting_before(article: Article) -> int:
    """Return how many articles wait in the queue before this one, of all desks."""
    mine = Work.objects.filter(article=article, state=WorkState.QUEUED).order_by("created_at").first()
    if mine is None:
        return 0
    return Work.objects.filter(state=WorkState.QUEUED, created_at__lt=mine.created_at).count()


def outlet_names() -> list[str]:
    """Return the names of known outlets, for completion while typing."""
    return list(Outlet.objects.order_by("name").values_list("name", flat=True)[:500])
