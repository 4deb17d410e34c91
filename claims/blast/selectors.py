"""Reads of what a change touches: the claims before and after, the reports, what is still to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from claims.access import visible_to
from claims.models import Appearance, Article, ArticleChange, ArticleVersion, Touch, TouchedReport, User
from claims.models.blast import Outcome, Words
from claims.states import Review

from .sentences import Piece, marked, nearest, sentences

PAGE = 50
OPEN = Q(outcome=Outcome.OPEN) & ~Q(claim__review_state=Review.REJECTED)
_WORST = {Words.LOST: 0, Words.AROUND: 1, Words.UNTOLD: 2, Words.SAME: 3}


@dataclass(frozen=True)
class Line:
    """A touched claim: its sentence before, the nearest one now (empty: gone), what came of it."""

    touch: Touch
    before: list[Piece]
    after: list[Piece]

    @property
    def open(self) -> bool:
        """Whether somebody should still look at it."""
        return self.touch.outcome == Outcome.OPEN and self.touch.claim.review_state != Review.REJECTED


def _counted(rows: QuerySet[Touch]) -> Coalesce:
    mine = rows.filter(change=OuterRef("pk")).order_by().values("change").annotate(n=Count("pk"))
    return Coalesce(Subquery(mine.values("n"), output_field=IntegerField()), 0)


def changes_of(user: User, article: Article) -> list[ArticleChange]:
    """Return what became of an article, newest first, each with `touched`, `open_claims` and `editions`."""
    mine = visible_to(user, Touch)
    reports = visible_to(user, TouchedReport).filter(change=OuterRef("pk")).order_by().values("change")
    rows = (
        ArticleChange.objects.filter(article=article)
        .select_related("made_by", "version", "before")
        .defer("version__text", "before__text")
        .annotate(
            touched=_counted(mine),
            open_claims=_counted(mine.filter(OPEN)),
            touched_reports=Coalesce(
                Subquery(reports.annotate(n=Count("report", distinct=True)).values("n")), 0
            ),
        )
    )
    return list(rows)


def open_changes(user: User) -> QuerySet[ArticleChange]:
    """Return the changes that leave claims of the person's desk to be looked at, newest first."""
    mine = visible_to(user, Touch).filter(OPEN, change=OuterRef("pk"))
    return (
        ArticleChange.objects.filter(pk__in=visible_to(user, Touch).filter(OPEN).values("change"))
        .select_related("article__outlet")
        .annotate(
            open_claims=_counted(visible_to(user, Touch).filter(OPEN)),
            yours=Coalesce(
                Subquery(
                    mine.filter(claim__assignments__assignee=user, claim__assignments__state="open")
                    .order_by()
                    .values("change")
                    .annotate(n=Count("claim", distinct=True))
                    .values("n")
                ),
                0,
            ),
            touched_reports=Coalesce(
                Subquery(
                    visible_to(user, TouchedReport)
                    .filter(change=OuterRef("pk"))
                    .order_by()
                    .values("change")
                    .annotate(n=Count("report", distinct=True))
                    .values("n")
                ),
                0,
            ),
        )
        .order_by("-created_at")
    )


def lines(user: User, change: ArticleChange, start: int = 0) -> tuple[list[Line], int]:
    """Return a page of the touched claims that `user` may know of, open and lost ones first; and how many."""
    order = Case(*(When(words=words, then=Value(place)) for words, place in _WORST.items()), default=9)
    closed = Case(When(OPEN, then=Value(0)), default=Value(1))
    rows = visible_to(user, Touch).filter(change=change)
    page = (
        rows.select_related("claim__source", "place", "moved", "settled_by")
        .alias(closed=closed, order=order)
        .order_by("closed", "order", "place__start", "pk")[start : start + PAGE]
    )
    return _lines(change, list(page)), rows.count()


def _lines(change: ArticleChange, touches: list[Touch]) -> list[Line]:
    texts = ArticleVersion.objects.in_bulk(
        {row.version_id for touch in touches for row in (touch.place, touch.moved) if row}
        | ({change.version_id} if change.version_id else set())
    )
    now = sentences(texts[change.version_id].text) if change.version_id else None
    return [_line(touch, texts, now) for touch in touches]


def _line(touch: Touch, texts: dict[UUID, ArticleVersion], now: list[str] | None) -> Line:
    """Return the line of a touch; `now` are the sentences of the new text, None without one."""
    before = _sentence(touch.place, texts)
    if now is None:
        after = ""
    elif touch.moved is not None:
        after = _sentence(touch.moved, texts)
        if touch.words == Words.AROUND:  # the place that was carried knows its words, not their sentence
            after = next((each for each in now if touch.moved.exact in each), after)
    else:
        after = nearest(before, now) if before else ""
    return Line(touch, marked(before, after or before), marked(after, before))


def _sentence(place: Appearance | None, texts: dict[UUID, ArticleVersion]) -> str:
    """Return the sentence in which a place stands, as its text has it."""
    if place is None:
        return ""
    text = texts[place.version_id].text
    if place.sentence_start <= place.start and place.end <= place.sentence_end:
        return text[place.sentence_start : place.sentence_end].strip()
    return place.exact


def reports_of(user: User, change: ArticleChange) -> list[TouchedReport]:
    """Return the reports and editions that a change touches, by report, the draft before its editions."""
    rows = visible_to(user, TouchedReport).filter(change=change)
    found = rows.select_related("report", "edition__publication").defer("edition__content")
    return list(found.order_by("report__title", "report", "-edition__number"))


def same_words(user: User, change: ArticleChange) -> QuerySet[Touch]:
    """Return the open touches of a change whose sentence stands in the new text as it was."""
    return visible_to(user, Touch).filter(OPEN, change=change, words=Words.SAME)
