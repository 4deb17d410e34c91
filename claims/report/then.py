"""A report as it was at a moment, for files: its claims one after the other, so that memory stays flat.

What is had again from the record goes, claim by claim, into a temporary file; the files are made from that.
The content is that of `replay.content_at`, to the byte, and so is its seal.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from claims.models import Report, ReportEdition

from . import builder, corrections, frozen, replay, signatures
from .formats.sealed import Sealed
from .parts import moment

Content = dict[str, Any]
BATCH = 200  # claims that are looked back at together
IN_MEMORY = 4_000_000
# What the tally and the corrections read of a claim; the rest does not stay in memory.
KEPT = ("id", "position", "statement", "verdict", "attribution_verdict")


@dataclass(frozen=True)
class Then:
    """What a report would have printed: what stands around the claims, the seal, and the claims in a file."""

    around: Content
    sealed: Sealed
    file: IO[bytes]

    def claims(self) -> Iterator[Content]:
        """Yield the claims in their order."""
        self.file.seek(0)
        for line in self.file:
            yield json.loads(line)

    def __enter__(self) -> Then:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def at_moment(report: Report, at: datetime, *, seen: Callable[[int], None] | None = None) -> Then | None:
    """Return the report as of `at`, None before it was begun; `seen` is told how many claims are done.

    Some 20 queries for each 200 claims.
    """
    lines = replay.lines_at(report, at)
    if lines is None:
        return None
    edition, last = replay.editions_at(report, at)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    seal, slim = _Seal(), []
    for begin in range(0, len(lines), BATCH):
        for claim in _batch(report, lines, begin, at):
            spelled = builder.canonical(claim)
            seal.add(spelled)
            file.write(spelled + b"\n")
            slim.append(_slim(claim))
        if seen:
            seen(len(slim))
    around = builder.around_of(
        report,
        number=edition.number if edition else (last.number + 1 if last else 1),
        as_of=at,
        by=edition.frozen_by if edition else None,
    )
    around |= {"tally": builder.tally(slim), "corrections": _corrections(last, slim, around, at)}
    return Then(around, signatures.sealed(seal.of(around), signatures.at_moment(report, at)), file)


def _batch(report: Report, lines: list[replay.Line], begin: int, at: datetime) -> Iterator[Content]:
    items = replay.items_of(report, lines[begin : begin + BATCH], at, behind=begin)
    return (builder.item_of(item, item.position, at) for item in items)


def _slim(claim: Content) -> Content:
    source, assessment = claim["source"], claim["assessment"]
    return {
        **{name: claim[name] for name in KEPT},
        "source": {"name": source["name"]} if source else None,
        "assessment": {"reason": assessment["reason"]} if assessment else None,
    }


def _corrections(
    last: ReportEdition | None, claims: list[Content], around: Content, at: datetime
) -> list[Content]:
    if last is None:
        return []
    before, _ = frozen.around(last.pk)
    previous = {**before, "claims": [_slim(claim) for claim in frozen.claims(last.pk)]}
    stamp = moment(at) or ""
    return corrections.carried(previous, claims, number=around["edition"]["number"], at=stamp)


class _Seal:
    """The SHA-256 of a content whose claims come one by one; "claims" is the first of its keys."""

    def __init__(self) -> None:
        self._hash, self._next = hashlib.sha256(b'{"claims":['), b""

    def add(self, claim: bytes) -> None:
        self._hash.update(self._next + claim)
        self._next = b","

    def of(self, around: Content) -> str:
        self._hash.update(b"]," + builder.canonical(around)[1:])
        return self._hash.hexdigest()
