"""`match`: documents in, how each new claim bears on the earlier ones out. Leaves nothing in the database."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from claims.ingest.errors import IngestError
from claims.management.desk import ThrowawayDesk
from claims.management.stream import BadLine, Document, read_document
from tracker.embedded.account import CannotStart
from tracker.embedded.scratch import scratch_schema


class Command(BaseCommand):
    """Match documents from JSON lines on standard input, in their order."""

    help = "Say how later claims bear on earlier ones: --jsonl < documents > proposals."
    requires_system_checks: list[str] = []  # some ask the database, which may not be there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--jsonl", action="store_true", help="documents as JSON lines on standard input")
        parser.add_argument("--timings", action="store_true", help="say on standard error how long it took")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; exit with 1 when a document could not be read, after all others are done."""
        if not options["jsonl"]:
            raise CommandError("give --jsonl and documents on standard input")
        self._failed = 0
        began = time.perf_counter()
        try:
            with scratch_schema():
                desk = ThrowawayDesk.open()
                ready = time.perf_counter()
                self._documents(desk, sys.stdin)
        except CannotStart as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"the database refused: {error}") from error
        if options["timings"]:
            self._tell(desk, ready - began, time.perf_counter() - ready)
        if self._failed:
            sys.exit(1)

    def _documents(self, desk: ThrowawayDesk, stream: TextIO) -> None:
        names: set[str] = set()
        for number, line in _numbered(stream):
            try:
                document = _new(read_document(line), names)
                for found in desk.take(document):
                    self.stdout.write(json.dumps(found, ensure_ascii=False))
                self.stdout.flush()
            except (BadLine, IngestError) as error:
                self._failed += 1
                self.stderr.write(f"line {number}: {error}")

    def _tell(self, desk: ThrowawayDesk, before: float, took: float) -> None:
        times = sorted(look.seconds * 1000 for look in desk.looks)
        if times:
            p50, p95 = (times[min(len(times) - 1, int(len(times) * part))] for part in (0.5, 0.95))
            self.stderr.write(f"{len(times)} claims matched, each p50 {p50:.1f} ms, p95 {p95:.1f} ms")
        self.stderr.write(f"database ready in {before:.1f} s, documents done in {took:.1f} s")


def _new(document: Document, names: set[str]) -> Document:
    """Return the document, its names noted; raises BadLine when one was used before."""
    own = [document.id, *(claim.id for claim in document.claims or ())]
    again = next((name for at, name in enumerate(own) if name in names or name in own[:at]), None)
    if again is not None:
        raise BadLine(f"the name {again!r} was used before")
    names.update(own)
    return document


def _numbered(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, line) of the lines that are not blank."""
    binary = getattr(stream, "buffer", None)
    lines = (raw.decode("utf-8", "replace") for raw in binary) if binary is not None else iter(stream)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line
