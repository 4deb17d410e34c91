"""The proof that nothing in the record was changed: every entry, every end of a chain, every checkpoint."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from claims import signing
from claims.models import AuditCheckpoint, AuditEntry
from claims.seal import digest_of, spelling

SHOWN = 20
# The whole record is read: in memory, and by several processes of the server where it has them.
AT_FULL_SPEED = """
SELECT set_config('work_mem', '128MB', true), set_config('parallel_setup_cost', '0', true),
    set_config('parallel_tuple_cost', '0', true)
"""
BAD_ENTRIES = """
SELECT id, reason FROM (
    SELECT e.id, CASE WHEN e.link > 1 AND p.id IS NULL THEN 'gap' ELSE 'hash' END AS reason
    FROM claims_auditentry e LEFT JOIN claims_auditentry p ON p.chain = e.chain AND p.link = e.link - 1
    WHERE ((e.link > 1 AND p.id IS NULL) OR e.hash IS DISTINCT FROM record_hash(p.hash, e))
        AND e.id >= %(first)s
    OFFSET 0  -- all rows are looked at: the limit below must not have the planner hope for an early end
) bad ORDER BY id LIMIT %(most)s
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
    AND e.id BETWEEN %(first)s AND %(last)s
WHERE e.id IS NULL OR encode(e.hash, 'hex') <> h.hash
ORDER BY e.id NULLS FIRST, h.chain LIMIT %(most)s
"""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the record; `entry` is the number of the row, 0 when it is not there."""

    entry: int
    words: str


def faults(since: datetime | None = None, digests: tuple[str, ...] = ()) -> list[Fault]:
    """Return what is wrong with the record, first what comes first; [] when it is whole.

    `since` leaves out what was written and signed earlier. `digests` are those of checkpoints kept
    elsewhere: each must be there.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(AT_FULL_SPEED)
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
        elif mark.digest != digest_of(before.digest, mark):
            yield Fault(0, f"Checkpoint {mark.number}: its digest is not that of its list of chains.")
        elif since is None or mark.at >= since:
            yield from _against(cursor, mark)
        if problem := _unsigned(mark, after=before):
            yield Fault(0, f"Checkpoint {mark.number}: {problem}.")
        before, expected = mark, mark.number + 1


def _unsigned(mark: AuditCheckpoint, *, after: AuditCheckpoint) -> str:
    """Return what is wrong with a signature. None is of the old kind once one of the new has been made."""
    if not _is_old(mark):
        known = signing.holds(spelling(mark).encode(), mark.signature)
        return "" if known else "its signature is not by a key of this installation"
    if after.number and not _is_old(after):
        return "its signature is of the kind that is not made any more"
    if not settings.RECORD_KEY:
        return "its signature, of an older release, needs the RECORD_KEY of then"
    same = hmac.compare_digest(mark.signature, _old_signature(mark))
    return "" if same else "its signature is not by this key"


def _is_old(mark: AuditCheckpoint) -> bool:
    return ":" not in mark.signature


def _old_signature(mark: AuditCheckpoint) -> str:
    """Return the HMAC that older releases signed with; only the newsroom itself can check it."""
    said = [1, *json.loads(spelling(mark))[1:]]
    return hmac.new(settings.RECORD_KEY.encode(), json.dumps(said).encode(), hashlib.sha256).hexdigest()


def _against(cursor: Any, mark: AuditCheckpoint) -> Iterator[Fault]:
    sealed = f"which checkpoint {mark.number} of {mark.at:%Y-%m-%d %H:%M} had signed"
    cursor.execute(BAD_HEADS, {"heads": mark.heads, "first": mark.first, "last": mark.last, "most": SHOWN})
    for chain, link, entry in cursor.fetchall():
        missing = "is missing" if entry is None else "is another than the one"
        yield Fault(entry or 0, f"Entry {link} of chain {chain} {missing}, {sealed}.")
    there = AuditEntry.objects.filter(id__gte=mark.first, id__lte=mark.last).count()
    if there != mark.entries:
        rows = f"Rows {mark.first} to {mark.last}"
        yield Fault(0, f"{rows}: {there} of the {mark.entries} entries are there, {sealed}.")
