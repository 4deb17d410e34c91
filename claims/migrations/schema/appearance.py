"""What hangs on a claim, of claims/models/appearance.py and claim.py."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

from .making import refuses, row, trigger

MODELS = [
    migrations.CreateModel(
        "ExtractedClaim",
        fields=[
            *row(),
            ("extractor", models.CharField(max_length=40)),
            ("span_key", models.CharField(max_length=300)),
            ("payload", models.JSONField()),
            (
                "version",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="extracted", to="claims.articleversion"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("version", "extractor", "span_key"), name="extracted_once")
            ],
            "triggers": [
                refuses("delete", "ExtractedClaim", "kept_forever"),
                refuses("update", "ExtractedClaim", "never_changed"),
            ],
        },
    ),
    migrations.CreateModel(
        "Appearance",
        fields=[
            *row(),
            ("start", models.PositiveIntegerField()),
            ("end", models.PositiveIntegerField()),
            ("exact", models.TextField()),
            ("prefix", models.CharField(blank=True, default="", max_length=64)),
            ("suffix", models.CharField(blank=True, default="", max_length=64)),
            ("spans", models.JSONField(default=list)),
            ("source_spans", models.JSONField(default=list)),
            ("cue_spans", models.JSONField(default=list)),
            ("sentence_start", models.PositiveIntegerField(default=0)),
            ("sentence_end", models.PositiveIntegerField(default=0)),
            ("source_words", models.CharField(blank=True, default="", max_length=500)),
            ("cue", models.CharField(blank=True, default="", max_length=200)),
            (
                "via",
                ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="appearances", to="claims.articleversion"
                ),
            ),
            (
                "claim",
                models.ForeignKey(on_delete=models.PROTECT, related_name="appearances", to="claims.claim"),
            ),
            (
                "via_roles",
                ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("via", "By way of"),
                            ("agency", "Agency"),
                            ("outlet", "Outlet"),
                            ("document", "Document"),
                            ("spokesperson", "Spokesperson"),
                            ("institution", "Institution"),
                        ],
                        max_length=12,
                    ),
                    blank=True,
                    default=list,
                    size=None,
                ),
            ),
        ],
        options={
            "ordering": ["version", "start", "end"],
            "constraints": [
                models.CheckConstraint(condition=Q(("end__gt", F("start"))), name="appearance_not_empty"),
                models.UniqueConstraint(fields=("claim", "version", "start", "end"), name="appearance_once"),
                models.CheckConstraint(
                    condition=Q(("via_roles__len", 0), ("via_roles__len", F("via__len")), _connector="OR"),
                    name="appearance_links_whole",
                ),
                models.CheckConstraint(
                    condition=Q(
                        (
                            "via_roles__contained_by",
                            ["via", "agency", "outlet", "document", "spokesperson", "institution"],
                        )
                    ),
                    name="appearance_link_roles_known",
                ),
            ],
            "triggers": [
                refuses("delete", "Appearance", "kept_forever"),
                trigger(
                    "Appearance",
                    "quote_proven",
                    "INSERT OR UPDATE",
                    """
                    IF NOT EXISTS (
                        SELECT 1 FROM claims_articleversion v WHERE v.id = NEW.version_id
                        AND substr(v.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.exact
                    ) THEN
                        RAISE EXCEPTION 'the quotation does not stand at that place of the text'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
                ),
                trigger(
                    "Appearance",
                    "quote_searched",
                    "INSERT",
                    """
                    UPDATE claims_claim c SET words = NULL
                    WHERE c.id IN (SELECT claim_id FROM added)
                    AND c.words IS DISTINCT FROM claim_words(c.statement, claim_quoted(c.id));
                    RETURN NULL;
                """,
                    referencing="REFERENCING NEW TABLE AS added ",
                    level="STATEMENT",
                    when="AFTER",
                ),
                trigger(
                    "Appearance",
                    "quote_moved",
                    'UPDATE OF "claim_id", "exact"',
                    """
                    UPDATE claims_claim SET words = NULL WHERE id IN (OLD.claim_id, NEW.claim_id);
                    RETURN NULL;
                """,
                    condition='WHEN (OLD."claim_id" IS DISTINCT FROM (NEW."claim_id") OR OLD."exact" IS DISTINCT FROM (NEW."exact"))',
                    when="AFTER",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "Quantity",
        fields=[
            *row(),
            ("position", models.PositiveSmallIntegerField(default=0)),
            ("low", models.DecimalField(decimal_places=6, max_digits=24)),
            ("high", models.DecimalField(decimal_places=6, max_digits=24)),
            ("unit", models.CharField(blank=True, default="", max_length=120)),
            ("object", models.CharField(blank=True, default="", max_length=120)),
            ("qualifier", models.CharField(default="exact", max_length=12)),
            ("measure", models.CharField(blank=True, default="", max_length=12)),
            ("preliminary", models.BooleanField(default=False)),
            ("text", models.CharField(blank=True, default="", max_length=200)),
            (
                "claim",
                models.ForeignKey(on_delete=models.CASCADE, related_name="quantities", to="claims.claim"),
            ),
        ],
        options={
            "ordering": ["claim", "position"],
            "indexes": [models.Index(fields=["unit", "low"], name="quantity_unit_value")],
            "constraints": [
                models.CheckConstraint(condition=Q(("high__gte", F("low"))), name="quantity_in_order"),
                models.CheckConstraint(
                    condition=Q(("qualifier__in", ["exact", "at_least", "at_most", "about", "range"])),
                    name="quantity_qualifier_known",
                ),
                models.CheckConstraint(
                    condition=Q(("measure__in", ["", "incremental", "cumulative"])),
                    name="quantity_measure_known",
                ),
            ],
        },
    ),
]
