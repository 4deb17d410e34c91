"""Reads of discussions: the comments of one claim or article, how many there are, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from claims.models import Comment, CommentText, ReadMark, User
from claims.models.discussion import LONGEST

from .mentions import Piece, pieces
from .services import editable, people_to_mention
from .subjects import Subject

SHOWN = 50  # comments on a page, the newest; older ones stand on the pages of the talk
PEOPLE = 8  # names offered while somebody types


@dataclass(frozen=True)
class Said:
    """A comment as one person sees it."""

    row: Comment
    pieces: list[Piece]
    body: str
    earlier: list[str]  # what it said before it was put right, the oldest first
    new: bool
    mine: bool
    editable: bool

    @property
    def key(self) -> str:
        """The id of the comment as text, for the names of its fields."""
        return str(self.row.pk)


@dataclass(frozen=True)
class Talk:
    """The discussion of one thing, oldest first."""

    subject: Subject
    comments: list[Said]
    earlier: int  # how many older ones are left out
    typed: str = ""  # a comment that could not be taken, with `problem` the reason
    problem: str = ""
    longest: int = LONGEST

    @property
    def total(self) -> int:
        """How many comments there are, those shown and older ones."""
        return self.earlier + len(self.comments)

    @property
    def new(self) -> int:
        """How many of those shown the person has not read."""
        return sum(said.new for said in self.comments)

    @property
    def first(self) -> Comment | None:
        """The oldest comment shown."""
        return self.comments[0].row if self.comments else None

    @property
    def last(self) -> Comment | None:
        """The newest comment."""
        return self.comments[-1].row if self.comments else None


def talk_of(
    user: User, subject: Subject, *, upto: Comment | None = None, typed: str = "", problem: str = ""
) -> Talk:
    """Return the discussion of `subject` as `user` sees it, up to a comment if one is given (1 query)."""
    rows = Comment.objects.filter(**subject.key)
    if upto is not None:
        rows = rows.filter(Q(created_at__lt=upto.created_at) | Q(pk=upto.pk))
    found = list(
        _shown(user, rows).annotate(in_all=Window(Count("pk"))).order_by("-created_at", "-id")[:SHOWN]
    )
    total = found[0].in_all if found else 0
    said = [_said(user, row) for row in reversed(found)]
    return Talk(subject, said, total - len(said), typed, problem)


def behind(user: User, subject: Subject, last: UUID | None) -> list[Said]:
    """Return the comments that came behind the one `last` (None: all), oldest first, SHOWN at most."""
    rows = Comment.objects.filter(**subject.key)
    seen = rows.filter(pk=last).first() if last else None
    if seen is not None:
        rows = rows.filter(Q(created_at__gt=seen.created_at) | Q(created_at=seen.created_at, id__gt=seen.pk))
    found = list(_shown(user, rows).order_by("-created_at", "-id")[:SHOWN])
    return [_said(user, row) for row in reversed(found)]


def said_of(user: User, comment: Comment) -> Said:
    """Return one comment as `user` sees it."""
    return _said(user, _shown(user, Comment.objects.filter(pk=comment.pk)).get())


def stands_below(comment: Comment, subject: Subject) -> bool:
    """Whether the comment is one of the newest, which the page of the claim or article shows."""
    later = Comment.objects.filter(**subject.key, created_at__gt=comment.created_at)
    return later[:SHOWN].count() < SHOWN


def tallies(user: User, claim: str) -> dict[str, Any]:
    """Return `talk_count` and `talk_new` to add to a query of rows whose field `claim` leads to a claim."""
    rows = Comment.objects.filter(claim=OuterRef(claim)).order_by()
    until = ReadMark.objects.filter(user=user, claim=OuterRef("claim")).values("until")[:1]
    unread = rows.exclude(author=user).filter(withdrawn_at=None).annotate(read=Subquery(until))
    unread = unread.filter(Q(read=None) | Q(created_at__gt=F("read")))
    return {"talk_count": _counted(rows), "talk_new": _counted(unread)}


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.values("claim").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def people_named(desk_id: UUID, words: str) -> list[User]:
    """Return the people of a desk whose user name, or a word of whose name, starts with `words`."""
    rows = people_to_mention(desk_id)
    start = words.strip()
    if start:
        rows = rows.filter(
            Q(username__istartswith=start)
            | Q(first_name__istartswith=start)
            | Q(last_name__istartswith=start)
        )
    return list(rows[:PEOPLE])


def _shown(user: User, rows: QuerySet[Comment]) -> QuerySet[Any]:
    """Add what is shown of comments: the texts in order, the names in the last, how far one has read."""
    texts = CommentText.objects.filter(comment=OuterRef("pk"))
    mark = ReadMark.objects.filter(Q(claim=OuterRef("claim")) | Q(article=OuterRef("article")), user=user)
    return rows.select_related("author").annotate(
        bodies=ArraySubquery(texts.order_by("number").values("body")),
        names=Subquery(texts.order_by("-number").values("names")[:1]),
        read=Subquery(mark.values("until")[:1]),
    )


def _said(user: User, row: Any) -> Said:
    read: datetime | None = row.read
    gone, mine = row.withdrawn_at is not None, row.author_id == user.pk
    return Said(
        row=row,
        pieces=[] if gone else pieces(row.bodies[-1], row.names),
        body="" if gone else row.bodies[-1],
        earlier=[] if gone else row.bodies[:-1],
        new=not mine and not gone and (read is None or row.created_at > read),
        mine=mine,
        editable=editable(row, user),
    )
