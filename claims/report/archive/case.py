"""What belongs to a report as of a moment: its editions, its claims, the chains of its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from claims.models import Publication, Report, ReportEdition

from .. import replay

PRINTED = """
    SELECT DISTINCT (claim->>'id')::uuid
    FROM claims_reportedition, jsonb_array_elements(content->'claims') claim WHERE id = ANY(%s)
"""
ABOUT = """
    SELECT id, jsonb_array_length(content->'claims'), content->'report'->>'title'
    FROM claims_reportedition WHERE id = ANY(%s)
"""


@dataclass
class Case:
    """A report at a moment; members fill `versions`, `documents` and `snapshots` with what they meet."""

    report: Report
    at: datetime
    editions: list[ReportEdition]  # the first one first, without content
    lengths: dict[UUID, int]  # claims of each edition
    titles: dict[UUID, str]  # that each edition printed
    claims: list[UUID]  # printed in an edition, or in the report at the moment; by id
    chains: list[UUID]
    step: Callable[[int], None] = lambda number: None
    versions: set[UUID] = field(default_factory=set)  # texts in which claims and evidence stand
    documents: set[UUID] = field(default_factory=set)  # files brought as evidence
    snapshots: set[str] = field(default_factory=set)  # SHA-256 of texts that editions print
    left_out: list[dict[str, str]] = field(default_factory=list)


def case_of(report: Report, at: datetime) -> Case | None:
    """Return what belongs to the report as of `at`, None before it was begun. Changes `report` in memory."""
    lines = replay.lines_at(report, at)
    if lines is None:
        return None
    rows = ReportEdition.objects.filter(report=report, as_of__lte=at).select_related("frozen_by", "report")
    editions = list(rows.defer("content").order_by("number"))
    ids = [row.pk for row in editions]
    with connection.cursor() as cursor:
        cursor.execute(PRINTED, [ids])
        printed = {pk for (pk,) in cursor.fetchall()}
        cursor.execute(ABOUT, [ids])
        about = cursor.fetchall()
    claims = sorted(printed | {line.claim for line in lines}, key=str)
    ways = Publication.objects.filter(edition__in=ids).values_list("pk", flat=True)
    return Case(
        report,
        at,
        editions,
        lengths={pk: number for pk, number, _ in about},
        titles={pk: title for pk, _, title in about},
        claims=claims,
        chains=sorted([*claims, report.pk, *ways], key=str),
    )
