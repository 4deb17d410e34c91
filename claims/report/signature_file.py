"""The signature of an edition as a small file: what was signed, the signature, the key, the content, the way.

A zip that is sent as it is made, claim by claim; the same edition gives the same bytes.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

from . import builder
from .files import Content as Printed
from .formats.sealed import Signature
from .signatures import pem_of, sealed_of

Content = dict[str, Any]
KIND, LABEL, CONTENT_TYPE = "signature.zip", "Signature", "application/zip"
ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
PIECE = 64_000  # bytes
README = """\
The signature of {title}
Edition {number}, as of {as_of} (a time of the record)

  statement.txt      what is signed: one line that names the report, the edition, its moment and the SHA-256
                     of its content
  statement.txt.sig  the signature of that file (Ed25519, 64 bytes)
  {pem:<17}  the public key
  content.json       the content of the edition, to the byte what is hashed

How to check it
  Unzip this file into an empty folder, and there, with OpenSSL 3:
      openssl pkeyutl -verify -pubin -inkey {pem} -rawin -in statement.txt -sigfile statement.txt.sig
      grep "$(openssl dgst -sha256 -r content.json | cut -c 1-64)" statement.txt
  The first says that the statement was signed by this key. The second prints the statement if content.json is
  what it speaks of, and nothing if it is not. Whether the key is that of the newsroom, no file can prove of
  itself. Its fingerprint is
      {fingerprint}
  Compare it with that on the newsroom's page on its method, or ask by a way that you trust. That of the key
  here is printed by
      openssl pkey -pubin -in {pem} -outform DER | openssl dgst -sha256

What it proves of other files
  Every file of this edition (PDF, DOCX, XLSX, CSV, JSON, Markdown, HTML, ClaimReview) carries this statement
  and this signature. They are made from content.json, and the signature is about that: what such a file says
  is proved where content.json says the same.
"""
LOST = """
The key is not here: the newsroom does not publish it any more. Ask why before you trust this signature.
"""


def response_of(frozen: Printed) -> StreamingHttpResponse | None:
    """Return the file of an edition, None when it is not signed."""
    signature = sealed_of(frozen).signature
    if signature is None:
        return None
    claims = frozen.content["claims"]
    made = streamed(frozen.content, claims, signature, pem_of(signature))
    return StreamingHttpResponse(made, content_type=CONTENT_TYPE)


def streamed(
    around: Content, claims: Iterable[Content], signature: Signature, pem: str | None
) -> Iterator[bytes]:
    """Yield the file; `pem` is the public key, None when it is not known any more."""
    sink = _Passing()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in _small(around, signature, pem):
            archive.writestr(_entry(name), data)
        with archive.open(_entry("content.json"), "w", force_zip64=True) as file:
            for piece in builder.spelled(around, claims):
                file.write(piece)
                yield from sink.taken(PIECE)
    yield from sink.taken(0)


def _small(around: Content, signature: Signature, pem: str | None) -> Iterator[tuple[str, bytes]]:
    name = f"key-{signature.key}.pem"
    words = README.format(
        title=" ".join(around["report"]["title"].split()),
        number=around["edition"]["number"],
        as_of=around["edition"]["as_of"],
        pem=name,
        fingerprint=signature.fingerprint,
    )
    yield "README.txt", (words + ("" if pem else LOST)).encode()
    yield "statement.txt", signature.signed
    yield "statement.txt.sig", base64.b64decode(signature.value)
    if pem:
        yield name, pem.encode()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIPPED_AT)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry


class _Passing(io.RawIOBase):
    """A file that is handed on as it is written, and cannot be sought in."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting, self._size = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def taken(self, least: int) -> Iterator[bytes]:
        """Yield what waits, when it is more than `least` bytes."""
        if len(self._waiting) > least:
            waiting, self._waiting = bytes(self._waiting), bytearray()
            yield waiting
