"""Bodies of answers in pieces, decompressed as they come and never further than a limit. Pure."""

from __future__ import annotations

import http.client
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from claims.ingest.errors import PASTE, FetchFailed

CHUNK = 64_000


def pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body as sent, in pieces; IncompleteRead when it is shorter than announced."""
    while piece := response.read(CHUNK):
        yield piece
    if response.length:  # read() in pieces does not notice a body shorter than announced
        raise http.client.IncompleteRead(b"", response.length)


def inflate(packed: Iterator[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """Undo gzip or deflate, never producing more than `limit` bytes from one piece."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from packed
        return
    make = _DECODERS.get(encoding)
    if make is None:
        raise FetchFailed(f"The page is packed in a way that is not read here ({encoding[:20]}). {PASTE}")
    decoder, members = None, 0
    for piece in packed:
        while piece:
            if decoder is None:
                if members and not piece.startswith(b"\x1f\x8b"):
                    return  # padding after the end, as browsers ignore it
                decoder = make(piece)
            if out := decoder.decompress(piece, limit):
                yield out
            piece = decoder.unconsumed_tail
            if decoder.eof:  # gzip may hold several members one after the other
                piece, decoder, members = decoder.unused_data, None, members + 1
    if decoder is not None:
        raise http.client.IncompleteRead(b"")


def _gzip(_: bytes) -> Any:
    return zlib.decompressobj(wbits=31)


def _deflate(start: bytes) -> Any:
    """Servers mean zlib or raw deflate by "deflate"; the first byte of zlib says which."""
    return zlib.decompressobj(wbits=15 if start[:1] and start[0] & 0x0F == 8 else -15)


_DECODERS: dict[str, Callable[[bytes], Any]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}
