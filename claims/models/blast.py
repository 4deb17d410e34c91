"""What became of an article after it was captured, and the claims and reports that this touches."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from claims.states import Freshness

from .appearance import Appearance
from .article import Article, ArticleVersion
from .base import Row, StatusField, kept_forever, never_changed, one_of
from .claim import Claim
from .people import User
from .report import Report, ReportEdition


class ChangeKind(models.TextChoices):
    """What became of an article, as product terms name it."""

    CHANGED = "changed", "Changed"
    CORRECTED = "corrected", "Corrected"
    RETRACTED = "retracted", "Retracted"
    GONE = "gone", "Gone"
    RESTORED = "restored", "In order again"


class Words(models.TextChoices):
    """What became of the words that a claim rests on."""

    SAME = "same", "Same sentence"
    AROUND = "around", "Same words, another sentence"
    LOST = "lost", "No longer in the text"
    UNTOLD = "untold", "No new text"


class Outcome(models.TextChoices):
    """What came of looking at a touched claim again."""

    OPEN = "open", "To be looked at"
    STANDS = "stands", "Still stands"
    VERDICT = "verdict", "New verdict"
    TAKEN_BACK = "taken_back", "Mark taken back"


class ArticleChange(Row):
    """One change of an article: another text, or the outlet's word on it. Never altered.

    `before` and `version` are the texts of a change of text; `cause` is what the marks of claims say.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    before = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, null=True, related_name="changes")
    reason = models.CharField(max_length=500, blank=True, default="")
    cause = models.CharField(max_length=300)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="article_change_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKind.CHANGED) | Q(version__isnull=False),
                name="article_change_has_its_text",
            ),
            models.CheckConstraint(condition=~Q(cause=""), name="article_change_has_cause"),
        ]
        indexes = [models.Index(fields=["article", "-created_at"], name="change_of_article")]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article}"


class Touch(Row):
    """A claim that rests on an article which changed, and what came of looking at it again.

    `place` is where the words stood that it rests on (its own, or those of the claim that bears on it),
    `moved` where the very same words stand now. `was` and `was_cause` are the freshness before any mark.
    """

    change = models.ForeignKey(ArticleChange, on_delete=models.PROTECT, related_name="touches")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="touches")
    by_evidence = models.BooleanField(default=False)  # what bears on it stands in the article, not itself
    place = models.ForeignKey(Appearance, on_delete=models.PROTECT, null=True, related_name="+")
    moved = models.ForeignKey(Appearance, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=8, choices=Words.choices)
    was = StatusField(default=Freshness.CURRENT)
    was_cause = models.CharField(max_length=300, blank=True, default="")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name_plural = "touches"
        constraints = [
            models.UniqueConstraint(fields=["change", "claim"], name="touch_once"),
            models.CheckConstraint(condition=Q(words__in=Words.values), name="touch_words_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="touch_outcome_known"),
            one_of("touch", "was", Freshness),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, settled_at=None)
                | ~Q(outcome=Outcome.OPEN) & Q(settled_at__isnull=False),
                name="touch_settled_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["claim"], condition=Q(outcome=Outcome.OPEN), name="touch_open_of_claim"),
            models.Index(fields=["change", "outcome"], name="touch_of_change"),
        ]
        triggers = [kept_forever()]

    def __str__(self) -> str:
        return f"{self.claim} ({self.get_outcome_display()})"


class TouchedReport(Row):
    """A report, or an edition of it, with claims that a change touches. Never altered; `claims` are those."""

    change = models.ForeignKey(ArticleChange, on_delete=models.PROTECT, related_name="reports")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="touches")
    edition = models.ForeignKey(ReportEdition, on_delete=models.PROTECT, null=True, related_name="touches")
    claims = ArrayField(models.UUIDField())

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "report", "edition"], nulls_distinct=False, name="touched_report_once"
            )
        ]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"{self.edition or self.report}, touched"
