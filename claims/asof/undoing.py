"""Rows in memory are taken back through the record: what an entry says stood before is put in again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from claims.models import AuditEntry, Claim, Quantity, User

CLAIM = ("claim", "event", "source")  # kinds of entries in a claim's chain that say what became of its row
NAMES = {"by": "event_by"}  # what entries call otherwise than the row does


def take_back(row: models.Model, entries: Iterable[AuditEntry]) -> None:
    """Put into `row` what stood before each of `entries`, which come newest first. Nothing is saved."""
    for entry in entries:
        for name, old in entry.before.items():
            _put(row, NAMES.get(name, name), old)


def _put(row: models.Model, name: str, old: Any) -> None:
    try:
        field: Any = row._meta.get_field(name)
    except FieldDoesNotExist:  # what changed beside the row, its quantities say
        return
    if not field.concrete:  # likewise: the rows that lead here
        return
    if not field.is_relation:
        setattr(row, field.attname, field.to_python(old))
        return
    key = old["id"] if isinstance(old, dict) else old
    setattr(row, field.attname, field.target_field.to_python(key) if key else None)
    if isinstance(old, dict) and field.related_model is User:
        setattr(row, name, User(pk=getattr(row, field.attname), first_name=old["name"]))


def quantities_before(entries: Iterable[AuditEntry]) -> list[dict[str, Any]] | None:
    """Return the figures before all of `entries` (newest first), None when none of them changed any."""
    found = None
    for entry in entries:
        found = entry.before.get("quantities", found)
    return found


def quantities_of(claim: Claim, rows: Iterable[dict[str, Any]]) -> list[Quantity]:
    """Return figures as the record keeps them as rows, in their order."""
    made = []
    for position, data in enumerate(rows):
        row = Quantity(claim=claim, position=position)
        for name, value in data.items():
            _put(row, name, value)
        made.append(row)
    return made


def keep(row: models.Model, name: str, rows: Iterable[models.Model]) -> None:
    """Let `row.<name>.all()` be `rows`, without asking the database."""
    found = getattr(row, name).get_queryset()
    found._result_cache, found._prefetch_done = list(rows), True
    if not hasattr(row, "_prefetched_objects_cache"):
        row._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    row._prefetched_objects_cache[name] = found  # type: ignore[attr-defined]
