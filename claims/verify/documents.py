"""Files as evidence: looked at, hashed and stored piece by piece, never unpacked, never opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection

from claims.models import Desk, Document, DocumentChunk, User

from .file_kinds import ENDS, FileRefused, is_wide, kind_of, may_be_text, safe_name
from .refusal import CannotDecide

PIECE = 1_000_000  # bytes of a chunk, and at most in memory at once


@dataclass(frozen=True)
class Looked:
    """What is known of a file when it has been read once."""

    name: str
    kind: str
    size: int
    sha256: str


def limit_words() -> str:
    """Return the limit as people say it: "25 MB"."""
    return f"{settings.EVIDENCE_FILE_LIMIT // (1024 * 1024)} MB"


def refuse_size(file: UploadedFile[Any]) -> None:
    """Raise FileRefused for a file that is empty or too large, without reading it."""
    size = file.size or 0
    if size > settings.EVIDENCE_FILE_LIMIT:
        raise FileRefused(
            f"The file is larger than {limit_words()}, which is the limit. "
            "Nothing of it was stored. Add the part that matters, or its address."
        )
    if not size:
        raise FileRefused("The file is empty: it has 0 bytes. Choose another one.")


def look(file: UploadedFile[Any]) -> Looked:
    """Read the file once and return what it is. Raises FileRefused."""
    refuse_size(file)
    name = safe_name(file.name or "")
    whole, head, tail, text, size = hashlib.sha256(), b"", b"", True, 0
    file.seek(0)
    for piece in file.chunks(PIECE):
        whole.update(piece)
        head = head or piece[:ENDS]
        tail = (tail + piece)[-ENDS:]
        text = text and may_be_text(piece, wide=is_wide(head))
        size += len(piece)
    return Looked(name, kind_of(name, head, tail, text=text), size, whole.hexdigest())


def document_keep(*, user: User, desk: Desk, file: UploadedFile[Any]) -> Document:
    """Return the desk's row of the file, stored now unless the same bytes are there. Raises CannotDecide.

    Inside a transaction; two who bring the same file pass one after the other.
    """
    try:
        looked = look(file)
    except FileRefused as refused:
        raise CannotDecide(str(refused)) from refused
    with connection.cursor() as cursor:
        key = f"document:{desk.pk}:{looked.sha256}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    known = Document.objects.filter(desk=desk, sha256=looked.sha256).first()
    return known or _stored(user, desk, file, looked)


def _stored(user: User, desk: Desk, file: UploadedFile[Any], looked: Looked) -> Document:
    document = Document.objects.create(
        desk=desk,
        sha256=looked.sha256,
        size=looked.size,
        name=looked.name,
        kind=looked.kind,
        added_by=user,
    )
    file.seek(0)
    for number, piece in enumerate(file.chunks(PIECE)):
        DocumentChunk.objects.create(document=document, number=number, data=piece)
    return document


def content(document: Document) -> Iterator[bytes]:
    """Yield the file piece by piece, one in memory at a time; each is a query, so that nothing is held."""
    number = 0
    while True:
        rows = DocumentChunk.objects.filter(document=document, number=number)
        data = rows.values_list("data", flat=True).first()
        if data is None:
            return
        yield bytes(data)
        number += 1
