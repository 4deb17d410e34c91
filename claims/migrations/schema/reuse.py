"""Tables of claims/models/reuse.py."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import F, Q

from .making import refuses, row

MODELS = [
    migrations.CreateModel(
        "TextCluster",
        fields=[
            *row(),
            ("desk", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="claims.desk")),
        ],
    ),
    migrations.CreateModel(
        "TextPrint",
        fields=[
            (
                "version",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="text_print",
                    serialize=False,
                    to="claims.articleversion",
                ),
            ),
            ("scheme", models.CharField(max_length=20)),
            ("hashes", models.BinaryField()),
            ("keys", ArrayField(base_field=models.IntegerField(), blank=True, default=list, size=None)),
            (
                "cluster",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="members",
                    to="claims.textcluster",
                ),
            ),
            ("desk", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="claims.desk")),
        ],
        options={
            "indexes": [GinIndex(fields=["keys"], name="text_print_keys")],
        },
    ),
    migrations.CreateModel(
        "TextCopy",
        fields=[
            *row(),
            ("containment", models.FloatField()),
            ("resemblance", models.FloatField()),
            ("scheme", models.CharField(max_length=20)),
            (
                "of",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="copied_by", to="claims.articleversion"
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="copy_of", to="claims.articleversion"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("version", "of"), name="text_copy_once"),
                models.CheckConstraint(
                    condition=Q(("version", F("of")), _negated=True), name="text_copy_not_itself"
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("containment__gte", 0),
                        ("containment__lte", 1),
                        ("resemblance__gte", 0),
                        ("resemblance__lte", 1),
                    ),
                    name="text_copy_shares",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "OriginRuling",
        fields=[
            *row(),
            (
                "about",
                models.CharField(
                    choices=[
                        ("text", "Whether two articles carry one text"),
                        ("origin", "Whether an article leads to the claim's own origin"),
                    ],
                    max_length=8,
                ),
            ),
            (
                "ruling",
                models.CharField(
                    choices=[
                        ("same", "The same"),
                        ("separate", "Separate"),
                        ("machine", "As the machine sees it"),
                    ],
                    max_length=8,
                ),
            ),
            ("reason", models.CharField(max_length=500)),
            ("article", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="claims.article")),
            (
                "claim",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="origin_rulings",
                    to="claims.claim",
                ),
            ),
            ("desk", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="claims.desk")),
            (
                "other",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="claims.article"
                ),
            ),
            (
                "ruled_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
        ],
        options={
            "ordering": ["created_at", "id"],
            "indexes": [
                models.Index(fields=["claim", "created_at"], name="origin_ruling_of_claim"),
                models.Index(fields=["article", "other", "created_at"], name="origin_ruling_of_pair"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("about__in", ["text", "origin"])), name="origin_ruling_about_known"
                ),
                models.CheckConstraint(
                    condition=Q(("ruling__in", ["same", "separate", "machine"])), name="origin_ruling_known"
                ),
                models.CheckConstraint(
                    condition=Q(("reason", ""), _negated=True), name="origin_ruling_has_reason"
                ),
                models.CheckConstraint(
                    condition=Q(
                        Q(("about", "text"), ("article__lt", F("other")), ("other__isnull", False)),
                        Q(("about", "origin"), ("claim__isnull", False)),
                        _connector="OR",
                    ),
                    name="origin_ruling_has_its_thing",
                ),
            ],
            "triggers": [
                refuses("delete", "OriginRuling", "kept_forever"),
                refuses("update", "OriginRuling", "never_changed"),
            ],
        },
    ),
]
