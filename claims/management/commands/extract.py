"""`extract`: articles in, attributions and atomic claims out. Needs no database and writes nothing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from claims.extract.pipeline import extract, extract_many
from claims.extract.types import ArticleText, ClaimDraft, Extraction
from claims.extract.wire import to_wire

_WIDTH = 60


class BadLine(ValueError):
    """A line of input that is no article; the message says why."""


class Command(BaseCommand):
    """Extract claims from JSON lines on standard input, or from text files as a table."""

    help = "Split articles into attributed claims: --jsonl < articles > claims, or FILE ... for a table."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two ways to call the command."""
        parser.add_argument("files", nargs="*", metavar="FILE", help="text files to read")
        parser.add_argument("--jsonl", action="store_true", help="articles as JSON lines on standard input")
        parser.add_argument("--each", action="store_true", help="answer every line before the next is read")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; exit with 1 when an article could not be read, after all others are done."""
        if options["jsonl"]:
            failed = self._lines(sys.stdin, each=options["each"])
        elif options["files"]:
            failed = self._files([Path(name) for name in options["files"]])
        else:
            raise CommandError("name a FILE, or give --jsonl and articles on standard input")
        if failed:
            sys.exit(1)

    def _lines(self, stream: TextIO, *, each: bool) -> int:
        """Answer every line; in groups, which is faster, or with `each` one by one as they come."""
        failed = 0

        def articles() -> Iterator[ArticleText]:
            nonlocal failed
            for number, line in _numbered(stream):
                try:
                    article = read_article(line)
                except BadLine as error:
                    failed += 1
                    self.stderr.write(f"line {number}: {error}")
                    continue
                names.append(article.id)
                yield article

        names: deque[str] = deque()
        found = map(extract, articles()) if each else extract_many(articles())
        for extraction in found:
            self.stdout.write(json.dumps(to_wire(names.popleft(), extraction), ensure_ascii=True))
        return failed

    def _files(self, paths: list[Path]) -> int:
        failed = 0
        for path in paths:
            try:
                text = path.read_text(encoding="utf-8", errors="replace")
            except OSError as error:
                failed += 1
                self.stderr.write(f"{path}: {error.strerror or error}")
                continue
            self.stdout.write(table(path.name, extract(ArticleText(text, id=path.stem))))
        return failed


def _numbered(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, line) of the lines that are not blank."""
    binary = getattr(stream, "buffer", None)
    lines = (raw.decode("utf-8", "surrogateescape") for raw in binary) if binary is not None else iter(stream)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line


def read_article(line: str) -> ArticleText:
    """Return the article of one JSON line.

    Raises:
        BadLine: the line is no JSON object with strings "id" and "text", or its date is none.
    """
    try:
        data = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLine(f"not JSON ({error})") from error
    if not isinstance(data, dict):
        raise BadLine("not a JSON object")
    if not isinstance(data.get("text"), str):
        raise BadLine('no "text"')
    if not isinstance(data.get("id"), str | int):
        raise BadLine('no "id"')
    title, outlet = (str(data.get(key) or "") for key in ("title", "outlet"))
    return ArticleText(data["text"], str(data["id"]), title, outlet, _published(data.get("published")))


def _published(value: Any) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        return datetime.fromisoformat(str(value))
    except ValueError as error:
        raise BadLine(f'"published" is no ISO date: {value!r}') from error


def table(name: str, found: Extraction) -> str:
    """Return the claims of an article as a readable table."""
    worth = sum(claim.check_worthy >= 0.5 for claim in found.claims)
    lines = [f"{name}: {len(found.claims)} claims, {worth} worth checking", ""]
    lines += [_row(claim) for claim in found.claims]
    lines += [f"  note: {note.text}" for note in found.notes]
    return "\n".join([*lines, ""])


def _row(claim: ClaimDraft) -> str:
    source = claim.speaker.canonical if claim.speaker else "(outlet)"
    figures = ", ".join(f"{q.text}" for q in claim.quantities)
    flags = "unverified" if claim.unverified_note is not None else ""
    cells = [f"{claim.check_worthy:4.2f}", f"{source[:28]:28}", f"{claim.canonical[: 2 * _WIDTH]}"]
    extra = "  ".join(part for part in (figures, claim.event_date or "", claim.modality, flags) if part)
    return "  ".join(cells) + f"\n{'':36}{extra}"
