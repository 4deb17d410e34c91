"""Tables of claims/models/discussion.py."""

from __future__ import annotations

import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from .making import refuses, row, trigger

MODELS = [
    migrations.CreateModel(
        "Comment",
        fields=[
            *row(),
            ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            (
                "article",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="comments",
                    to="claims.article",
                ),
            ),
            (
                "author",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            (
                "claim",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="comments",
                    to="claims.claim",
                ),
            ),
            (
                "desk",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="+", to="claims.desk"
                ),
            ),
        ],
        options={
            "ordering": ["created_at", "id"],
            "indexes": [
                models.Index(
                    condition=Q(("claim__isnull", False)),
                    fields=["claim", "created_at", "id"],
                    name="comment_of_claim",
                ),
                models.Index(
                    condition=Q(("article__isnull", False)),
                    fields=["article", "created_at", "id"],
                    name="comment_of_article",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(
                        Q(("article__isnull", True), ("claim__isnull", False)),
                        Q(("article__isnull", False), ("claim__isnull", True)),
                        _connector="OR",
                    ),
                    name="comment_one_subject",
                )
            ],
            "triggers": [
                refuses("delete", "Comment", "kept_forever"),
                refuses(
                    "update",
                    "Comment",
                    "only_withdrawn",
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."desk_id" IS DISTINCT FROM (NEW."desk_id") OR OLD."claim_id" IS DISTINCT FROM (NEW."claim_id") OR OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id"))',
                ),
                refuses(
                    "update", "Comment", "withdrawn_once", condition='WHEN (OLD."withdrawn_at" IS NOT NULL)'
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "CommentText",
        fields=[
            *row(),
            ("number", models.PositiveSmallIntegerField(default=1)),
            ("body", models.TextField()),
            ("names", models.JSONField(default=dict)),
            (
                "comment",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="texts", to="claims.comment"
                ),
            ),
        ],
        options={
            "ordering": ["comment", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("comment", "number"), name="comment_text_once"),
                models.CheckConstraint(
                    condition=Q(
                        Q(("body", ""), _negated=True),
                        django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 5000
                        ),
                    ),
                    name="comment_text_length",
                ),
            ],
            "triggers": [
                refuses("delete", "CommentText", "kept_forever"),
                refuses("update", "CommentText", "never_changed"),
                trigger(
                    "CommentText",
                    "corrected_in_time",
                    "INSERT",
                    """
                    IF NEW.number > 1 AND NOT EXISTS (
                        SELECT 1 FROM claims_comment c WHERE c.id = NEW.comment_id
                        AND c.withdrawn_at IS NULL
                        AND c.created_at > now() - interval '900 seconds'
                    ) THEN
                        RAISE EXCEPTION 'a comment is corrected within its first minutes only'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "ReadMark",
        fields=[
            *row(),
            ("until", models.DateTimeField()),
            (
                "article",
                models.ForeignKey(
                    db_index=False, null=True, on_delete=models.PROTECT, related_name="+", to="claims.article"
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    db_index=False, null=True, on_delete=models.PROTECT, related_name="+", to="claims.claim"
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    db_index=False, on_delete=models.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=Q(
                        Q(("article__isnull", True), ("claim__isnull", False)),
                        Q(("article__isnull", False), ("claim__isnull", True)),
                        _connector="OR",
                    ),
                    name="read_mark_one_subject",
                ),
                models.UniqueConstraint(
                    condition=Q(("claim__isnull", False)), fields=("user", "claim"), name="read_mark_claim"
                ),
                models.UniqueConstraint(
                    condition=Q(("article__isnull", False)),
                    fields=("user", "article"),
                    name="read_mark_article",
                ),
            ],
        },
    ),
]
