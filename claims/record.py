"""The only writer of status. A change is guarded, written and audited in one transaction.

Callers lock the row first (`access_*(..., lock=True)` or `select_for_update`) and then call `change`;
new rows are announced with `created`. Nothing else in the house writes a status column or an AuditEntry.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from claims import states
from claims.models import Article, AuditEntry, Claim, Event, Source, User


class Conflict(Exception):
    """Somebody changed the row since the form was opened: `row` is its present state."""

    def __init__(self, row: Claim, *, expected: int) -> None:
        self.row, self.expected = row, expected
        super().__init__(f"version {expected} was shown, version {row.version} is stored")


def expect_version(claim: Claim, version: int | None) -> None:
    """Raise Conflict when the locked `claim` is not at `version` (None: the caller does not mind)."""
    if version is not None and claim.version != version:
        raise Conflict(claim, expected=version)


def plain(value: Any) -> Any:
    """Return `value` as JSON can hold it: rows by id and name, dates and numbers as text."""
    if isinstance(value, models.Model):
        return {"id": str(value.pk), "name": str(value)}
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def change(
    row: models.Model,
    *,
    actor: User | None,
    action: str,
    note: str = "",
    undoes: AuditEntry | None = None,
    extra: tuple[dict[str, Any], dict[str, Any]] | None = None,
    stamp: bool = True,
    **values: Any,
) -> AuditEntry:
    """Set `values` on the locked `row`, guard every status by the table, and write the audit row.

    `extra` = (before, after) records what changes beside the row itself (its quantities, say).
    Returns the audit entry. Raises RefusedTransition, and TransactionManagementError outside a
    transaction. A claim's version grows by one, and it is stamped with who changed it and when, unless
    `stamp` is off: what was done says nothing about it.
    """
    _in_transaction()
    model = row._meta.model_name or ""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, new in values.items():
        old = getattr(row, name)
        if old == new:
            continue
        states.guard(f"{model}.{name}", str(old), str(new))
        before[name], after[name] = plain(old), plain(new)
        setattr(row, name, new)
    if extra:
        before |= plain(extra[0])
        after |= plain(extra[1])
    fields = set(values)
    if isinstance(row, Claim):
        fields |= _count(row) | (_stamp(row, actor) if stamp else set())
    if fields:
        row.save(update_fields=sorted(fields))
    return _write(row, actor, action, before, after, note, undoes)


def created(
    row: models.Model, *, actor: User | None, action: str, note: str = "", after: dict[str, Any] | None = None
) -> AuditEntry:
    """Write the audit row for a row that has just been inserted; returns it."""
    _in_transaction()
    return _write(row, actor, action, {}, plain(after or {}), note, None)


def created_many(
    rows: Iterable[models.Model],
    *,
    actor: User | None,
    action: str,
    note: str = "",
    said: Callable[[Any], tuple[str, dict[str, Any]]] | None = None,
) -> None:
    """Write one audit row for each inserted row in one statement (a whole article's claims).

    `said` gives the note and the `after` of a row, where they differ from row to row.
    """
    _in_transaction()
    entries = []
    for row in rows:
        own_note, after = said(row) if said else (note, {})
        entries.append(_entry(row, actor, action, {}, plain(after), own_note, None))
    # In one order everywhere: each entry holds the end of its chain until commit.
    AuditEntry.objects.bulk_create(sorted(entries, key=lambda entry: str(entry.claim_id or entry.subject_id)))


def placed(
    event: Event,
    claims: Iterable[Claim],
    *,
    actor: User | None,
    action: str,
    note: str = "",
    head: AuditEntry | None = None,
) -> None:
    """Write that `claims` (as they were before) came to `event`, a row for each in one statement.

    `head` is the entry of the whole act, by which it can be undone.
    """
    _in_transaction()
    after = {"event": plain(event), **({"act": head.pk} if head else {})}
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                desk_id=event.desk_id,
                actor=actor,
                action=action,
                subject_type="event",
                subject_id=event.pk,
                claim=claim,
                before={"event": plain(claim.event), "by": plain(claim.event_by_id)},
                after=after,
                note=note,
            )
            for claim in sorted(claims, key=lambda claim: str(claim.pk))
        ),
        batch_size=500,
    )


def sourced(claims: Iterable[Claim], source: Source, into: Source, *, actor: User, action: str) -> None:
    """Write that `claims` of `source` are claims of `into` from now on, a row for each in one statement."""
    _in_transaction()
    before, after = {"source": plain(source)}, {"source": plain(into)}
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                desk_id=claim.desk_id,
                actor=actor,
                action=action,
                subject_type="source",
                subject_id=into.pk,
                claim=claim,
                before=before,
                after=after,
            )
            for claim in sorted(claims, key=lambda claim: str(claim.pk))
        ),
        batch_size=500,
    )


def _in_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record.py writes inside a transaction only")


def _count(claim: Claim) -> set[str]:
    claim.version += 1
    return {"version"}


def _stamp(claim: Claim, actor: User | None) -> set[str]:
    claim.changed_at = timezone.now()
    claim.changed_by = actor
    return {"changed_at", "changed_by"}


def _write(row: models.Model, *parts: Any) -> AuditEntry:
    entry = _entry(row, *parts)
    entry.save()
    return entry


def _entry(
    row: models.Model,
    actor: User | None,
    action: str,
    before: dict[str, Any],
    after: dict[str, Any],
    note: str,
    undoes: AuditEntry | None,
) -> AuditEntry:
    claim = row if isinstance(row, Claim) else getattr(row, "claim", None)
    article = row if isinstance(row, Article) else getattr(row, "article", None)
    owner = claim or article or row
    return AuditEntry(
        desk_id=getattr(owner, "desk_id", None),
        actor=actor,
        action=action,
        subject_type=row._meta.model_name or "",
        subject_id=row.pk,
        claim=claim,
        article=article,
        before=before,
        after=after,
        note=note,
        undoes=undoes,
    )
