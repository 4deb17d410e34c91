"""The formats of a file: how each is called, as what it is sent, and which are for what. In menu order."""

from __future__ import annotations

from dataclasses import dataclass

from claims.models import ExportKind

from . import csv, html, json


@dataclass(frozen=True)
class Kind:
    """One format. `suffix` ends the name of the file and its address."""

    suffix: str
    label: str
    content_type: str


OFFICE = "application/vnd.openxmlformats-officedocument."
XLSX_TYPE, DOCX_TYPE = f"{OFFICE}spreadsheetml.sheet", f"{OFFICE}wordprocessingml.document"

KINDS: dict[str, Kind] = {
    kind.suffix: kind
    for kind in (
        Kind("html", "HTML", html.CONTENT_TYPE),
        Kind(ExportKind.PDF, ExportKind.PDF.label, "application/pdf"),
        Kind(ExportKind.DOCX, ExportKind.DOCX.label, DOCX_TYPE),
        Kind(ExportKind.XLSX, ExportKind.XLSX.label, XLSX_TYPE),
        Kind(ExportKind.CSV, ExportKind.CSV.label, csv.CONTENT_TYPE),
        Kind(ExportKind.JSON, ExportKind.JSON.label, json.CONTENT_TYPE),
        Kind(ExportKind.MARKDOWN, ExportKind.MARKDOWN.label, "text/markdown; charset=utf-8"),
        Kind(ExportKind.CLAIM_REVIEW, ExportKind.CLAIM_REVIEW.label, "application/zip"),
    )
}

# The file of everything that belongs to a report; an edition is never had as one.
ARCHIVE = Kind(ExportKind.ARCHIVE, ExportKind.ARCHIVE.label, "application/zip")


def content_type_of(kind: str) -> str:
    """Return as what a file that a worker wrote is sent."""
    return ARCHIVE.content_type if kind == ARCHIVE.suffix else KINDS[kind].content_type


# What the claims of the queue can be had as; the other formats speak of a report.
OF_LISTS = frozenset({ExportKind.CSV, ExportKind.JSON})
