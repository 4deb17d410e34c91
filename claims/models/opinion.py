"""The second opinion of a language model: each call with what it took, and what it found on each claim."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .article import ArticleVersion
from .base import Row, kept_forever, never_changed
from .claim import Claim, ExtractedClaim


class ModelCall(Row):
    """One question to a model: the tokens and money set apart for it, then those it took.

    The rows of a day are what all workers count the limits by. The answer is kept, so that a worker that
    dies behind it does not pay twice.
    """

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="model_calls")
    model = models.CharField(max_length=120)
    question = models.CharField(max_length=64)  # hash of model, instructions and paragraphs
    day = models.DateField()
    tokens = models.PositiveIntegerField()
    money = models.DecimalField(max_digits=16, decimal_places=8)
    answer = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(money__gte=0), name="model_call_money")]
        indexes = [
            models.Index(fields=["day"], name="model_call_day"),
            models.Index(fields=["question"], name="model_call_question"),
        ]
        triggers = [kept_forever()]

    def __str__(self) -> str:
        return f"{self.model} on {self.version}"


class MachineOpinion(Row):
    """Who found a claim: the rules, a model, or both; how sure that makes the machine, and its doubts.

    `extracted` is the model's own cut of the claim, None where it has none.
    """

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="machine_opinion")
    extracted = models.ForeignKey(ExtractedClaim, on_delete=models.PROTECT, null=True, related_name="+")
    model = models.CharField(max_length=120)
    found_by = models.CharField(max_length=8)
    confidence = models.FloatField()
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(found_by__in=["rules", "both", "model"]), name="machine_opinion_found_by"
            )
        ]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"{self.found_by}, {self.model}"
