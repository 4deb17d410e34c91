"""A report as it was at a moment: its list taken back through the record, its claims as they were known then.

At the very moment of an edition this is that edition, to the byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from claims.asof.past import claims_at, with_seal
from claims.asof.since import Look
from claims.asof.undoing import take_back
from claims.models import AuditEntry, Claim, Report, ReportEdition, ReportItem

from . import builder, selectors


@dataclass
class Line:
    """A claim in the list of a report, and its note."""

    claim: UUID
    note: str = ""


def content_at(report: Report, at: datetime) -> builder.Content | None:
    """Return what an edition frozen at `at` would hold, None before the report was begun.

    `report` (with its desk) is taken back in memory. Some 25 queries, however many claims there are.
    """
    lines = lines_at(report, at)
    if lines is None:
        return None
    frozen, last = editions_at(report, at)
    return builder.content_of(
        report,
        items_of(report, lines, at),
        number=frozen.number if frozen else (last.number + 1 if last else 1),
        as_of=at,
        by=frozen.frozen_by if frozen else None,
        previous=last.content if last else None,
    )


def begins(report: Report) -> datetime:
    """Return the first moment at which there is something to show of a report (1 query)."""
    first = AuditEntry.objects.filter(chain=report.pk, action="report.create").order_by("link").first()
    return max(first.at, report.created_at) if first else report.created_at


def editions_at(report: Report, at: datetime) -> tuple[ReportEdition | None, ReportEdition | None]:
    """Return the edition of just that moment, and the one before it; their contents are not read yet."""
    rows = (
        report.editions.select_related("frozen_by")
        .defer("content")
        .filter(as_of__lte=at)
        .order_by("-number")[:2]
    )
    frozen = next((row for row in rows if row.as_of == at), None)
    return frozen, next((row for row in rows if row.as_of < at), None)


def items_of(report: Report, lines: Sequence[Line], at: datetime, *, behind: int = 0) -> list[ReportItem]:
    """Return items of the report with their claims as of `at`, the first one in place `behind` + 1.

    Nothing is stored. A claim is what it was whichever others are looked at with it.
    """
    rows = with_seal(Claim.objects.filter(pk__in=[line.claim for line in lines]))
    own, seen = selectors.places(ever=True)
    past = claims_at(list(rows), at, places=own, others=seen, proposals=0)
    items = []
    for position, line in enumerate(lines, behind + 1):
        claim = past.claims[line.claim]
        item: Any = ReportItem(report=report, claim=claim, position=position, note=line.note)
        item.sealed = past.sealed[claim.pk]
        items.append(item)
    return items


def lines_at(report: Report, at: datetime) -> list[Line] | None:
    """Return the list as of `at`, and give `report` the words it had; None before it was begun.

    Some 3 queries. To be called once with a row: it changes the row.
    """
    look = Look(at)
    look.ask([report.pk])
    entries = look.of(report.pk).about("report")
    if report.created_at > at or any(entry.action == "report.create" for entry in entries):
        return None
    rows = report.items.order_by(F("position")).values_list("claim", "note")
    lines = [Line(claim, note) for claim, note in rows]
    take_back(report, entries)
    for entry in entries:
        undo = _UNDO.get(entry.action)
        if undo:
            lines = undo(lines, entry)
    return lines


# --- Each change of the list, taken back -----------------------------------------------------------------


def _added(lines: list[Line], entry: AuditEntry) -> list[Line]:
    new = set(entry.after["claims"])
    return [line for line in lines if str(line.claim) not in new]


def _removed(lines: list[Line], entry: AuditEntry) -> list[Line]:
    place, (claim,) = entry.before["position"] - 1, entry.before["claims"]
    return [*lines[:place], Line(UUID(claim), entry.before["note"]), *lines[place:]]


def _moved(lines: list[Line], entry: AuditEntry) -> list[Line]:
    (claim,) = entry.after["claims"]
    here = next(place for place, line in enumerate(lines) if str(line.claim) == claim)
    there = here + entry.before["position"] - entry.after["position"]
    back = list(lines)
    back[here], back[there] = back[there], back[here]
    return back


def _noted(lines: list[Line], entry: AuditEntry) -> list[Line]:
    (claim,) = entry.after["claims"]
    note = entry.before["note"]
    return [Line(line.claim, note) if str(line.claim) == claim else line for line in lines]


def _followed(lines: list[Line], entry: AuditEntry) -> list[Line]:
    (was,), (now,) = entry.before["claims"], entry.after["claims"]
    return [Line(UUID(was), line.note) if str(line.claim) == now else line for line in lines]


_UNDO = {
    "report.add": _added,
    "report.remove": _removed,
    "report.move": _moved,
    "report.note": _noted,
    "report.follow": _followed,
}
