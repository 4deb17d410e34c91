"""The seal of the record: how one chain stands, and signed checkpoints of all chains.

A trigger chains the entries (models/audit.py). Whoever may do everything in the database can rewrite a chain
with all its hashes; the checkpoints, signed with a key that lies elsewhere and printed for keeping, show
it (proving.py).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Func, JSONField
from django.utils import timezone

from claims import signing
from claims.models import AuditCheckpoint, AuditEntry

AT_ONCE = 100_000  # entries of one checkpoint
PATIENCE = "2s"  # for those who write; nobody else gets in meanwhile
TRIES = 10
SAYS = "second-source/checkpoint/2"

HEADS = """
SELECT count(*), COALESCE(string_agg(line, chr(10)), '') FROM (
    SELECT DISTINCT ON (chain) concat_ws(' ', chain, link, encode(hash, 'hex')) AS line
    FROM claims_auditentry WHERE id BETWEEN %(first)s AND %(last)s ORDER BY chain DESC, link DESC
) heads
"""
SIGNED = """
SELECT jsonb_build_object('link', e.link, 'number', c.number, 'at', c.at, 'first', c.first, 'last', c.last,
    'entries', c.entries, 'digest', c.digest, 'signature', c.signature)
FROM claims_auditentry e
CROSS JOIN LATERAL (SELECT * FROM claims_auditcheckpoint WHERE last >= e.id ORDER BY last LIMIT 1) c
WHERE e.chain = %(expressions)s ORDER BY e.link DESC LIMIT 1
"""


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


@dataclass(frozen=True)
class Signed:
    """The checkpoint that signed the newest entry of a chain that any has signed, and which entry that is."""

    entries: int
    mark: AuditCheckpoint

    @property
    def holds(self) -> bool:
        """Whether the signature is that of a key of ours."""
        return signing.holds(spelling(self.mark).encode(), self.mark.signature)

    @property
    def key(self) -> str:
        """The id of the key."""
        return signing.parted(self.mark.signature)[1]


class SignedOf(Func):
    """The checkpoint over the chain about the row with an id; `read_signed` makes it a Signed."""

    template = f"({SIGNED})"
    output_field = JSONField()


def read_signed(found: dict[str, Any] | None) -> Signed | None:
    """Return what SignedOf gave; None while no checkpoint has signed anything of the chain."""
    if found is None:
        return None
    at = datetime.fromisoformat(found["at"])
    said = {name: found[name] for name in ("number", "first", "last", "digest", "signature")}
    return Signed(found["link"], AuditCheckpoint(**said, at=at, entries=found["entries"]))


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
    new.digest = digest_of(before.digest if before else "", new)
    new.signature = signing.sign(spelling(new).encode())
    new.save(force_insert=True)
    return new


def _heads(mark: AuditCheckpoint) -> str:
    with connection.cursor() as cursor:
        cursor.execute(HEADS, {"first": mark.first, "last": mark.last})
        return str(cursor.fetchone()[1])


def digest_of(before: str, mark: AuditCheckpoint) -> str:
    """Return the digest of a checkpoint; `before` is that of the checkpoint before, "" for the first."""
    return hashlib.sha256(f"{before}\n{mark.heads}".encode()).hexdigest()


def spelling(mark: AuditCheckpoint) -> str:
    """Return everything a checkpoint says, in the one spelling that is signed: a JSON list."""
    at = mark.at.astimezone(UTC).isoformat()
    return json.dumps([SAYS, mark.number, at, mark.first, mark.last, mark.entries, mark.digest])


def line(mark: AuditCheckpoint) -> str:
    """Return a checkpoint in one line, to be kept where the database cannot reach."""
    at = f"{mark.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    rows = f"entries {mark.first}-{mark.last}"
    return f"checkpoint {mark.number} at {at} {rows} digest {mark.digest} signature {mark.signature}"
