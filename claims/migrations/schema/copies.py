"""Tables of claims/models/copies.py."""

from __future__ import annotations

from django.db import migrations, models

MODELS = [
    migrations.CreateModel(
        "ClaimCopy",
        fields=[
            (
                "claim",
                models.OneToOneField(
                    on_delete=models.CASCADE,
                    primary_key=True,
                    related_name="copy_row",
                    serialize=False,
                    to="claims.claim",
                ),
            ),
            ("key", models.CharField(max_length=32)),
            ("stood", models.CharField(max_length=300)),
            (
                "desk",
                models.ForeignKey(
                    db_index=False, on_delete=models.PROTECT, related_name="+", to="claims.desk"
                ),
            ),
        ],
        options={
            "indexes": [models.Index(fields=["desk", "key", "stood"], name="claim_copy_row")],
        },
    ),
]
