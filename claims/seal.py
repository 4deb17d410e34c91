"""The seal of the record: signed checkpoints of all chains, and the proof that nothing was changed since.

A trigger chains the entries (models/audit.py). Whoever may do everything in the database can rewrite a chain
with all its hashes; the checkpoints, signed with a key that lies elsewhere and printed for keeping, show it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Func, JSONField
from django.utils import timezone

from claims.models import AuditCheckpoint, AuditEntry

AT_ONCE = 100_000  # entries of one checkpoint
PATIENCE = "2s"  # for those who write; nobody else gets in meanwhile
TRIES = 10
SHOWN = 20

HEADS = """
SELECT count(*), COALESCE(string_agg(line, chr(10)), '') FROM (
    SELECT DISTINCT ON (chain) concat_ws(' ', chain, link, encode(hash, 'hex')) AS line
    FROM claims_auditentry WHERE id BETWEEN %(first)s AND %(last)s ORDER BY chain DESC, link DESC
) heads
"""
BAD_ENTRIES = """
SELECT e.id, CASE WHEN e.link > 1 AND p.id IS NULL THEN 'gap' ELSE 'hash' END
FROM claims_auditentry e LEFT JOIN claims_auditentry p ON p.chain = e.chain AND p.link = e.link - 1
WHERE ((e.link > 1 AND p.id IS NULL) OR e.hash IS DISTINCT FROM record_hash(p.hash, e)) AND e.id >= %(first)s
ORDER BY e.id LIMIT %(most)s
"""
BAD_ENDS = """
SELECT c.chain, c.length, COALESCE(e.link, 0) FROM claims_auditchain c
FULL JOIN (
    SELECT DISTINCT ON (chain) chain, link, hash FROM claims_auditentry ORDER BY chain DESC, link DESC
) e ON e.chain = c.chain
WHERE c.length IS DISTINCT FROM e.link OR c.hash IS DISTINCT FROM e.hash
ORDER BY 1 LIMIT %(most)s
"""
BAD_HEADS = """
SELECT h.chain, h.link, e.id FROM (
    SELECT split_part(line, ' ', 1)::uuid AS chain, split_part(line, ' ', 2)::int AS link,
        split_part(line, ' ', 3) AS hash
    FROM string_to_table(%(heads)s, chr(10)) line
) h LEFT JOIN claims_auditentry e ON e.chain = h.chain AND e.link = h.link
WHERE e.id IS NULL OR encode(e.hash, 'hex') <> h.hash
ORDER BY e.id NULLS FIRST, h.chain LIMIT %(most)s
"""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the record; `entry` is the number of the row, 0 when it is not there."""

    entry: int
    words: str


# --- One chain --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seal:
    """How one chain stands: how many entries are there, of how many, which is wrong first, the last hash."""

    entries: int
    length: int
    broken: int | None
    head: str


class SealOf(Func):
    """The chain about the row with an id, checked as the query runs; `read` makes it a Seal."""

    function = "record_seal"
    output_field = JSONField()


def read(found: dict[str, Any]) -> Seal:
    """Return what SealOf gave."""
    entries, length, broken = found["entries"], found["length"], found["broken"]
    if broken is None and entries != length:
        broken = min(entries, length) + 1
    if broken is None and found["head"] != found["ends"]:
        broken = entries
    return Seal(entries, length, broken, found["head"])


# --- Checkpoints ------------------------------------------------------------------------------------------


def checkpoint() -> list[AuditCheckpoint]:
    """Sign the ends of all chains that grew since the last checkpoint; returns the new ones, [] for none.

    Raises OperationalError when somebody writes for so long that the record does not come to rest.
    """
    until = _settled()
    made = []
    while (new := _one_checkpoint(until)) is not None:
        made.append(new)
    return made


def _settled() -> int:
    """Return the last entry of a moment at which nobody was writing."""
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
                cursor.execute("SELECT record_settled()")
                return int(cursor.fetchone()[0])
        except OperationalError:
            if not tries_left:
                raise
    raise AssertionError  # not reached


@transaction.atomic
def _one_checkpoint(until: int) -> AuditCheckpoint | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('claims.seal'))")  # one at a time
    before = AuditCheckpoint.objects.order_by("-number").first()
    first = before.last + 1 if before else 1
    rows = AuditEntry.objects.filter(id__gte=first, id__lte=until).order_by("id").values_list("id", flat=True)
    end = list(rows[AT_ONCE - 1 : AT_ONCE]) or list(rows.reverse()[:1])
    if not end:
        return None
    number = before.number + 1 if before else 1
    new = AuditCheckpoint(number=number, at=timezone.now(), first=first, last=end[0])
    new.entries = rows.filter(id__lte=new.last).count()
    new.heads = _heads(new)
    new.digest = _digest(before.digest if before else "", new)
    new.signature = _signature(new)
    new.save(force_insert=True)
    return new


def _heads(mark: AuditCheckpoint) -> str:
    with connection.cursor() as cursor:
        cursor.execute(HEADS, {"first": mark.first, "last": mark.last})
        return str(cursor.fetchone()[1])


def _digest(before: str, mark: AuditCheckpoint) -> str:
    return hashlib.sha256(f"{before}\n{mark.heads}".encode()).hexdigest()


def _signature(mark: AuditCheckpoint) -> str:
    """Return the HMAC of everything a checkpoint says, by the key of RECORD_KEY."""
    said = [
        1,
        mark.number,
        mark.at.astimezone(UTC).isoformat(),
        mark.first,
        mark.last,
        mark.entries,
        mark.digest,
    ]
    return hmac.new(settings.RECORD_KEY.encode(), json.dumps(said).encode(), hashlib.sha256).hexdigest()


def line(mark: AuditCheckpoint) -> str:
    """Return a checkpoint in one line, to be kept where the database cannot reach."""
    at = f"{mark.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    rows = f"entries {mark.first}-{mark.last}"
    return f"checkpoint {mark.number} at {at} {rows} digest {mark.digest} signature {mark.signature}"


# --- Verification -----------------------------------------------------------------------------------------


def faults(since: datetime | None = None, digests: tuple[str, ...] = ()) -> list[Fault]:
    """Return what is wrong with the record, first what comes first; [] when it is whole.

    `since` leaves out what was written and signed earlier. `digests` are those of checkpoints kept
    elsewhere: each must be there.
    """
    with connection.cursor() as cursor:
        first = _first_since(since)
        found = [*_bad_entries(cursor, first), *_bad_ends(cursor), *_bad_checkpoints(cursor, since)]
        known = set(AuditCheckpoint.objects.filter(digest__in=digests).values_list("digest", flat=True))
        found += [Fault(0, f"No checkpoint has the digest {each}.") for each in digests if each not in known]
    return found


def _first_since(since: datetime | None) -> int:
    if since is None:
        return 0
    first = AuditEntry.objects.filter(at__gte=since).order_by("id").values_list("id", flat=True).first()
    return first if first is not None else 2**62


def _bad_entries(cursor: Any, first: int) -> Iterator[Fault]:
    cursor.execute(BAD_ENTRIES, {"first": first, "most": SHOWN})
    reasons = {"gap": "the entry before it is missing", "hash": "its content is not what was sealed"}
    bad = dict(cursor.fetchall())
    for row in AuditEntry.objects.filter(pk__in=bad).order_by("id"):
        yield Fault(row.pk, f"{_place(row)}: {reasons[bad[row.pk]]}.")


def _place(row: AuditEntry) -> str:
    about = "claim" if row.claim_id else row.subject_type
    return f"Row {row.pk}, entry {row.link} of {about} {row.chain} ({row.action}, {row.at:%Y-%m-%d %H:%M})"


def _bad_ends(cursor: Any) -> Iterator[Fault]:
    cursor.execute(BAD_ENDS, {"most": SHOWN})
    for chain, length, there in cursor.fetchall():
        if chain is None:
            yield Fault(0, "A chain has entries but no end on record.")
        elif there < length:
            yield Fault(0, f"Chain {chain}: entries {there + 1} to {length} are missing at its end.")
        else:
            yield Fault(0, f"Chain {chain}: its last entry is not the one on record.")


def _bad_checkpoints(cursor: Any, since: datetime | None) -> Iterator[Fault]:
    """Check signatures, order and digests of all checkpoints, and entries against those since `since`."""
    before, expected = AuditCheckpoint(number=0, last=0, digest=""), 1
    for mark in AuditCheckpoint.objects.order_by("number").iterator(chunk_size=20):
        if mark.number != expected or mark.first != before.last + 1:
            yield Fault(0, f"Checkpoint {expected} is missing.")
        elif mark.digest != _digest(before.digest, mark):
            yield Fault(0, f"Checkpoint {mark.number}: its digest is not that of its list of chains.")
        elif since is None or mark.at >= since:
            yield from _against(cursor, mark)
        if not hmac.compare_digest(mark.signature, _signature(mark)):
            yield Fault(0, f"Checkpoint {mark.number}: its signature is not by this key.")
        before, expected = mark, mark.number + 1


def _against(cursor: Any, mark: AuditCheckpoint) -> Iterator[Fault]:
    sealed = f"which checkpoint {mark.number} of {mark.at:%Y-%m-%d %H:%M} had signed"
    cursor.execute(BAD_HEADS, {"heads": mark.heads, "most": SHOWN})
    for chain, link, entry in cursor.fetchall():
        missing = "is missing" if entry is None else "is another than the one"
        yield Fault(entry or 0, f"Entry {link} of chain {chain} {missing}, {sealed}.")
    there = AuditEntry.objects.filter(id__gte=mark.first, id__lte=mark.last).count()
    if there != mark.entries:
        rows = f"Rows {mark.first} to {mark.last}"
        yield Fault(0, f"{rows}: {there} of the {mark.entries} entries are there, {sealed}.")
