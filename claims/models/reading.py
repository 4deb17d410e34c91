"""What the machine read in a claim, kept so that a later claim is compared without reading it again.

Derived rows: they follow from the claim, its source and its article, and may be made anew at any time.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from pgvector.django import HalfVectorField, HnswIndex

from .article import ArticleVersion
from .claim import Claim
from .people import Desk

DIMENSIONS = 384  # of the sentence model


class ClaimReading(models.Model):
    """One claim as it is compared. Stale when `reader` or `fingerprint` is no longer what reading gives."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="reading")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )  # read in
    reader = models.CharField(max_length=60)  # version of the rules and the model that read it
    fingerprint = models.CharField(max_length=64)  # SHA-256 of what was read
    account = models.JSONField()
    text_vector = HalfVectorField(dimensions=DIMENSIONS)  # of the statement
    context_vector = HalfVectorField(dimensions=DIMENSIONS)  # with place, date and headline
    # Of where it stands in an article longer than the model reads; NULL when the article's own says it.
    passage_vector = HalfVectorField(dimensions=DIMENSIONS, null=True)
    words = ArrayField(models.CharField(max_length=60))  # stems of the statement, and its figures
    read_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            HnswIndex(
                fields=["text_vector"],
                opclasses=["halfvec_cosine_ops"],
                m=16,
                ef_construction=200,
                name="reading_text_near",
            ),
            HnswIndex(
                fields=["context_vector"],
                opclasses=["halfvec_cosine_ops"],
                m=16,
                ef_construction=200,
                name="reading_context_near",
            ),
            GinIndex(fields=["words"], name="reading_words"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} ({self.reader})"


class ReadingFigure(models.Model):
    """A figure of a read claim in the measure of its kind: one look-up finds near values of like things."""

    reading = models.ForeignKey(ClaimReading, on_delete=models.CASCADE, related_name="figures")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)  # "drone", "money", "metre" for every length
    low = models.FloatField()
    high = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(high__gte=models.F("low")), name="reading_figure_in_order")
        ]
        indexes = [models.Index(fields=["desk", "kind", "low"], name="reading_figure_near")]

    def __str__(self) -> str:
        return f"{self.low:g} {self.kind}"


class VersionReading(models.Model):
    """The vector of an article's headline and text: whether two articles tell one story."""

    version = models.OneToOneField(
        ArticleVersion, on_delete=models.CASCADE, primary_key=True, related_name="reading"
    )
    reader = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    vector = HalfVectorField(dimensions=DIMENSIONS)

    def __str__(self) -> str:
        return f"{self.version} ({self.reader})"


class WordCount(models.Model):
    """In how many read claims a word stands, so that the rarest words are known. Counted now and then.

    The row of the empty word says of how many claims, and when.
    """

    word = models.CharField(max_length=60, primary_key=True)
    claims = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.word}: {self.claims}"
