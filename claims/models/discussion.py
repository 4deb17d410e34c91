"""What people say to each other about a claim or an article: comments, their texts, how far one has read."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from .article import Article
from .base import Row, kept_forever, never_changed
from .claim import Claim
from .people import Desk, User

LONGEST = 5_000  # characters of a comment
EDITABLE = timedelta(minutes=15)  # how long its author may put a comment right


def one_subject(name: str) -> models.CheckConstraint:
    """Return the constraint that a row is about a claim or about an article, never both."""
    return models.CheckConstraint(
        condition=Q(claim__isnull=False, article__isnull=True) | Q(claim__isnull=True, article__isnull=False),
        name=name,
    )


class Comment(Row):
    """One thing somebody said. Its words stand in CommentText; withdrawn, it stays as a trace."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+", db_index=False)
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="comments", db_index=False
    )
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="comments", db_index=False
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [one_subject("comment_one_subject")]
        indexes = [
            models.Index(
                fields=["claim", "created_at", "id"],
                name="comment_of_claim",
                condition=Q(claim__isnull=False),
            ),
            models.Index(
                fields=["article", "created_at", "id"],
                name="comment_of_article",
                condition=Q(article__isnull=False),
            ),
        ]
        triggers = [
            kept_forever(),
            pgtrigger.ReadOnly(name="only_withdrawn", exclude=["withdrawn_at"]),
            pgtrigger.Protect(
                name="withdrawn_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} at {self.created_at:%Y-%m-%d %H:%M}"


class CommentText(Row):
    """The words of a comment as they were at one time: the first, and one row for each correction."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="texts", db_index=False)
    number = models.PositiveSmallIntegerField(default=1)
    body = models.TextField()
    names = models.JSONField(default=dict)  # whom it mentions: {"bob": "Bob Duarte"}, as they were called

    class Meta:
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="comment_text_once"),
            models.CheckConstraint(
                condition=~Q(body="") & Q(LessThanOrEqual(Length("body"), LONGEST)),
                name="comment_text_length",
            ),
        ]
        triggers = [
            *never_changed(),
            pgtrigger.Trigger(
                name="corrected_in_time",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=f"""
                    IF NEW.number > 1 AND NOT EXISTS (
                        SELECT 1 FROM claims_comment c WHERE c.id = NEW.comment_id
                        AND c.withdrawn_at IS NULL
                        AND c.created_at > now() - interval '{int(EDITABLE.total_seconds())} seconds'
                    ) THEN
                        RAISE EXCEPTION 'a comment is corrected within its first minutes only'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608 - a number of this module is put in
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]


class ReadMark(Row):
    """How far a person has read the discussion of one thing."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    until = models.DateTimeField()

    class Meta:
        constraints = [
            one_subject("read_mark_one_subject"),
            models.UniqueConstraint(
                fields=["user", "claim"], name="read_mark_claim", condition=Q(claim__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["user", "article"], name="read_mark_article", condition=Q(article__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} until {self.until:%Y-%m-%d %H:%M}"
