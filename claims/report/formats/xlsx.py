"""An edition as a workbook: the report, a row for each claim, its places, its evidence, its figures.

Every text is written as a string of the format "text with a quotation prefix", so nothing is ever a formula,
also when somebody edits the cell. Rows go to the disk as they are written, so memory stays flat.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

import xlsxwriter

from claims.web.vocabulary import VERDICT

from . import csv
from .page import page_of
from .proof import file_of, grade_of, whose
from .sealed import Sealed

Content = dict[str, Any]
Row = list[Any]
LONGEST = 32_767  # UTF-16 units in a cell
CUT = "… (cut here; the JSON has the whole)"
PLACES = (
    "position", "claim_id", "outlet", "agency", "article_title", "article_url", "article_published",
    "article_is_digest", "chain", "source_words", "cue", "quote_exact", "quote_prefix", "quote_suffix",
    "position_start", "position_end", "pieces", "article_version", "snapshot_sha256", "captured_at",
)  # fmt: skip
EVIDENCE = (
    "position", "claim_id", "side", "relation", "kind", "what", "said_by", "outlet", "article_title",
    "url", "snapshot_sha256", "reason", "proposed_by", "confirmed_by", "confirmed_at",
    "file", "file_sha256", "grade", "source", "source_role", "source_organisation", "source_party_to",
)  # fmt: skip
WHOSE = ("name", "role", "organisation", "party_to")  # of the source whose the evidence is
FIGURES = (
    "position", "claim_id", "low", "high", "unit", "object", "qualifier", "measure", "preliminary", "text",
)  # fmt: skip
WIDE = {"statement": 60, "print_line": 60, "reason": 50, "quote_exact": 50, "chain": 40, "what": 50}


def columns() -> list[str]:
    """Return the columns of the sheet Claims: those of the CSV, without what other sheets hold."""
    return [name for name, _ in csv.COLUMNS if not name.endswith("_json")]


def write(around: Content, claims: Iterable[Content], sealed: Sealed, sink: IO[bytes]) -> None:
    """Write the workbook of an edition into `sink`, which can be read and set back."""
    with _book(around, sink) as book:
        text = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        _report(_Sheet(book.add_worksheet("Report"), text, bold, ("", "")), around, sealed)
        sheets = [
            _Sheet(book.add_worksheet(name), text, bold, names)
            for name, names, _ in (("Claims", tuple(columns()), None), *OTHERS)
        ]
        for claim in claims:
            sheets[0].add(_claim(around, claim))
            for sheet, (_, _, rows) in zip(sheets[1:], OTHERS, strict=True):
                for row in rows(claim):
                    sheet.add(row)
        for sheet in sheets:
            sheet.end()
    _settle(sink)


@contextmanager
def _book(around: Content, sink: IO[bytes]) -> Iterator[Any]:
    as_of = datetime.fromisoformat(around["edition"]["as_of"]).replace(tzinfo=None)
    book = xlsxwriter.Workbook(sink, {"constant_memory": True})
    book.set_properties(
        {"title": fitting(around["report"]["title"]), "author": around["report"]["desk"], "created": as_of}
    )
    yield book
    book.close()


def _settle(sink: IO[bytes]) -> None:
    """Give every entry the same rights, so that the bytes do not depend on those of temporary files."""
    with zipfile.ZipFile(sink, "a") as archive:
        for entry in archive.infolist():
            entry.external_attr = 0o600 << 16
        archive.comment = b""  # has the directory written anew


@dataclass
class _Sheet:
    """A sheet that is written downwards."""

    sheet: Any
    text: Any
    bold: Any
    names: tuple[str, ...]
    row: int = field(default=0)

    def __post_init__(self) -> None:
        for column, name in enumerate(self.names):
            self.sheet.set_column(column, column, WIDE.get(name, 18))
        if any(self.names):
            self.sheet.freeze_panes(1, 0)
            self.add(list(self.names), self.bold)

    def add(self, cells: Row, look: Any = None) -> None:
        """Write the next row."""
        for column, cell in enumerate(cells):
            if isinstance(cell, int) and not isinstance(cell, bool):
                self.sheet.write_number(self.row, column, cell, look or self.text)
            elif cell not in (None, ""):
                self.sheet.write_string(self.row, column, fitting(csv.text_of(cell)), look or self.text)
        self.row += 1

    def end(self) -> None:
        """Let readers filter by the first row."""
        self.sheet.autofilter(0, 0, max(self.row - 1, 1), len(self.names) - 1)


def fitting(text: str) -> str:
    """Return `text`, cut with a word about it when a cell cannot hold it."""
    if 2 * len(text) <= LONGEST:  # a character takes two units at most
        return text
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _report(sheet: _Sheet, around: Content, sealed: Sealed) -> None:
    page = page_of({**around, "claims": []}, sealed)
    report, edition = around["report"], around["edition"]
    sheet.sheet.set_column(0, 0, 24)
    sheet.sheet.set_column(1, 1, 100)
    rows: list[Row] = [
        ["Report", report["title"]],
        ["Introduction", report["introduction"]],
        ["Desk", report["desk"]],
        ["Edition", edition["number"]],
        ["As of", edition["as_of"]],
        ["Frozen by", edition["frozen_by"]],
        ["Seal (SHA-256)", sealed.sha256],
        *([label, words] for label, words in page.signed),
        *([["Signature", page.unsigned]] if page.unsigned else []),
        *([VERDICT[row["verdict"]].label, row["claims"]] for row in page.tally),
        *([f"Correction, {row.when}", f"{row.sentence} {row.reason}".rstrip()] for row in page.corrections),
    ]
    for row in rows:
        sheet.add(row)


def _claim(around: Content, claim: Content) -> Row:
    return [cell(around, claim) for name, cell in csv.COLUMNS if not name.endswith("_json")]


def _places(claim: Content) -> Iterator[Row]:
    for seen in claim["appearances"]:
        article, quote, snapshot = seen["article"], seen["anchor"]["quote"], seen["snapshot"]
        position = seen["anchor"]["position"]
        yield [
            claim["position"], claim["id"], article["outlet"], article["agency"], article["title"],
            article["url"], article["published"], article["digest"], csv.chain_of(seen["chain"]),
            seen["source_words"], seen["cue"], quote["exact"], quote["prefix"], quote["suffix"],
            position["start"], position["end"], seen["anchor"]["pieces"], snapshot["version"],
            snapshot["sha256"], snapshot["captured_at"],
        ]  # fmt: skip


def _evidence(claim: Content) -> Iterator[Row]:
    for side in ("for", "against", "context"):
        for row in claim["evidence"][side]:
            where, file = row["where"] or {}, file_of(row)
            yield [
                claim["position"], claim["id"], side, row["relation"], row["kind"], row["what"],
                row["said_by"], where.get("outlet"), where.get("title"), where.get("url"),
                where.get("snapshot", {}).get("sha256"), row["reason"], row["proposed_by"],
                row["confirmed_by"], row["confirmed_at"], file.get("name"), file.get("sha256"),
                grade_of(row), *(whose(row).get(name) for name in WHOSE),
            ]  # fmt: skip


def _figures(claim: Content) -> Iterator[Row]:
    for row in claim["quantities"]:
        yield [claim["position"], claim["id"], *(row[name] for name in FIGURES[2:])]


OTHERS: tuple[tuple[str, tuple[str, ...], Callable[[Content], Iterator[Row]]], ...] = (
    ("Places", PLACES, _places),
    ("Evidence", EVIDENCE, _evidence),
    ("Figures", FIGURES, _figures),
)
