"""What bears on a claim, proposed by the machine or a person, confirmed or dismissed by a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from claims.states import ArticleState, Capture, EvidenceState, Relation

from .article import Article, ArticleVersion
from .base import Row, StatusField, kept_forever, moves, one_of
from .claim import Claim
from .document import Document
from .people import User
from .source import Source


class EvidenceKind(models.TextChoices):
    """What the evidence is."""

    CLAIM = "claim", "A later claim"
    ARTICLE = "article", "An article"
    URL = "url", "A web address"
    FILE = "file", "A file"
    NOTE = "note", "A note"
    SEARCH = "search", "A search that found nothing"


RELIABILITIES, CREDIBILITIES = "ABCDEF", "123456"  # the two axes of the Admiralty scale
_STANDS = Q(strength__isnull=False) & ~Q(state=EvidenceState.WITHDRAWN)


class Evidence(Row):
    """One thing that bears on a claim, and how."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=8, choices=EvidenceKind.choices)
    relation = StatusField()
    state = StatusField(default=EvidenceState.PROPOSED)
    other = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="bears_on")
    version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    url = models.URLField(max_length=2000, blank=True, default="")
    page = models.ForeignKey(  # the article that the address is captured as
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    source = models.ForeignKey(  # whose words or data it is, as a person says; a claim says so itself
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    body = models.TextField(blank=True, default="")  # quotation, note, or where and what was searched
    start = models.PositiveIntegerField(null=True, blank=True)  # where the quotation stands in the text
    end = models.PositiveIntegerField(null=True, blank=True)
    searched_where = models.CharField(max_length=500, blank=True, default="")
    searched_what = models.CharField(max_length=500, blank=True, default="")
    searched_at = models.DateTimeField(null=True, blank=True)
    reliability = models.CharField(max_length=1, blank=True, default="")  # of the source, A to F
    credibility = models.CharField(max_length=1, blank=True, default="")  # of the information, 1 to 6
    reason = models.TextField(blank=True, default="")  # why it bears on the claim, in one sentence
    score = models.FloatField(null=True, blank=True)  # of the machine, 0 to 1
    strength = models.FloatField(
        null=True, blank=True
    )  # the score, equal ones put in an order by their words
    details = models.JSONField(default=dict, blank=True)  # which signals found it, the figures compared
    matcher = models.CharField(max_length=40, blank=True, default="")  # which matcher version proposed it
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            one_of("evidence", "relation", Relation),
            one_of("evidence", "state", EvidenceState),
            models.UniqueConstraint(
                fields=["claim", "other"], condition=Q(other__isnull=False), name="evidence_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("claim")), name="evidence_not_itself"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[EvidenceState.PROPOSED, EvidenceState.WITHDRAWN])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="evidence_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=EvidenceState.WITHDRAWN)
                | Q(proposed_by__isnull=True, decided_by__isnull=True),
                name="evidence_withdrawn_by_the_machine",
            ),
            models.CheckConstraint(
                condition=(Q(kind="claim") & Q(other__isnull=False))
                | (Q(kind="article") & Q(version__isnull=False))
                | (Q(kind="url") & ~Q(url=""))
                | (Q(kind="file") & Q(document__isnull=False))
                | (Q(kind__in=["note", "search"]) & ~Q(body="")),
                name="evidence_has_its_thing",
            ),
            models.UniqueConstraint(
                fields=["claim", "document"],
                condition=Q(document__isnull=False),
                name="evidence_file_once",
            ),
            models.CheckConstraint(
                condition=Q(reliability__in=["", *RELIABILITIES], credibility__in=["", *CREDIBILITIES]),
                name="evidence_grade_known",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(end__gt=F("start")),
                name="evidence_quotation_has_place",
            ),
        ]
        indexes = [
            models.Index(
                F("created_at").desc(), condition=Q(state=EvidenceState.PROPOSED), name="evidence_open_newest"
            ),
            models.Index(
                "claim", F("strength").desc(), condition=_STANDS, name="evidence_strongest_on_earlier"
            ),
            models.Index(
                "other", F("strength").desc(), condition=_STANDS, name="evidence_strongest_of_later"
            ),
        ]
        triggers = [moves("evidence", "state"), kept_forever()]

    def __str__(self) -> str:
        return f"{self.relation}: {self.other or self.url or self.document or self.body[:60]}"

    @property
    def read(self) -> ArticleVersion | None:
        """The text it stands on: for an address the first that was captured, None while there is none."""
        if self.version is not None or self.page is None:
            return self.version
        return next(iter(self.page.versions.all()), None)

    @property
    def capture(self) -> str:
        """How far the capture of an address is (states.Capture), "" where none was asked.

        Rows read with `has_text` (places.items_of) ask the database nothing.
        """
        if self.page is None:
            return ""
        has_text = getattr(self, "has_text", None)
        if self.version_id or (self.page.versions.exists() if has_text is None else has_text):
            return Capture.CAPTURED
        return Capture.FAILED if self.page.state == ArticleState.FAILED else Capture.FETCHING

    @property
    def grade(self) -> str:
        """The grade as it is written: "B2", with a dash for an axis that nobody judged; "" without any."""
        given = self.reliability or self.credibility
        return f"{self.reliability or '–'}{self.credibility or '–'}" if given else ""


def first_texts(by: datetime | None = None) -> models.Prefetch[Any]:
    """Return how the texts of captured addresses are read, once for many rows; those stored `by` a moment."""
    texts = ArticleVersion.objects.defer("text").order_by("number")
    return models.Prefetch("page__versions", texts.filter(created_at__lte=by) if by else texts)
