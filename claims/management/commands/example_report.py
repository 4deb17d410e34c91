"""`example_report DIR`: the example report of the seeds, in every format. Leaves nothing in the database."""

from __future__ import annotations

import json
import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import signing
from claims.management.example import example_freeze
from claims.models import ReportEdition
from claims.report import signature_file
from claims.report.files import bytes_of
from claims.report.formats.kinds import KINDS
from claims.report.signatures import sealed_of
from tracker.embedded.account import CannotStart
from tracker.embedded.scratch import scratch_schema

NAME = "example-report"
SIGNATURE = f"{NAME}.{signature_file.KIND}"


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
            edition, pem = read(folder), key_in(folder)
        else:
            try:
                with scratch_schema():
                    edition = example_freeze()
            except CannotStart as error:
                raise CommandError(str(error)) from error
            pem = signing.public_key().pem
        for kind in KINDS:
            (folder / f"{NAME}.{kind}").write_bytes(bytes_of(edition, kind))
        (folder / SIGNATURE).write_bytes(signature_of(edition, pem))
        self.stdout.write(f"{len(KINDS) + 1} files in {folder}")


def edition_of(whole: dict[str, Any]) -> ReportEdition:
    """Return the edition that a JSON file holds, not saved."""
    sha256, signature = whole["sha256"], whole["signature"]
    signatures = [{"sha256": sha256, **signature}] if signature else []
    return ReportEdition(content=whole["content"], sha256=sha256, signatures=signatures)


def signature_of(edition: ReportEdition, pem: str | None) -> bytes:
    """Return the signature of an edition as a file; `pem` is the public key. Raises CommandError."""
    signature = sealed_of(edition).signature
    if signature is None:
        raise CommandError("The example is not signed.")
    claims = edition.content["claims"]
    return b"".join(signature_file.streamed(edition.content, claims, signature, pem))


def key_in(folder: Path) -> str:
    """Return the public key that lies with the example."""
    with zipfile.ZipFile(folder / SIGNATURE) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".pem"))
        return archive.read(name).decode()


def read(folder: Path) -> ReportEdition:
    """Return the edition that stands in the JSON in `folder`, not saved. Raises CommandError."""
    file = folder / f"{NAME}.json"
    try:
        whole = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"There is no {file}.") from error
    return edition_of(whole)
