"""`verify_audit`: prove that record and editions are what was written, or name the first that is not."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date, parse_datetime

from claims import proving
from claims.models import AuditCheckpoint, AuditEntry
from claims.report.edition_proofs import edition_faults


class Command(BaseCommand):
    """Exit code 0 when the record is whole, 1 when it is broken."""

    help = "Verify the hash chains of the record, the signed checkpoints, and frozen editions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--since", help="a day or a moment (2026-03-01, 2026-03-01T12:00Z): only what came later"
        )
        parser.add_argument(
            "--digest",
            action="append",
            default=[],
            help="the digest of a checkpoint kept elsewhere; must be there",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and say how much was read in how long; name what is broken, the first first."""
        since = _moment(options["since"]) if options["since"] else None
        began = time.monotonic()
        found = proving.faults(since, tuple(options["digest"]))
        took = max(time.monotonic() - began, 1e-6)
        rows = AuditEntry.objects.filter(at__gte=since) if since else AuditEntry.objects.all()
        count, marks = rows.count(), AuditCheckpoint.objects.count()
        words = [fault.words for fault in found] + list(edition_faults(since))
        for fault in words:
            self.stderr.write(fault)
        if words:
            raise SystemExit(1)
        rate = f"{count / took:,.0f} rows/s"
        self.stdout.write(
            f"intact: {count:,} entries, {marks} checkpoints, {took:.1f} s, {rate}; and all editions"
        )


def _moment(words: str) -> datetime:
    try:
        found = parse_datetime(words)
        day = None if found else parse_date(words)
    except ValueError as error:
        raise CommandError(f"--since {words}: {error}") from error
    if found is None and day is None:
        raise CommandError(f"--since {words}: write a day or a moment, as 2026-03-01 or 2026-03-01T12:00Z")
    found = found or datetime(day.year, day.month, day.day)  # type: ignore[union-attr]
    return found if found.tzinfo else found.replace(tzinfo=UTC)
