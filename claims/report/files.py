"""A frozen edition as a file that is sent while somebody waits, in any format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from .formats import html
from .formats.kinds import KINDS
from .formats.pieces import pieces
from .formats.whole import WRITERS, written
from .signatures import sealed_of


class Content(Protocol):
    """What a file is made from: a frozen edition, or a report as it was at a moment."""

    @property
    def content(self) -> dict[str, Any]:
        """All that is printed."""

    @property
    def sha256(self) -> str:
        """The seal of the content."""

    @property
    def signatures(self) -> list[dict[str, str]]:
        """What was signed when the edition was frozen; see signatures.py."""


@dataclass(frozen=True)
class Frozen:
    """A content that is no row."""

    content: dict[str, Any]
    sha256: str
    signatures: list[dict[str, str]] = field(default_factory=list)


def response_of(frozen: Content, kind: str) -> HttpResponseBase:
    """Return the file of an edition in the format `kind`, one of KINDS; long ones are streamed."""
    content_type = KINDS[kind].content_type
    if kind == "html":
        return HttpResponse(html.render(frozen.content, sealed_of(frozen)), content_type=content_type)
    if kind in WRITERS:
        file = written(kind, frozen.content, frozen.content["claims"], sealed_of(frozen))
        return FileResponse(file, content_type=content_type)
    return StreamingHttpResponse(streamed(frozen, kind), content_type=content_type)


def streamed(frozen: Content, kind: str) -> Iterator[bytes]:
    """Yield the file of an edition in a format that is written in pieces."""
    parts = pieces(kind, frozen.content, sealed_of(frozen))
    yield parts.head
    yield from (parts.row(claim) for claim in frozen.content["claims"])
    yield parts.tail


def bytes_of(frozen: Content, kind: str) -> bytes:
    """Return the whole file at once; for short editions."""
    if kind == "html":
        return html.render(frozen.content, sealed_of(frozen))
    if kind in WRITERS:
        with written(kind, frozen.content, frozen.content["claims"], sealed_of(frozen)) as file:
            return file.read()
    return b"".join(streamed(frozen, kind))
