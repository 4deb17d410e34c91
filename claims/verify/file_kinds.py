"""Which files are taken as evidence, told by their first and last bytes as well as by their names. Pure.

Nothing is opened or unpacked: DOCX and XLSX are known by the names in their directory, archives are refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

ENDS = 64_000  # bytes of the beginning and of the end that are looked at
LONGEST = 200
PLAIN = frozenset({"txt", "csv", "html", "eml"})


class FileRefused(Exception):
    """The file is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called and how its name may end."""

    label: str
    endings: tuple[str, ...]


KINDS: dict[str, Kind] = {
    "pdf": Kind("a PDF", ("pdf",)),
    "png": Kind("a PNG image", ("png",)),
    "jpeg": Kind("a JPEG image", ("jpg", "jpeg")),
    "webp": Kind("a WebP image", ("webp",)),
    "gif": Kind("a GIF image", ("gif",)),
    "txt": Kind("plain text", ("txt", "text")),
    "csv": Kind("a CSV table", ("csv",)),
    "docx": Kind("a DOCX document", ("docx",)),
    "xlsx": Kind("an XLSX workbook", ("xlsx",)),
    "eml": Kind("an EML message", ("eml",)),
    "html": Kind("an HTML page", ("html", "htm")),
    "mp4": Kind("an MP4 recording", ("mp4", "m4a", "m4v")),
    "mp3": Kind("an MP3 recording", ("mp3",)),
    "wav": Kind("a WAV recording", ("wav",)),
}
OF_ENDING = {ending: kind for kind, row in KINDS.items() for ending in row.endings}
ACCEPT = ",".join(f".{ending}" for ending in OF_ENDING)
TAKEN = "PDF, PNG, JPEG, WebP, GIF, TXT, CSV, DOCX, XLSX, EML, HTML, MP4, MP3 and WAV"
ARCHIVES = frozenset({"zip", "7z", "rar", "gz", "tgz", "tar", "bz2", "xz", "zst"})
OTHERS = {  # what a file may really be that is not taken
    "archive": "an archive",
    "program": "a program",
    "office": "an old Office document",
}
_SIGNATURES = (
    (b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"), (b"GIF89a", "gif"), (b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"), (b"PK\x05\x06", "archive"), (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"), (b"BZh", "archive"), (b"\xfd7zXZ\x00", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"), (b"MZ", "program"), (b"\x7fELF", "program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
)  # fmt: skip
_RIFF = {b"WEBP": "webp", b"WAVE": "wav"}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 with its mark
_HEADER = re.compile(rb"\A(?:\xef\xbb\xbf)?[A-Za-z][A-Za-z0-9-]*:")
_TAG = re.compile(rb"<(?:!doctype|html|head|body|title|div|p|table|meta)\b", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Return a file's name without folders, control characters and marks that turn the direction of text.

    At most 200 characters, the ending kept; "file" for a name of which nothing is left.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    kept = " ".join(kept.split()).strip(". ") or "file"
    path = PurePosixPath(kept)
    return kept if len(kept) <= LONGEST else f"{path.stem[: LONGEST - 12]}…{path.suffix[:11]}"


def ending_of(name: str) -> str:
    """Return how a safe name ends, in small letters without the dot."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def kind_of(name: str, head: bytes, tail: bytes = b"", *, text: bool = True) -> str:
    """Return the kind of a file from its safe name and its ends; `text` says that all of it may be text.

    Raises FileRefused for what is not taken, and for a name that says another thing than the content.
    """
    ending = ending_of(name)
    found = _content(head, tail)
    if ending in ARCHIVES or (found == "archive" and ending not in OF_ENDING):
        raise FileRefused("Archives are not taken, and never unpacked. Add the files in it one by one.")
    kind = OF_ENDING.get(ending)
    if kind is None:
        said = f"Files that end with .{ending[:20]} are" if ending else "A file whose name has no ending is"
        raise FileRefused(f"{said} not taken. Taken are {TAKEN}.")
    if kind in PLAIN:
        plainly = not found and text and _fits(kind, head)
        found = kind if plainly else found
    if found != kind:
        real = KINDS[found].label if found in KINDS else OTHERS.get(found, f"not {KINDS[kind].label}")
        raise FileRefused(
            f"The name ends with .{ending}, which is {KINDS[kind].label}, but the content is {real}. "
            "Give the file its right ending, or choose another one."
        )
    return kind


def _content(head: bytes, tail: bytes) -> str:
    """Return what the bytes are: a kind, a key of OTHERS, "" for text and all that is not known."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:4] == b"PK\x03\x04":
        return _zipped(head + tail)
    if head[257:262] == b"ustar":
        return "archive"
    return next((kind for start, kind in _SIGNATURES if head.startswith(start)), "")


def _zipped(ends: bytes) -> str:
    """Tell DOCX and XLSX from other archives by the names in the directory, which is not compressed."""
    if b"[Content_Types].xml" not in ends:
        return "archive"
    return "docx" if b"word/" in ends else "xlsx" if b"xl/" in ends else "archive"


def may_be_text(piece: bytes, *, wide: bool) -> bool:
    """Whether a piece of a file may be text; `wide` when the file began with the mark of UTF-16."""
    return wide or _CONTROLS.search(piece) is None


def is_wide(head: bytes) -> bool:
    """Whether a file begins with the mark of UTF-16."""
    return head.startswith(_WIDE)


def _fits(kind: str, head: bytes) -> bool:
    if kind == "eml":
        return _HEADER.match(head) is not None
    return kind != "html" or is_wide(head) or _TAG.search(head) is not None
