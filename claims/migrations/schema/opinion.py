"""Tables of claims/models/opinion.py."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q

from .making import refuses, row

MODELS = [
    migrations.CreateModel(
        "ModelCall",
        fields=[
            *row(),
            ("model", models.CharField(max_length=120)),
            ("question", models.CharField(max_length=64)),
            ("day", models.DateField()),
            ("tokens", models.PositiveIntegerField()),
            ("money", models.DecimalField(decimal_places=8, max_digits=16)),
            ("answer", models.TextField(blank=True, default="")),
            ("settled_at", models.DateTimeField(blank=True, null=True)),
            (
                "version",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="model_calls", to="claims.articleversion"
                ),
            ),
        ],
        options={
            "indexes": [
                models.Index(fields=["day"], name="model_call_day"),
                models.Index(fields=["question"], name="model_call_question"),
            ],
            "constraints": [models.CheckConstraint(condition=Q(("money__gte", 0)), name="model_call_money")],
            "triggers": [refuses("delete", "ModelCall", "kept_forever")],
        },
    ),
    migrations.CreateModel(
        "MachineOpinion",
        fields=[
            *row(),
            ("model", models.CharField(max_length=120)),
            ("found_by", models.CharField(max_length=8)),
            ("confidence", models.FloatField()),
            ("note", models.CharField(blank=True, default="", max_length=300)),
            (
                "claim",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="machine_opinion", to="claims.claim"
                ),
            ),
            (
                "extracted",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="claims.extractedclaim"
                ),
            ),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("found_by__in", ["rules", "both", "model"])), name="machine_opinion_found_by"
                )
            ],
            "triggers": [
                refuses("delete", "MachineOpinion", "kept_forever"),
                refuses("update", "MachineOpinion", "never_changed"),
            ],
        },
    ),
]
