"""Tables of claims/models/notification.py."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from .making import row

MODELS = [
    migrations.CreateModel(
        "Notification",
        fields=[
            *row(),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("assigned", "Assigned to you"),
                        ("decided", "You decided about it"),
                        ("published", "In a report you froze"),
                        ("overdue", "Overdue"),
                        ("stale", "Nothing has happened"),
                        ("reminded", "An editor reminds you"),
                        ("mention", "Mentions you"),
                        ("changed", "An article changed"),
                    ],
                    max_length=12,
                ),
            ),
            ("read_at", models.DateTimeField(blank=True, null=True)),
            (
                "article",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="claims.article"
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="claims.claim"
                ),
            ),
            (
                "evidence",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="claims.evidence"
                ),
            ),
            (
                "report",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="claims.report"
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    db_index=False,
                    on_delete=models.CASCADE,
                    related_name="notifications",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "assignment",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="notices",
                    to="claims.assignment",
                ),
            ),
            ("mailed_at", models.DateTimeField(blank=True, null=True)),
            ("reason", models.CharField(blank=True, default="", max_length=300)),
            ("state_at", models.DateTimeField(blank=True, null=True)),
            (
                "comment",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="claims.comment"
                ),
            ),
            (
                "change",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="claims.articlechange",
                ),
            ),
        ],
        options={
            "indexes": [
                models.Index(fields=["user", "-created_at"], name="notification_of_user"),
                models.Index(
                    condition=Q(("read_at__isnull", True)),
                    fields=["user", "claim"],
                    name="notification_unread",
                ),
                models.Index(
                    condition=Q(("kind__in", ("overdue", "stale", "reminded")), ("mailed_at__isnull", True)),
                    fields=["user", "created_at"],
                    name="notification_unmailed",
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("user", "claim", "article"), name="notification_once"),
                models.UniqueConstraint(
                    fields=("assignment", "user", "kind", "state_at"), name="notification_nag_once"
                ),
                models.UniqueConstraint(fields=("user", "comment"), name="notification_of_comment_once"),
                models.UniqueConstraint(fields=("user", "change"), name="notification_of_change_once"),
                models.CheckConstraint(
                    condition=Q(
                        (
                            "kind__in",
                            [
                                "assigned",
                                "decided",
                                "published",
                                "overdue",
                                "stale",
                                "reminded",
                                "mention",
                                "changed",
                            ],
                        )
                    ),
                    name="notification_kind_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(
                            ("article__isnull", False),
                            ("assignment__isnull", True),
                            ("claim__isnull", False),
                            ("comment__isnull", True),
                            ("evidence__isnull", False),
                            ("kind__in", ("assigned", "decided", "published")),
                        ),
                        Q(
                            ("article__isnull", True),
                            ("assignment__isnull", False),
                            ("claim__isnull", False),
                            ("comment__isnull", True),
                            ("kind__in", ("overdue", "stale", "reminded")),
                            ("state_at__isnull", False),
                        ),
                        Q(
                            ("assignment", None),
                            ("comment__isnull", False),
                            ("evidence", None),
                            ("kind", "mention"),
                            Q(
                                Q(("article", None), ("claim__isnull", False)),
                                Q(("article__isnull", False), ("claim", None)),
                                _connector="OR",
                            ),
                        ),
                        Q(
                            ("article__isnull", False),
                            ("change__isnull", False),
                            ("claim", None),
                            ("kind", "changed"),
                            ("assignment", None),
                            ("comment", None),
                            ("evidence", None),
                        ),
                        _connector="OR",
                    ),
                    name="notification_of_one_thing",
                ),
            ],
        },
    ),
]
