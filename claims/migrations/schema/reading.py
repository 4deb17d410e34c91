"""Tables of claims/models/reading.py."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import F, Q
from pgvector.django.halfvec import HalfVectorField
from pgvector.django.indexes import HnswIndex

MODELS = [
    migrations.CreateModel(
        "ClaimReading",
        fields=[
            (
                "claim",
                models.OneToOneField(
                    on_delete=models.CASCADE,
                    primary_key=True,
                    related_name="reading",
                    serialize=False,
                    to="claims.claim",
                ),
            ),
            ("reader", models.CharField(max_length=60)),
            ("fingerprint", models.CharField(max_length=64)),
            ("account", models.JSONField()),
            ("text_vector", HalfVectorField(dimensions=384)),
            ("context_vector", HalfVectorField(dimensions=384)),
            ("words", ArrayField(base_field=models.CharField(max_length=60), size=None)),
            ("read_at", models.DateTimeField(db_index=True)),
            ("desk", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="claims.desk")),
            (
                "version",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="claims.articleversion"
                ),
            ),
        ],
        options={
            "indexes": [
                GinIndex(fields=["words"], name="reading_words"),
                HnswIndex(
                    ef_construction=200,
                    fields=["text_vector"],
                    m=16,
                    name="reading_text_near",
                    opclasses=["halfvec_cosine_ops"],
                ),
                HnswIndex(
                    ef_construction=200,
                    fields=["context_vector"],
                    m=16,
                    name="reading_context_near",
                    opclasses=["halfvec_cosine_ops"],
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "ReadingFigure",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("kind", models.CharField(max_length=60)),
            ("low", models.FloatField()),
            ("high", models.FloatField()),
            (
                "desk",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="+", to="claims.desk"
                ),
            ),
            (
                "reading",
                models.ForeignKey(on_delete=models.CASCADE, related_name="figures", to="claims.claimreading"),
            ),
        ],
        options={
            "indexes": [models.Index(fields=["desk", "kind", "low"], name="reading_figure_near")],
            "constraints": [
                models.CheckConstraint(condition=Q(("high__gte", F("low"))), name="reading_figure_in_order")
            ],
        },
    ),
    migrations.CreateModel(
        "VersionReading",
        fields=[
            (
                "version",
                models.OneToOneField(
                    on_delete=models.CASCADE,
                    primary_key=True,
                    related_name="reading",
                    serialize=False,
                    to="claims.articleversion",
                ),
            ),
            ("reader", models.CharField(max_length=60)),
            ("fingerprint", models.CharField(max_length=64)),
            ("vector", HalfVectorField(dimensions=384)),
        ],
    ),
    migrations.CreateModel(
        "WordCount",
        fields=[
            ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
            ("claims", models.PositiveIntegerField()),
            ("counted_at", models.DateTimeField()),
        ],
    ),
]
