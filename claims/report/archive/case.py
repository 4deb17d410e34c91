"""What belongs to a report or an event as of a moment: its editions, its claims, the chains of its record."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from claims.models import Event, Publication, Report, ReportEdition
from claims.verify.event_looking_back import held_at

from .. import replay

PRINTED = """
    SELECT DISTINCT (claim->>'id')::uuid
    FROM claims_reportedition, jsonb_array_elements(content->'claims') claim WHERE id = ANY(%s)
"""
ABOUT = """
    SELECT id, jsonb_array_length(content->'claims'), content->'report'->>'title'
    FROM claims_reportedition WHERE id = ANY(%s)
"""
# What readers were given that speaks of one of the claims, also where it was taken back since.
TOUCHING = """
    SELECT e.id FROM claims_reportedition e
    JOIN claims_publication p ON p.edition_id = e.id JOIN claims_report r ON r.id = e.report_id
    WHERE r.desk_id = %s AND p.published_at <= %s AND EXISTS (
        SELECT FROM jsonb_array_elements(e.content->'claims') claim WHERE (claim->>'id')::uuid = ANY(%s)
    )
"""


@dataclass
class Case:
    """A report or event at a moment; members put what they meet into `versions`, `documents`, `snapshots`."""

    about: Report | Event
    at: datetime
    editions: list[ReportEdition]  # the first one first, without content
    lengths: dict[UUID, int]  # claims of each edition
    titles: dict[UUID, str]  # that each edition printed
    claims: list[UUID]  # by id
    chains: list[UUID]
    step: Callable[[int], None] = lambda number: None
    versions: set[UUID] = field(default_factory=set)  # texts in which claims and evidence stand
    documents: set[UUID] = field(default_factory=set)  # files brought as evidence
    snapshots: set[str] = field(default_factory=set)  # SHA-256 of texts that editions print
    known: set[str] = field(default_factory=set)  # names of members that are there already
    left_out: list[dict[str, str]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What it is of: "report" or "event"."""
        return "report" if isinstance(self.about, Report) else "event"

    @property
    def title(self) -> str:
        """What it was called then, in one line."""
        return " ".join(self.about.title.split())


def case_of(about: Report | Event, at: datetime) -> Case | None:
    """Return what belongs to a report or event as of `at`, None before it was begun. Changes it in memory."""
    return _of_report(about, at) if isinstance(about, Report) else _of_event(about, at)


def _of_report(report: Report, at: datetime) -> Case | None:
    """Return a case of the claims that an edition printed, or that the report held at the moment."""
    lines = replay.lines_at(report, at)
    if lines is None:
        return None
    ids = ReportEdition.objects.filter(report=report, as_of__lte=at).values_list("pk", flat=True)
    editions = list(ids)
    with connection.cursor() as cursor:
        cursor.execute(PRINTED, [editions])
        printed = {pk for (pk,) in cursor.fetchall()}
    return _case(report, at, editions, printed | {line.claim for line in lines})


def _of_event(event: Event, at: datetime) -> Case | None:
    """Return a case of the claims that the event held, and of the editions readers were given of any."""
    claims = held_at(event, at)
    if claims is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(TOUCHING, [event.desk_id, at, list(claims)])
        editions = [pk for (pk,) in cursor.fetchall()]
    return _case(event, at, editions, claims)


def _case(about: Report | Event, at: datetime, ids: list[UUID], claims: Collection[UUID]) -> Case:
    rows = ReportEdition.objects.filter(pk__in=ids).select_related("frozen_by", "report").defer("content")
    editions = list(rows.order_by("report_id", "number"))
    with connection.cursor() as cursor:
        cursor.execute(ABOUT, [ids])
        known = cursor.fetchall()
    ways = Publication.objects.filter(edition__in=ids).values_list("pk", flat=True)
    reports = {row.report_id for row in editions}
    return Case(
        about,
        at,
        editions,
        lengths={pk: number for pk, number, _ in known},
        titles={pk: title for pk, _, title in known},
        claims=sorted(claims, key=str),
        chains=sorted({*claims, about.pk, *reports, *ways}, key=str),
    )
