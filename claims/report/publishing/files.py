"""Files of a published edition, for everybody: what the formats make, from what readers have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from ..export_views import as_attachment
from ..exports import edition_file_name
from ..formats import csv, html, json
from . import cached
from .reads import Opened

Content = dict[str, Any]
Render = Callable[[Content, str], bytes | Iterator[bytes]]

# kind: what a link says, the type of the file, how it is made
KINDS: dict[str, tuple[str, str, Render]] = {
    "html": ("HTML", html.CONTENT_TYPE, html.render),
    "csv": ("CSV", csv.CONTENT_TYPE, lambda content, sha256: csv.render(content)),
    "json": ("JSON", json.CONTENT_TYPE, json.render),
}
LABELS = [(kind, label) for kind, (label, _, _) in KINDS.items()]
AT_A_TIME = 2  # long files that are made at the same moment, by all who ask
LONG = 1_000_000  # bytes of a content from which a file counts as long
PATIENCE = 10  # seconds to wait before asking again


def file_of(request: HttpRequest, found: Opened, kind: str) -> HttpResponseBase:
    """Return a file of the edition; 304 to who has it, 503 while many ask for long ones."""
    label, content_type, render = KINDS[kind]
    tag = cached.tag_of("file", kind, found.edition.sha256, found.publication.names)
    same = get_conditional_response(request, etag=tag)
    if same is not None:
        return cached.marked(same, tag)
    turn = _turn() if _is_long(found) else ""
    if turn is None:
        return _later(label)
    edition = found.for_readers
    made = render(edition.content, edition.sha256)
    chunks = iter([made]) if isinstance(made, bytes) else made
    response = StreamingHttpResponse(_giving_back(chunks, turn), content_type=content_type)
    return cached.marked(as_attachment(response, edition_file_name(edition, kind)), tag)


def _is_long(found: Opened) -> bool:
    return found.size > LONG


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
