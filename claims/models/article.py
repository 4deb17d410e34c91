"""Articles as captured: the piece, its immutable texts, the bytes they came from, and the work on them."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.states import ArticleState, WorkState

from .base import Row, StatusField, kept_forever, moves, never_changed, one_of
from .people import Desk, User
from .source import Outlet


class Article(Row):
    """One piece by an outlet. Its words live in versions; what people correct (title, date) lives here."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="articles")
    outlet = models.ForeignKey(
        Outlet, on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    agency = models.CharField(max_length=200, blank=True, default="")  # credit line: AP, Reuters
    title = models.CharField(max_length=500, blank=True, default="")
    byline = models.CharField(max_length=300, blank=True, default="")
    url = models.URLField(max_length=2000, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    published_day_only = models.BooleanField(default=False)  # the source gave a date without a time
    language = models.CharField(max_length=12, blank=True, default="")
    digest = models.BooleanField(default=False)  # a summary in our words, not the outlet's text
    state = StatusField(default=ArticleState.QUEUED)
    message = models.CharField(max_length=500, blank=True, default="")  # why it failed or is only kept
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [one_of("article", "state", ArticleState)]
        indexes = [models.Index(fields=["desk", "-created_at"], name="article_desk_newest")]
        triggers = [moves("article", "state"), kept_forever()]

    def __str__(self) -> str:
        return self.title or self.url or "Untitled article"

    @property
    def latest(self) -> ArticleVersion | None:
        """The newest version, or None while nothing has been captured."""
        return self.versions.order_by("-number").first()


class ArticleVersion(Row):
    """The text of an article at one moment, never changed. The database proves its hash."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    method = models.CharField(max_length=8)  # paste, file, url, seed
    captured_at = models.DateTimeField()
    captured_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_from_one"),
            models.CheckConstraint(condition=~Q(text=""), name="version_has_text"),
        ]
        triggers = [
            *never_changed(),
            pgtrigger.Trigger(
                name="hash_proven",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
                        RAISE EXCEPTION 'sha256 is not that of the text' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}, version {self.number}"


class Capture(Row):
    """The bytes as they arrived, so that a better parser can read them again."""

    version = models.OneToOneField(ArticleVersion, on_delete=models.PROTECT, related_name="capture")
    body = models.BinaryField()
    content_type = models.CharField(max_length=200, blank=True, default="")
    final_url = models.CharField(max_length=2000, blank=True, default="")
    filename = models.CharField(max_length=255, blank=True, default="")
    removed = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        triggers = never_changed()

    def __str__(self) -> str:
        return f"Capture of {self.version}"


class Work(Row):
    """One stage of the pipeline for one article: the queue of record. Celery messages are only hints."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="work")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, null=True, related_name="work")
    stage = models.CharField(max_length=16)
    state = StatusField(default=WorkState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True, default="")
    error = models.CharField(max_length=500, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("work", "state", WorkState),
            models.CheckConstraint(condition=Q(percent__lte=100), name="work_percent"),
            models.CheckConstraint(
                condition=~Q(state=WorkState.RUNNING)
                | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="work_running_has_lease",
            ),
            models.UniqueConstraint(
                fields=["article", "version", "stage"], nulls_distinct=False, name="work_once"
            ),
        ]
        indexes = [
            models.Index(
                F("lease_until"),
                F("created_at"),
                condition=Q(state__in=[WorkState.QUEUED, WorkState.RUNNING]),
                name="work_open",
            )
        ]
        triggers = [moves("work", "state")]

    def __str__(self) -> str:
        return f"{self.stage} of {self.article} ({self.state})"
