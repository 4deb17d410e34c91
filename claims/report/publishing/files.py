"""Files of a published edition, for everybody: what the formats make, from what readers have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from claims.models import ReportEdition

from .. import signature_file
from ..export_views import as_attachment
from ..exports import at_once, edition_file_name
from ..files import bytes_of, streamed
from ..formats.kinds import KINDS
from ..formats.whole import WRITERS
from ..signatures import pem_of, sealed_of
from . import cached
from .reads import Opened

AT_A_TIME = 2  # long files that are made at the same moment, by all who ask
LONG = 1_000_000  # bytes of a content from which a file counts as long
LABELS = {kind.suffix: kind.label for kind in KINDS.values()} | {signature_file.KIND: signature_file.LABEL}
PATIENCE = 10  # seconds to wait before asking again


def kinds_of(found: Opened) -> list[tuple[str, str]]:
    """Return the formats that the edition can be had in, and its signature, with what a link says.

    Those that are written as a whole are left out where writing takes longer than a reader waits.
    """
    kinds = [
        (kind.suffix, kind.label)
        for kind in KINDS.values()
        if kind.suffix not in WRITERS or found.total <= at_once(kind.suffix)
    ]
    return kinds + ([(signature_file.KIND, signature_file.LABEL)] if found.sealed.signature else [])


def file_of(request: HttpRequest, found: Opened, kind: str) -> HttpResponseBase:
    """Return a file of the edition, one of `kinds_of`; 304 to who has it, 503 when many ask for long ones."""
    tag = cached.tag_of("file", kind, found.edition.sha256, found.publication.names)
    same = get_conditional_response(request, etag=tag)
    if same is not None:
        return cached.marked(same, tag)
    turn = _turn() if found.size > LONG else ""
    if turn is None:
        return _later(LABELS[kind])
    edition = found.for_readers
    chunks = _giving_back(_chunks(edition, kind), turn)
    response = StreamingHttpResponse(chunks, content_type=_content_type(kind))
    return cached.marked(as_attachment(response, edition_file_name(edition, kind)), tag)


def _content_type(kind: str) -> str:
    return signature_file.CONTENT_TYPE if kind == signature_file.KIND else KINDS[kind].content_type


def _chunks(edition: ReportEdition, kind: str) -> Iterator[bytes]:
    signature = sealed_of(edition).signature
    if kind == signature_file.KIND and signature is not None:
        return signature_file.streamed(
            edition.content, edition.content["claims"], signature, pem_of(signature)
        )
    if kind == "html" or kind in WRITERS:
        return iter([bytes_of(edition, kind)])
    return streamed(edition, kind)


def _turn() -> str | None:
    """Return the key of a free turn, taken for a minute at most; None when there is none."""
    keys = [f"public-file-turn:{place}" for place in range(AT_A_TIME)]
    try:
        return next((key for key in keys if cache.add(key, 1, 60)), None)
    except cached.FAILURES:
        return ""


def _giving_back(chunks: Iterator[bytes], turn: str) -> Iterator[bytes]:
    try:
        yield from chunks
    finally:
        if turn:
            with suppress(*cached.FAILURES):
                cache.delete(turn)


def _later(label: str) -> HttpResponseBase:
    words = f"The {label} of this report is being made for many readers. Ask again in {PATIENCE} seconds.\n"
    response = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(PATIENCE)
    return response
