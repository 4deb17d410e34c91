"""Where claims stand: places in article versions, with the chain of who says it there."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .article import ArticleVersion
from .base import Row, kept_forever
from .claim import Claim
from .people import User


class LinkRole(models.TextChoices):
    """What a link between outlet and source is; the machine finds names only, people say what they are."""

    VIA = "via", "By way of"
    AGENCY = "agency", "Agency"
    OUTLET = "outlet", "Outlet"
    DOCUMENT = "document", "Document"
    SPOKESPERSON = "spokesperson", "Spokesperson"
    INSTITUTION = "institution", "Institution"


class Standing(models.Manager["Appearance"]):
    """The places at which claims stand: those that people took back are left out."""

    def get_queryset(self) -> models.QuerySet[Appearance]:
        """Return the places that nobody took back."""
        return super().get_queryset().filter(removed_at__isnull=True)


class Appearance(Row):
    """Where a claim stands in an article version: W3C TextQuoteSelector and TextPositionSelector.

    `start`, `end` is the envelope in code points and `exact` its text (the database compares them);
    `spans` are the true pieces when the claim is interrupted. A place that a person gave (`placed_by`) can be
    taken back: the row stays, and `ever` has it, for the record and for looks into the past.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="appearances")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="appearances")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=64, blank=True, default="")
    suffix = models.CharField(max_length=64, blank=True, default="")
    spans = models.JSONField(default=list)
    source_spans = models.JSONField(default=list)
    cue_spans = models.JSONField(default=list)
    sentence_start = models.PositiveIntegerField(default=0)
    sentence_end = models.PositiveIntegerField(default=0)
    source_words = models.CharField(max_length=500, blank=True, default="")  # as the article names the source
    cue = models.CharField(max_length=200, blank=True, default="")
    via = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # between outlet and source
    via_roles = ArrayField(  # a LinkRole for each name of `via`; none: nobody has said what they are
        models.CharField(max_length=12, choices=LinkRole.choices), default=list, blank=True
    )

    placed_by = models.ForeignKey(  # who found the words of the claim in a new text; None: they were there
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    removed_at = models.DateTimeField(null=True, blank=True)  # taken back by a person

    objects = Standing()
    ever: models.Manager[Appearance] = models.Manager()

    class Meta:
        ordering = ["version", "start", "end"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="appearance_not_empty"),
            models.UniqueConstraint(
                fields=["claim", "version", "start", "end"],
                condition=Q(removed_at=None),
                name="appearance_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(placed_by__isnull=False),
                name="appearance_removed_was_placed",
            ),
            models.CheckConstraint(
                condition=Q(via_roles__len=0) | Q(via_roles__len=F("via__len")), name="appearance_links_whole"
            ),
            models.CheckConstraint(
                condition=Q(via_roles__contained_by=LinkRole.values), name="appearance_link_roles_known"
            ),
        ]
        triggers = [
            kept_forever(),
            pgtrigger.Trigger(
                name="quote_proven",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM claims_articleversion v WHERE v.id = NEW.version_id
                        AND substr(v.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.exact
                    ) THEN
                        RAISE EXCEPTION 'the quotation does not stand at that place of the text'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="quote_searched",
                level=pgtrigger.Statement,
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
                func="""
                    UPDATE claims_claim c SET words = NULL
                    WHERE c.id IN (SELECT claim_id FROM added)
                    AND c.words IS DISTINCT FROM claim_words(c.statement, claim_quoted(c.id));
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="quote_moved",
                operation=pgtrigger.UpdateOf("claim_id", "exact", "removed_at"),  # type: ignore[no-untyped-call]
                when=pgtrigger.After,
                condition=pgtrigger.Q(old__claim_id__df=pgtrigger.F("new__claim_id"))
                | pgtrigger.Q(old__exact__df=pgtrigger.F("new__exact"))
                | pgtrigger.Q(old__removed_at__df=pgtrigger.F("new__removed_at")),
                func="""
                    UPDATE claims_claim SET words = NULL WHERE id IN (OLD.claim_id, NEW.claim_id);
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exact[:60]} ({self.start}-{self.end})"

    @property
    def links(self) -> list[tuple[str, LinkRole]]:
        """The names between outlet and source, nearest to the outlet first, each with what it is."""
        roles = self.via_roles or [LinkRole.VIA] * len(self.via)
        return [(name, LinkRole(role)) for name, role in zip(self.via, roles, strict=True)]

    @property
    def next_link(self) -> str:
        """The number of the link that would come next, as the form counts them."""
        return str(len(self.via))
