"""The record in an archive: the entries of all chains with their spelling, and the checkpoints over them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import IO, Any

from django.db import connection

from claims import seal, signing
from claims.models import AuditCheckpoint, AuditEntry, User

from ..signatures import sealed_of
from .case import Case
from .members import line_of, put
from .zipping import Member

AT_ONCE = 500
LAST = "record/last-checkpoint.txt"
# Of each chain what came before its first entry behind the moment: see claims/asof/since.py.
ENTRIES = """
    SELECT e.chain, e.link, e.id, e.actor_id, record_canonical(e), encode(e.hash, 'hex')
    FROM claims_auditentry e LEFT JOIN (
        SELECT chain, min(link) AS link FROM claims_auditentry
        WHERE chain = ANY(%(chains)s) AND at > %(at)s GROUP BY chain
    ) later ON later.chain = e.chain
    WHERE e.chain = ANY(%(chains)s) AND (later.link IS NULL OR e.link < later.link)
    ORDER BY e.chain, e.link
"""


def record(case: Case) -> Iterator[Member]:
    """Yield the entries about the claims, reports, editions and event, and the checkpoints."""
    yield Member("record/entries.jsonl", "the record, chain by chain", partial(_entries, case))
    yield Member(
        "record/checkpoints.jsonl", "the checkpoints since the first entry", partial(_checkpoints, case)
    )
    yield from _last(case)


def _entries(case: Case, sink: IO[bytes]) -> None:
    names = {row.pk: row.display_name for row in User.objects.filter(desk=case.about.desk_id)}
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(ENTRIES, {"chains": case.chains, "at": case.at})
        while rows := cursor.fetchmany(AT_ONCE):
            for chain, link, number, actor, spelling, found in rows:
                if actor is not None and actor not in names:
                    names[actor] = User.objects.get(pk=actor).display_name
                sink.write(
                    line_of(
                        {
                            "chain": str(chain),
                            "link": link,
                            "entry": number,
                            "by": names.get(actor),
                            "spelling": spelling,
                            "sha256": found,
                        }
                    )
                )


def _checkpoints(case: Case, sink: IO[bytes]) -> None:
    first = (
        AuditEntry.objects.filter(chain__in=case.chains).order_by("id").values_list("id", flat=True).first()
    )
    if first is None:
        return
    rows = AuditCheckpoint.objects.filter(last__gte=first, at__lte=case.at).order_by("number")
    previous = ""
    for mark in rows.iterator(chunk_size=1):
        if mark.number > 1 and not previous:
            previous = AuditCheckpoint.objects.values_list("digest", flat=True).get(number=mark.number - 1)
        sink.write(_checkpoint(mark, previous))
        previous = mark.digest


def _checkpoint(mark: AuditCheckpoint, previous: str) -> bytes:
    said: dict[str, Any] = {
        name: getattr(mark, name)
        for name in ("number", "first", "last", "entries", "heads", "digest", "signature")
    }
    said |= {"at": mark.at.isoformat(), "previous": previous, "spelling": seal.spelling(mark)}
    return (json.dumps(said, sort_keys=True) + "\n").encode()


def _last(case: Case) -> Iterator[Member]:
    """Yield the newest checkpoint in files of its own, and earlier keys that signed it or an edition."""
    mark = last_checkpoint(case)
    kind, key_id, value = signing.parted(mark.signature) if mark else ("", "", "")
    if mark is not None and kind:
        yield Member(LAST, "what the last checkpoint says", partial(put, seal.spelling(mark).encode()))
        yield Member(f"{LAST}.sig", f"its signature by key {key_id}", partial(put, signing.raw(value)))
    signatures = (sealed_of(edition).signature for edition in case.editions)
    others = {key_id, *(found.key for found in signatures if found)} - {signing.public_key().id}
    for key in signing.public_keys():
        if key.id in others:
            what = "a public key that signed the checkpoint or an edition"
            yield Member(f"keys/{key.id}.pem", what, partial(put, key.pem.encode()))


def last_checkpoint(case: Case) -> AuditCheckpoint | None:
    """Return the newest checkpoint as of the moment, None before the first."""
    return AuditCheckpoint.objects.filter(at__lte=case.at).order_by("-number").defer("heads").first()
