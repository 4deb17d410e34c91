"""Tables of claims/models/publication.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from claims.models.base import StatusField

from .making import moves, refuses, row, trigger

MODELS = [
    migrations.CreateModel(
        "Publication",
        fields=[
            *row(),
            ("state", StatusField(default="waiting", max_length=24)),
            ("decided_at", models.DateTimeField(blank=True, null=True)),
            ("reason", models.TextField(blank=True, default="")),
            ("published_at", models.DateTimeField(blank=True, null=True)),
            ("names", models.BooleanField(default=False)),
            ("listed", models.BooleanField(default=False)),
            ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ("told", models.CharField(blank=True, default="", max_length=300)),
            (
                "approver",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "edition",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="publication", to="claims.reportedition"
                ),
            ),
        ],
        options={
            "ordering": ["-created_at"],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("state__in", ["waiting", "returned", "approved", "published", "withdrawn"])),
                    name="publication_state_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("approver", None), ("decided_at", None), ("state", "waiting")),
                        Q(
                            ("approver__isnull", False),
                            ("decided_at__isnull", False),
                            Q(("state", "waiting"), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="publication_decided_by_somebody",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("state", "returned"), _negated=True),
                        Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="publication_returned_with_reason",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("state__in", ["published", "withdrawn"]), _negated=True),
                        ("published_at__isnull", False),
                        _connector="OR",
                    ),
                    name="publication_has_its_time",
                ),
            ],
            "triggers": [
                moves(
                    "Publication",
                    "state",
                    """
                    approved:published approved:waiting published:withdrawn returned:waiting
                    waiting:approved waiting:returned withdrawn:published
                """,
                ),
                refuses("delete", "Publication", "kept_forever"),
                trigger(
                    "Publication",
                    "by_two_people",
                    "INSERT OR UPDATE",
                    """
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
            ],
        },
    ),
    migrations.CreateModel(
        "PublicLink",
        fields=[
            *row(),
            ("state", StatusField(default="live", max_length=24)),
            ("seed", models.CharField(max_length=32)),
            ("token_hash", models.CharField(max_length=64, unique=True)),
            ("void_at", models.DateTimeField(blank=True, null=True)),
            (
                "made_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            (
                "publication",
                models.ForeignKey(on_delete=models.PROTECT, related_name="links", to="claims.publication"),
            ),
        ],
        options={
            "ordering": ["-created_at"],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("state__in", ["live", "void"])), name="publiclink_state_known"
                ),
                models.UniqueConstraint(
                    condition=Q(("state", "live")), fields=("publication",), name="publiclink_one_live"
                ),
            ],
            "triggers": [
                moves("PublicLink", "state", "live:void"),
                refuses("delete", "PublicLink", "kept_forever"),
                refuses(
                    "update",
                    "PublicLink",
                    "leads_where_it_led",
                    condition='WHEN (OLD."token_hash" IS DISTINCT FROM (NEW."token_hash") OR OLD."seed" IS DISTINCT FROM (NEW."seed") OR OLD."publication_id" IS DISTINCT FROM (NEW."publication_id"))',
                ),
            ],
        },
    ),
]
