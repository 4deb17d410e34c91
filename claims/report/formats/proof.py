"""What proves a piece of evidence beside its words: a file by its hash, a grade, when a search was made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claims.web.vocabulary import grade_words

Content = dict[str, Any]


def file_of(row: Content) -> Content:
    """Return the file of a piece of evidence: `name`, `sha256`, `size`, `kind`; {} without one."""
    return row.get("file") or {}


def grade_of(row: Content) -> str:
    """Return the grade as it is written, "B2"; "" without one."""
    grade = row.get("grade")
    return f"{grade['reliability'] or '–'}{grade['credibility'] or '–'}" if grade else ""


def proofs(row: Content) -> Iterator[tuple[str, str]]:
    """Yield words and the hash that follows them ("" for none), each a sentence of its own."""
    if file := file_of(row):
        yield f"File “{file['name']}”, SHA-256", file["sha256"]
    if grade := row.get("grade"):
        yield f"Graded {grade_of(row)}: {grade_words(**grade).lower()}", ""


def proof_of(row: Content) -> str:
    """Return the proofs in one line: "File “log.pdf”, SHA-256 9f86….  Graded B2: usually reliable."."""
    return " ".join(f"{words} {digest}".strip() + "." for words, digest in proofs(row))
