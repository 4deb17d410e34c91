"""Whole files of any format, written claim by claim into a temporary file, so that memory stays flat.

Some formats are one piece (a workbook, a PDF) and are always written so; the others are when the whole is
wanted at once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from typing import IO, Any

from claims.models import ExportKind

from . import claimreview, docx, pdf, xlsx
from .pieces import pieces
from .sealed import Sealed

Content = dict[str, Any]
Write = Callable[[Content, Iterable[Content], Sealed, IO[bytes]], None]
IN_MEMORY = 4_000_000  # bytes; a longer file goes to the disk

WRITERS: dict[str, Write] = {
    ExportKind.PDF: pdf.write,
    ExportKind.DOCX: docx.write,
    ExportKind.XLSX: xlsx.write,
    ExportKind.CLAIM_REVIEW: claimreview.write,
}


def written(kind: str, around: Content, claims: Iterable[Content], sealed: Sealed) -> IO[bytes]:
    """Return the file, open at its beginning; it is gone when it is closed. Every format but HTML."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        writer = WRITERS.get(kind)
        if writer is None:
            _in_pieces(kind, around, claims, sealed, file)
        else:
            writer(around, claims, sealed, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _in_pieces(
    kind: str, around: Content, claims: Iterable[Content], sealed: Sealed, file: IO[bytes]
) -> None:
    parts = pieces(kind, around, sealed)
    file.write(parts.head)
    for claim in claims:
        file.write(parts.row(claim))
    file.write(parts.tail)
