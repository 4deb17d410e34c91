"""What a person is told: a later source touches their claim, their work is late, somebody mentions them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .article import Article
from .assignment import Assignment
from .base import Row
from .blast import ArticleChange
from .claim import Claim
from .discussion import Comment
from .evidence import Evidence
from .people import User
from .report import Report


class NoticeKind(models.TextChoices):
    """Why a person is told."""

    ASSIGNED = "assigned", "Assigned to you"
    DECIDED = "decided", "You decided about it"
    PUBLISHED = "published", "In a report you froze"
    OVERDUE = "overdue", "Overdue"
    STALE = "stale", "Nothing has happened"
    REMINDED = "reminded", "An editor reminds you"
    MENTION = "mention", "Mentions you"
    CHANGED = "changed", "An article changed"


OF_A_SOURCE = (NoticeKind.ASSIGNED, NoticeKind.DECIDED, NoticeKind.PUBLISHED)
NAGS = (NoticeKind.OVERDUE, NoticeKind.STALE, NoticeKind.REMINDED)


class Notification(Row):
    """One thing a person is told, once.

    Of later sources: one for each claim and `article`. Of work that is late: one for each assignment, kind
    and `state_at`, the moment that made it so (the due time that passed, the last thing that happened, the
    day of a reminder), so that the same state is never told twice. `mailed_at` is set before it is sent.
    Of mentions: one for each comment, with the claim or the article that it stands on. Of articles that
    changed: one for each person and `change`, however many of their claims and reports it touches; it leads
    to the article, or where that is another desk's to a report or a claim of the person's own desk.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    state_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    mailed_at = models.DateTimeField(null=True, blank=True)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    change = models.ForeignKey(
        ArticleChange, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "claim", "article"], name="notification_once"),
            models.UniqueConstraint(fields=["user", "comment"], name="notification_of_comment_once"),
            models.UniqueConstraint(fields=["user", "change"], name="notification_of_change_once"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notification_kind_known"),
            models.UniqueConstraint(
                fields=["assignment", "user", "kind", "state_at"], name="notification_nag_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=OF_A_SOURCE,
                    claim__isnull=False,
                    article__isnull=False,
                    evidence__isnull=False,
                    assignment__isnull=True,
                    comment__isnull=True,
                )
                | Q(
                    kind__in=NAGS,
                    claim__isnull=False,
                    assignment__isnull=False,
                    state_at__isnull=False,
                    article__isnull=True,
                    comment__isnull=True,
                )
                | Q(kind=NoticeKind.MENTION, comment__isnull=False, evidence=None, assignment=None)
                & (Q(claim__isnull=False, article=None) | Q(claim=None, article__isnull=False))
                | Q(kind=NoticeKind.CHANGED, change__isnull=False)
                & Q(comment=None, evidence=None, assignment=None)
                & (
                    Q(article__isnull=False, claim=None)
                    | Q(article=None, claim__isnull=False)
                    | Q(article=None, claim=None, report__isnull=False)
                ),
                name="notification_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notification_of_user"),
            models.Index(
                fields=["user", "claim"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
            models.Index(
                fields=["user", "created_at"],
                condition=Q(mailed_at__isnull=True, kind__in=NAGS),
                name="notification_unmailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.user}"
