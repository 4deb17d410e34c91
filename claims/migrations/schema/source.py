"""Tables of claims/models/source.py."""

from __future__ import annotations

import django.contrib.postgres.search
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import F, Q

from .making import refuses, row

MODELS = [
    migrations.CreateModel(
        "Outlet",
        fields=[
            *row(),
            ("name", models.CharField(max_length=200)),
            ("folded", models.CharField(editable=False, max_length=200, unique=True)),
            ("domain", models.CharField(blank=True, db_index=True, default="", max_length=253)),
        ],
        options={
            "ordering": ["name"],
        },
    ),
    migrations.CreateModel(
        "Source",
        fields=[
            *row(),
            ("name", models.CharField(max_length=300)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("person", "Person"),
                        ("government", "Government"),
                        ("military", "Military"),
                        ("organisation", "Organisation"),
                        ("collective", "Group"),
                        ("document", "Document"),
                        ("anonymous", "Anonymous"),
                        ("outlet", "Outlet"),
                    ],
                    default="person",
                    max_length=16,
                ),
            ),
            ("role", models.CharField(blank=True, default="", max_length=300)),
            ("organisation", models.CharField(blank=True, default="", max_length=300)),
            ("party_to", models.CharField(blank=True, default="", max_length=200)),
            (
                "merged_into",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="merged", to="claims.source"
                ),
            ),
            (
                "outlet",
                models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="own_voice",
                    to="claims.outlet",
                ),
            ),
            (
                "within",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="local_sources",
                    to="claims.article",
                ),
            ),
        ],
        options={
            "ordering": ["name"],
            "indexes": [
                GinIndex(
                    django.contrib.postgres.search.SearchVector("name", config="english"),
                    name="source_name_text",
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=Q(
                        (
                            "kind__in",
                            [
                                "person",
                                "government",
                                "military",
                                "organisation",
                                "collective",
                                "document",
                                "anonymous",
                                "outlet",
                            ],
                        )
                    ),
                    name="source_kind_known",
                ),
                models.CheckConstraint(
                    condition=Q(
                        ("merged_into__isnull", True),
                        Q(("merged_into", F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="source_not_merged_into_itself",
                ),
            ],
            "triggers": [refuses("delete", "Source", "kept_forever")],
        },
    ),
    migrations.CreateModel(
        "SourceAlias",
        fields=[
            *row(),
            ("name", models.CharField(max_length=300)),
            ("folded", models.CharField(editable=False, max_length=300)),
            (
                "source",
                models.ForeignKey(on_delete=models.PROTECT, related_name="aliases", to="claims.source"),
            ),
            (
                "within",
                models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, to="claims.article"),
            ),
        ],
        options={
            "ordering": ["name"],
            "indexes": [
                GinIndex(
                    django.contrib.postgres.search.SearchVector("name", config="english"),
                    name="alias_name_text",
                )
            ],
            "constraints": [
                models.UniqueConstraint(
                    fields=("folded", "within"), name="alias_leads_to_one_source", nulls_distinct=False
                )
            ],
        },
    ),
]
