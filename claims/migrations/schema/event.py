"""Tables of claims/models/event.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from .making import refuses, row

MODELS = [
    migrations.CreateModel(
        "Event",
        fields=[
            *row(),
            ("title", models.CharField(max_length=300)),
            ("starts_on", models.DateField(blank=True, null=True)),
            ("ends_on", models.DateField(blank=True, null=True)),
            ("place", models.CharField(blank=True, default="", max_length=200)),
            ("desk", models.ForeignKey(on_delete=models.PROTECT, related_name="events", to="claims.desk")),
            ("closed", models.BooleanField(default=False)),
            (
                "kept_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "merged_into",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="merged", to="claims.event"
                ),
            ),
        ],
        options={
            "ordering": ["-starts_on", "title"],
            "indexes": [
                models.Index(
                    F("desk"),
                    models.OrderBy(F("starts_on"), descending=True, nulls_last=True),
                    F("id"),
                    condition=Q(("merged_into__isnull", True)),
                    name="event_of_desk_by_day",
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("ends_on__isnull", True), ("ends_on__gte", F("starts_on")), _connector="OR"),
                    name="event_in_order",
                ),
                models.CheckConstraint(condition=Q(("title", ""), _negated=True), name="event_has_title"),
                models.CheckConstraint(
                    condition=Q(
                        ("merged_into__isnull", True),
                        Q(("merged_into", F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="event_not_merged_into_itself",
                ),
            ],
            "triggers": [refuses("delete", "Event", "kept_forever")],
        },
    ),
    migrations.CreateModel(
        "EventsApart",
        fields=[
            *row(),
            (
                "decided_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            ("one", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="claims.event")),
            ("other", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="claims.event")),
        ],
        options={
            "verbose_name_plural": "events apart",
            "constraints": [
                models.UniqueConstraint(fields=("one", "other"), name="events_apart_once"),
                models.CheckConstraint(condition=Q(("one__lt", F("other"))), name="events_apart_in_order"),
            ],
        },
    ),
]
