"""Tables of claims/models/many.py."""

from __future__ import annotations

import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

from claims.models.base import StatusField

from .making import moves, refuses, row

MODELS = [
    migrations.CreateModel(
        "Tag",
        fields=[
            *row(),
            ("name", models.CharField(max_length=60)),
            (
                "desk",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="tags", to="claims.desk"
                ),
            ),
        ],
        options={
            "ordering": ["name"],
            "constraints": [
                models.UniqueConstraint(
                    F("desk"), django.db.models.functions.text.Lower("name"), name="tag_once"
                ),
                models.CheckConstraint(condition=Q(("name", ""), _negated=True), name="tag_has_name"),
            ],
            "triggers": [refuses("delete", "Tag", "kept_forever")],
        },
    ),
    migrations.CreateModel(
        "ClaimTag",
        fields=[
            *row(),
            (
                "added_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            (
                "claim",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="tagged", to="claims.claim"
                ),
            ),
            (
                "tag",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="on", to="claims.tag"
                ),
            ),
        ],
        options={
            "indexes": [models.Index(fields=["tag", "claim"], name="tag_claims")],
            "constraints": [models.UniqueConstraint(fields=("claim", "tag"), name="tag_on_claim_once")],
        },
    ),
    migrations.CreateModel(
        "SavedSearch",
        fields=[
            *row(),
            ("name", models.CharField(max_length=80)),
            ("asks", models.TextField(max_length=4000)),
            ("shared", models.BooleanField(default=False)),
            ("removed_at", models.DateTimeField(blank=True, null=True)),
            (
                "desk",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="saved_searches", to="claims.desk"
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="saved_searches", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": [django.db.models.functions.text.Lower("name"), "id"],
            "indexes": [
                models.Index(
                    condition=Q(("removed_at__isnull", True), ("shared", True)),
                    fields=["desk"],
                    name="saved_search_shared",
                )
            ],
            "constraints": [
                models.UniqueConstraint(
                    F("owner"),
                    django.db.models.functions.text.Lower("name"),
                    condition=Q(("removed_at__isnull", True)),
                    name="saved_search_name_once",
                ),
                models.CheckConstraint(
                    condition=Q(("name", ""), _negated=True), name="saved_search_has_name"
                ),
            ],
            "triggers": [refuses("delete", "SavedSearch", "kept_forever")],
        },
    ),
    migrations.CreateModel(
        "ClaimBatch",
        fields=[
            *row(),
            (
                "action",
                models.CharField(
                    choices=[
                        ("accept", "Accept"),
                        ("reject", "Reject"),
                        ("tag", "Tag"),
                        ("untag", "Take tag off"),
                    ],
                    max_length=8,
                ),
            ),
            ("reason", StatusField(blank=True, default="", max_length=24)),
            ("claims", ArrayField(base_field=models.UUIDField(), default=list, size=None)),
            ("entries", ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
            ("undoing", models.BooleanField(default=False)),
            ("state", StatusField(default="queued", max_length=24)),
            ("total", models.PositiveIntegerField(default=0)),
            ("done", models.PositiveIntegerField(default=0)),
            ("changed", models.PositiveIntegerField(default=0)),
            ("undone", models.PositiveIntegerField(default=0)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("lease_until", models.DateTimeField(blank=True, null=True)),
            ("lease_token", models.UUIDField(blank=True, null=True)),
            ("error", models.CharField(blank=True, default="", max_length=500)),
            ("sent_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            (
                "desk",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="batches", to="claims.desk"
                ),
            ),
            (
                "started_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="batches", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "tag",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="claims.tag"
                ),
            ),
        ],
        options={
            "verbose_name_plural": "claim batches",
            "ordering": ["-created_at", "id"],
            "indexes": [
                models.Index(
                    condition=Q(("state__in", ["queued", "running"])),
                    fields=["created_at"],
                    name="claimbatch_open",
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("state__in", ["queued", "running", "done", "failed", "stopped"])),
                    name="claimbatch_state_known",
                ),
                models.CheckConstraint(
                    condition=Q(("action__in", ["accept", "reject", "tag", "untag"])),
                    name="claimbatch_action_known",
                ),
                models.CheckConstraint(
                    condition=Q(("done__lte", F("total"))), name="claimbatch_done_of_total"
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("state", "running"), _negated=True),
                        Q(("lease_token__isnull", False), ("lease_until__isnull", False)),
                        _connector="OR",
                    ),
                    name="claimbatch_running_has_lease",
                ),
            ],
            "triggers": [
                refuses("delete", "ClaimBatch", "kept_forever"),
                moves(
                    "ClaimBatch",
                    "state",
                    """
                    done:queued failed:queued queued:failed queued:running queued:stopped running:done
                    running:failed running:queued running:running running:stopped stopped:queued
                """,
                ),
            ],
        },
    ),
]
