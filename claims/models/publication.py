"""The way of a frozen edition to its readers: approval by a second person, and the public addresses."""

from __future__ import annotations

from uuid import UUID

import pgtrigger
from django.db import models
from django.db.models import Q

from claims.states import LinkState, PublicationState

from .base import Row, StatusField, kept_forever, moves, one_of
from .people import User
from .report import ReportEdition


class Publication(Row):
    """How one edition stands before its readers. It comes with the edition and begins as waiting."""

    edition = models.OneToOneField(ReportEdition, on_delete=models.PROTECT, related_name="publication")
    state = StatusField(default=PublicationState.WAITING)
    approver = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")  # why it was sent back
    published_at = models.DateTimeField(null=True, blank=True)  # for the first time
    names = models.BooleanField(default=False)  # readers see the names of staff
    listed = models.BooleanField(default=False)  # search engines may keep it, the feed names it
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    told = models.CharField(max_length=300, blank=True, default="")  # to readers, of why it was taken back

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("publication", "state", PublicationState),
            models.CheckConstraint(
                condition=Q(state=PublicationState.WAITING, approver=None, decided_at=None)
                | Q(approver__isnull=False, decided_at__isnull=False) & ~Q(state=PublicationState.WAITING),
                name="publication_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.RETURNED) | ~Q(reason=""),
                name="publication_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PublicationState.PUBLISHED, PublicationState.WITHDRAWN])
                | Q(published_at__isnull=False),
                name="publication_has_its_time",
            ),
        ]
        triggers = [
            moves("publication", "state"),
            kept_forever(),
            pgtrigger.Trigger(
                name="by_two_people",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF TG_OP = 'INSERT' AND NEW.state <> 'waiting' THEN
                        RAISE EXCEPTION 'an edition waits for approval first'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'UPDATE' AND NEW.edition_id <> OLD.edition_id THEN
                        RAISE EXCEPTION 'a publication stays with its edition'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.approver_id IS NOT NULL AND EXISTS (
                        SELECT 1 FROM claims_reportedition e
                        WHERE e.id = NEW.edition_id AND e.frozen_by_id = NEW.approver_id
                    ) THEN
                        RAISE EXCEPTION 'who froze an edition does not approve it'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} ({self.state})"

    @property
    def desk_id(self) -> UUID:
        """The desk of the report, for the record."""
        return self.edition.report.desk_id


class PublicLink(Row):
    """A public address of an edition. What stands in it is not stored, only its SHA-256.

    `seed` gives it back together with the key of the installation, so that the desk can copy it again; a
    copy of the database alone opens nothing (claims/report/publishing/tokens.py).
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="links")
    state = StatusField(default=LinkState.LIVE)
    seed = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("publiclink", "state", LinkState),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(state=LinkState.LIVE), name="publiclink_one_live"
            ),
        ]
        triggers = [
            moves("publiclink", "state"),
            kept_forever(),
            pgtrigger.Protect(
                name="leads_where_it_led",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__token_hash__df=pgtrigger.F("new__token_hash"))
                | pgtrigger.Q(old__seed__df=pgtrigger.F("new__seed"))
                | pgtrigger.Q(old__publication__df=pgtrigger.F("new__publication")),
            ),
        ]

    def __str__(self) -> str:
        return f"An address of {self.publication}"

    @property
    def desk_id(self) -> UUID:
        """The desk of the report, for the record."""
        return self.publication.desk_id
