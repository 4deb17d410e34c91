"""Tables of claims/models/job.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone

from claims.models.base import StatusField

from .making import moves, refuses, row

MODELS = [
    migrations.CreateModel(
        "ChangedClaim",
        fields=[
            (
                "claim",
                models.OneToOneField(
                    on_delete=models.CASCADE,
                    primary_key=True,
                    related_name="+",
                    serialize=False,
                    to="claims.claim",
                ),
            ),
            ("since", models.DateTimeField(db_index=True, default=timezone.now)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
        ],
    ),
    migrations.CreateModel(
        "MatchJob",
        fields=[
            *row(),
            ("state", StatusField(default="queued", max_length=24)),
            ("reached_at", models.DateTimeField(blank=True, null=True)),
            ("reached", models.UUIDField(blank=True, null=True)),
            ("total", models.PositiveIntegerField(default=0)),
            ("done", models.PositiveIntegerField(default=0)),
            ("skipped", models.PositiveIntegerField(default=0)),
            ("proposed", models.PositiveIntegerField(default=0)),
            ("changed", models.PositiveIntegerField(default=0)),
            ("withdrawn", models.PositiveIntegerField(default=0)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("lease_until", models.DateTimeField(blank=True, null=True)),
            ("lease_token", models.UUIDField(blank=True, null=True)),
            ("error", models.CharField(blank=True, default="", max_length=500)),
            ("sent_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            (
                "desk",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="match_jobs",
                    to="claims.desk",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="match_jobs",
                    to="claims.source",
                ),
            ),
            (
                "started_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-created_at", "id"],
            "indexes": [
                models.Index(
                    condition=Q(("state__in", ["queued", "running"])),
                    fields=["created_at"],
                    name="matchjob_open",
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("state__in", ["queued", "running", "done", "failed", "stopped"])),
                    name="matchjob_state_known",
                ),
                models.UniqueConstraint(
                    condition=Q(("state__in", ["queued", "running"])),
                    fields=("desk", "source"),
                    name="matchjob_one_open",
                    nulls_distinct=False,
                ),
                models.CheckConstraint(condition=Q(("done__lte", F("total"))), name="matchjob_done_of_total"),
                models.CheckConstraint(
                    condition=Q(
                        Q(("state", "running"), _negated=True),
                        Q(("lease_token__isnull", False), ("lease_until__isnull", False)),
                        _connector="OR",
                    ),
                    name="matchjob_running_has_lease",
                ),
            ],
            "triggers": [
                moves(
                    "MatchJob",
                    "state",
                    """
                    queued:running queued:stopped running:done running:failed running:queued
                    running:running running:stopped
                """,
                ),
                refuses("delete", "MatchJob", "kept_forever"),
            ],
        },
    ),
]
