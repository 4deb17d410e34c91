"""The formats that are one piece, so that they are written in one go: into a file, claim by claim."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from typing import IO, Any

from claims.models import ExportKind

from . import claimreview, docx, pdf, xlsx

Content = dict[str, Any]
Write = Callable[[Content, Iterable[Content], str, IO[bytes]], None]
IN_MEMORY = 4_000_000  # bytes; a longer file goes to the disk

WRITERS: dict[str, Write] = {
    ExportKind.PDF: pdf.write,
    ExportKind.DOCX: docx.write,
    ExportKind.XLSX: xlsx.write,
    ExportKind.CLAIM_REVIEW: claimreview.write,
}


def written(kind: str, around: Content, claims: Iterable[Content], sha256: str) -> IO[bytes]:
    """Return the file, open at its beginning; it is gone when it is closed."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        WRITERS[kind](around, claims, sha256, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file
