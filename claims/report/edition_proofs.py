"""Proof that editions are what was frozen: content by its seal, seal by the record, signatures by keys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from claims.models import AuditEntry, ReportEdition

from . import frozen
from .builder import spelled
from .formats.sealed import NAMES, Signature
from .signatures import holds, says

_Row = Mapping[str, Any]


def edition_faults(since: datetime | None = None) -> Iterator[str]:
    """Yield what is wrong with frozen editions in words, the earliest edition first; nothing when all hold.

    `since` leaves out what was frozen earlier. Of each edition the content must have the seal that stands
    with it and in the record, and what was signed must name this edition and this seal, by a key that is
    known here. Editions of older releases, which nobody signed, lack nothing.
    """
    rows = ReportEdition.objects.order_by("as_of", "pk")
    rows = rows.filter(as_of__gte=since) if since else rows
    recorded = _recorded()
    for row in rows.values("pk", "report", "report__title", "number", "as_of", "sha256", "signatures"):
        name = f"Edition {row['number']} of “{row['report__title']}” ({row['report']})"
        yield from (
            f"{name}: {fault}" for fault in _faults(row, recorded.get((row["report"], row["number"])))
        )


def _faults(row: _Row, recorded: str | None) -> Iterator[str]:
    around, _ = frozen.around(row["pk"])
    digest = hashlib.sha256()
    for part in spelled(around, frozen.claims(row["pk"])):
        digest.update(part)
    if digest.hexdigest() != row["sha256"]:
        yield "its content is not what was frozen."
    if recorded is None:
        yield "the record knows of no such freeze."
    elif recorded != row["sha256"]:
        yield "the record says that another content was frozen."
    if row["signatures"] and row["sha256"] not in {found["sha256"] for found in row["signatures"]}:
        yield "another content was signed than was frozen."
    for found in row["signatures"]:
        if found["statement"] not in says(around, found["sha256"]):
            yield "what was signed names another edition or another content."
        elif not holds(Signature(**{name: found[name] for name in NAMES})):
            yield f"its signature by key {found['key']} does not hold."


def _recorded() -> dict[tuple[UUID, int], str]:
    """Return the seal of each freeze by report and number, as the record has it."""
    rows = AuditEntry.objects.filter(action="report.freeze").order_by("id")
    found = rows.values_list("subject_id", "after__edition", "after__sha256")
    return {(report, number): sha256 for report, number, sha256 in found}
