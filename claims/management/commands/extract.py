"""`extract`: articles in, attributions and atomic claims out. Needs no database and writes nothing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import repeat
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.extract.ledger import limits, prices
from claims.extract.opinions import client
from claims.extract.pipeline import extract, extract_many
from claims.extract.second_opinion.budget import MemoryLedger, OverBudget
from claims.extract.second_opinion.client import Client, Unavailable
from claims.extract.second_opinion.consulting import LABELS, Consulted, consult, consulted_to_wire
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
        parser.add_argument(
            "--second-opinion", action="store_true", help="ask the model of SECOND_OPINION_URL too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; exit with 1 when an article could not be read, after all others are done."""
        self._teller = Teller(self.stderr.write, _model() if options["second_opinion"] else None)
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
                waiting.append(article)
                yield article

        waiting: deque[ArticleText] = deque()
        found = map(extract, articles()) if each else extract_many(articles())
        for extraction in found:
            self.stdout.write(json.dumps(self._teller.line(waiting.popleft(), extraction), ensure_ascii=True))
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
            article = ArticleText(text, id=path.stem)
            self.stdout.write(self._teller.table(path.name, article, extract(article)))
        return failed


class Teller:
    """Tells what was found, after asking a `model` too if there is one; `warn` says when in vain."""

    def __init__(self, warn: Callable[[str], object], model: Client | None = None) -> None:
        self._warn, self._model = warn, model
        self._ledger = MemoryLedger(limits(), prices()) if model else None

    def line(self, article: ArticleText, found: Extraction) -> dict[str, Any]:
        """Return the output line of an article in which the rules found `found`."""
        consulted = self._consulted(article, found)
        return consulted_to_wire(article.id, consulted) if consulted else to_wire(article.id, found)

    def table(self, name: str, article: ArticleText, found: Extraction) -> str:
        """Return the readable table of an article in which the rules found `found`."""
        consulted = self._consulted(article, found)
        if consulted is None:
            return table(name, found)
        labels = [f"{LABELS[mark.found_by]} {mark.note}".strip() for mark in consulted.marks]
        return table(name, consulted.extraction, labels)

    def _consulted(self, article: ArticleText, found: Extraction) -> Consulted | None:
        if self._model is None or self._ledger is None:
            return None
        try:
            return consult(article, found, model=self._model, ledger=self._ledger.article())
        except (OverBudget, Unavailable) as error:
            self._warn(f"{article.id}: second opinion unavailable: {error}")
            return None


def _model() -> Client:
    if not settings.SECOND_OPINION_URL:
        raise CommandError("a second opinion needs SECOND_OPINION_URL and SECOND_OPINION_MODEL")
    return client()


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


def table(name: str, found: Extraction, labels: Sequence[str] = ()) -> str:
    """Return the claims of an article as a readable table; `labels` say who found each."""
    worth = sum(claim.check_worthy >= 0.5 for claim in found.claims)
    lines = [f"{name}: {len(found.claims)} claims, {worth} worth checking", ""]
    lines += [_row(claim, label) for claim, label in zip(found.claims, labels or repeat(""), strict=False)]
    lines += [f"  note: {note.text}" for note in found.notes]
    return "\n".join([*lines, ""])


def _row(claim: ClaimDraft, label: str) -> str:
    source = claim.speaker.canonical if claim.speaker else "(outlet)"
    figures = ", ".join(f"{q.text}" for q in claim.quantities)
    flags = "unverified" if claim.unverified_note is not None else ""
    cells = [f"{claim.check_worthy:4.2f}", f"{source[:28]:28}", f"{claim.canonical[: 2 * _WIDTH]}"]
    extra = "  ".join(
        part for part in (figures, claim.event_date or "", claim.modality, flags, label) if part
    )
    return "  ".join(cells) + f"\n{'':36}{extra}"
