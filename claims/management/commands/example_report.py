"""`example_report DIR`: the example report of the seeds, in every format. Leaves nothing in the database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.management.example import example_freeze
from claims.models import ReportEdition
from claims.report.files import bytes_of
from claims.report.formats.kinds import KINDS
from tracker.embedded.account import CannotStart
from tracker.embedded.scratch import scratch_schema

NAME = "example-report"


class Command(BaseCommand):
    """Write the example report."""

    help = "Write the example report into a folder: made anew from the seeds, or from its JSON (--again)."
    requires_system_checks: list[str] = []  # some ask the database, which may not be there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--again", action="store_true", help="keep the JSON that is there, write the rest"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files."""
        folder: Path = options["folder"]
        if options["again"]:
            edition = read(folder)
        else:
            try:
                with scratch_schema():
                    edition = example_freeze()
            except CannotStart as error:
                raise CommandError(str(error)) from error
        for kind in KINDS:
            (folder / f"{NAME}.{kind}").write_bytes(bytes_of(edition, kind))
        self.stdout.write(f"{len(KINDS)} files in {folder}")


def read(folder: Path) -> ReportEdition:
    """Return the edition that stands in the JSON in `folder`, not saved. Raises CommandError."""
    file = folder / f"{NAME}.json"
    try:
        whole = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"There is no {file}.") from error
    return ReportEdition(content=whole["content"], sha256=whole["sha256"])
