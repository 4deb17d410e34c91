"""What a piece of evidence has beside its words: whose it is, a file by its hash, a grade."""

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


def whose(row: Content) -> Content:
    """Return the source whose words or data a piece of evidence is, as a person said; {} without one."""
    return row.get("source") or {}


def whose_words(row: Content) -> str:
    """Return "Words or data of Lena Hart, harbour master; a side of: the dispute", "" without a source."""
    if not (source := whose(row)):
        return ""
    named = ", ".join(filter(None, (source["name"], source["role"], source["organisation"])))
    side = f"; a side of: {source['party_to']}" if source["party_to"] else ""
    return f"Words or data of {named}{side}"


def proofs(row: Content) -> Iterator[tuple[str, str]]:
    """Yield words and the hash that follows them ("" for none), each a sentence of its own."""
    if words := whose_words(row):
        yield words, ""
    if file := file_of(row):
        yield f"File “{file['name']}”, SHA-256", file["sha256"]
    if grade := row.get("grade"):
        yield f"Graded {grade_of(row)}: {grade_words(**grade).lower()}", ""


def proof_of(row: Content) -> str:
    """Return all in one line: "File “log.pdf”, SHA-256 9f86….  Graded B2: usually reliable."."""
    return " ".join(f"{words} {digest}".strip() + "." for words, digest in proofs(row))
