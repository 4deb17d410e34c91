"""A zip written piece by piece: what is finished is handed on, only its list is needed at the end.

Whoever takes over goes on behind the last piece; the bytes are the same whether anybody did or not.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import IO, Any

ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
IN_MEMORY = 4_000_000
ZIP64 = 45  # the version of the format that the places of members are written in
LARGE = 1_000_000  # bytes after which a piece is handed on
LONG = 2.0  # seconds likewise
PACKED = (".pdf", ".docx", ".xlsx", ".zip")  # compressed already
LEVEL = 4  # a tenth larger than the usual level, in half its time


@dataclass(frozen=True)
class Member:
    """One file of an archive: its name, what it is, and what writes it.

    One that is `joined` to the next is handed on together with it: they are made in one go.
    """

    name: str
    what: str
    write: Callable[[IO[bytes]], None]
    joined: bool = False


@dataclass(frozen=True)
class Entry:
    """A member that was written: its line of the manifest, and where and how it lies in the zip."""

    name: str
    what: str
    size: int
    sha256: str
    crc: int
    packed: int
    at: int

    @property
    def line(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return {"name": self.name, "what": self.what, "size": self.size, "sha256": self.sha256}

    @property
    def kept(self) -> dict[str, Any]:
        """Everything, to be read again by `Entry(**kept)`."""
        return asdict(self)


class Piece:
    """The members since the last piece, which begins `at` so many bytes into the zip."""

    def __init__(self, at: int) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._zip = zipfile.ZipFile(self._file, "w")
        self._at, self._began = at, time.monotonic()
        self.entries: list[Entry] = []

    def add(self, member: Member) -> Entry:
        """Write a member; returns what it became."""
        info = _info(member.name)
        at = self._at + self.size
        with self._zip.open(info, "w", force_zip64=True) as file:
            sink: Any = _Counting(file)
            member.write(sink)
        entry = Entry(
            member.name, member.what, sink.size, sink.hash.hexdigest(), info.CRC, info.compress_size, at
        )
        self.entries.append(entry)
        return entry

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._file.tell()

    @property
    def end(self) -> int:
        """Where the next piece begins."""
        return self._at + self.size

    @property
    def is_due(self) -> bool:
        """Whether it is time to hand the piece on."""
        return self.size >= LARGE or time.monotonic() - self._began >= LONG

    def data(self, chunk: int) -> list[bytes]:
        """Return the piece in chunks. Nothing can be added any more."""
        size = self.size
        self._file.seek(0)
        return [self._file.read(min(chunk, size - begin)) for begin in range(0, size, chunk)]

    def close(self) -> None:
        """Give the temporary file back."""
        self._zip.close()
        self._file.close()


def ending(entries: list[Entry], at: int) -> bytes:
    """Return the list of all members, which ends a zip; it begins `at` so many bytes into it."""
    sink = _From(at)
    with zipfile.ZipFile(sink, "w") as archive:
        archive.infolist().extend(map(_listed, entries))
    return sink.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, ZIPPED_AT)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
    info._compresslevel = LEVEL  # type: ignore[attr-defined]
    return info


def _listed(entry: Entry) -> zipfile.ZipInfo:
    info = _info(entry.name)
    info.create_version = info.extract_version = ZIP64
    info.CRC, info.compress_size, info.file_size = entry.crc, entry.packed, entry.size
    info.header_offset = entry.at
    return info


class _From(io.BytesIO):
    """A file that cannot be sought in and counts from a place on."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._before = at

    def tell(self) -> int:
        return self._before + super().tell()

    def seekable(self) -> bool:
        return False

    def seek(self, *_: Any) -> int:
        raise OSError("cannot be sought in")


class _Counting:
    """A file that is written only, and knows how much and which hash."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.size, self.hash = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.hash.update(data)
        return self._file.write(data)
