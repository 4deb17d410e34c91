"""Tables of claims/models/assignment.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from claims.models.base import StatusField

from .making import moves, refuses, row

MODELS = [
    migrations.CreateModel(
        "Assignment",
        fields=[
            *row(),
            ("due_at", models.DateTimeField(blank=True, null=True)),
            (
                "priority",
                models.PositiveSmallIntegerField(choices=[(1, "High"), (2, "Normal"), (3, "Low")], default=2),
            ),
            ("instruction", models.TextField(blank=True, default="")),
            ("state", StatusField(default="open", max_length=24)),
            ("closed_at", models.DateTimeField(blank=True, null=True)),
            ("closing_note", models.CharField(blank=True, default="", max_length=500)),
            (
                "assigned_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            (
                "assignee",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="assignments",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim",
                models.ForeignKey(on_delete=models.PROTECT, related_name="assignments", to="claims.claim"),
            ),
            ("answer", models.TextField(blank=True, default="")),
            ("question", models.TextField(blank=True, default="")),
        ],
        options={
            "ordering": ["due_at", "priority", "created_at"],
            "indexes": [
                models.Index(fields=["assignee", "state", "due_at"], name="assignment_mine"),
                models.Index(
                    condition=Q(("state", "open")),
                    fields=["due_at", "priority", "id"],
                    name="assignment_open_due",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("state__in", ["open", "done", "handed_back", "withdrawn"])),
                    name="assignment_state_known",
                ),
                models.CheckConstraint(
                    condition=Q(("priority__in", [1, 2, 3])), name="assignment_priority_known"
                ),
                models.CheckConstraint(
                    condition=Q(("state", "open"), ("closed_at__isnull", False), _connector="OR"),
                    name="assignment_closed_when",
                ),
                models.UniqueConstraint(
                    condition=Q(("state", "open")), fields=("claim",), name="assignment_one_open"
                ),
            ],
            "triggers": [
                refuses("delete", "Assignment", "kept_forever"),
                moves("Assignment", "state", "open:done open:handed_back open:withdrawn withdrawn:open"),
            ],
        },
    ),
]
