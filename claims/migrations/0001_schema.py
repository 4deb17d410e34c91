"""The whole database as it stood after 25 migrations: extensions, tables, functions.

The tables are described in `schema/`, a file for each of `claims/models/`. An installation that ran all 25 has
nothing to do: Django takes this one as applied. What only moved the rows of earlier versions is left out.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from .schema import appearance, article, assessment, assignment, audit, blast, blind, claim, copies, discussion
from .schema import document, event, evidence, export, job, many, notification, opinion, people, publication
from .schema import reading, report, reuse, source
from .schema import functions
from .schema.making import CreateTogether

TABLES = (
    people, source, article, copies, reuse, claim, appearance, event, many, job, evidence, document, assessment,
    assignment, audit, blast, blind, discussion, notification, opinion, reading, report, publication, export,
)  # fmt: skip


class Migration(migrations.Migration):
    initial = True
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
    replaces = [
        ("claims", name)
        for name in (
            "0001_first",
            "0002_second_opinion",
            "0003_evidence_details",
            "0004_readings",
            "0005_match_jobs",
            "0006_text_reuse",
            "0007_copies",
            "0008_events",
            "0009_nearer_neighbours",
            "0010_notices",
            "0011_handing_out",
            "0012_discussion",
            "0013_queue_tools",
            "0014_exports",
            "0015_merged_claims",
            "0016_activity_and_apart",
            "0017_own_keys",
            "0018_sealed_record",
            "0019_links_and_quotations",
            "0020_publications",
            "0021_batch_is_a_job",
            "0022_export_formats",
            "0023_exports_of_moments",
            "0024_blast",
            "0025_evidence_kinds",
        )
    ]

    operations = [
        # CREATE EXTENSION IF NOT EXISTS: a server whose role may not create it has it from its owner
        TrigramExtension(),
        migrations.RunPython(functions.have_vectors),
        CreateTogether([model for module in TABLES for model in module.MODELS]),
        migrations.RunSQL(functions.VECTORS_IN_LINE),
        migrations.RunSQL(functions.WORDS),
        migrations.RunSQL(functions.RECORD_HASHES),
        migrations.RunSQL(functions.RECORD_CHAIN),
        migrations.RunSQL(functions.RECORD_READING),
    ]
