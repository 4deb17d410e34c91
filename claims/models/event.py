"""What claims are about, and what people decided of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .base import Row, kept_forever
from .people import Desk, User


class Event(Row):
    """What claims are about. Claims of one event can be compared.

    `kept_by` is who had a hand in it last: the machine may still add claims, but neither names it anew nor
    merges it. `closed` events get no more claims from the machine. A merged one leads to what it became.
    """

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(max_length=300)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True, default="")
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    class Meta:
        ordering = ["-starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="event_in_order"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="event_has_title"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="event_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(
                "desk",
                F("starts_on").desc(nulls_last=True),
                F("id"),
                name="event_of_desk_by_day",
                condition=Q(merged_into__isnull=True),
            )
        ]
        triggers = [kept_forever()]

    def __str__(self) -> str:
        return self.title


class EventsApart(Row):
    """Two events that a person told apart, by moving or splitting: the machine never makes them one."""

    one = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "events apart"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="events_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="events_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"
