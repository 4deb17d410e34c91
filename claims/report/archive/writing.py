"""Writes an archive: member by member into a zip, then the manifest, the sums and the README.

The bytes are those of the report and the moment alone: names in a fixed order, one time for all entries.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any

from claims import signing

from ..formats.kinds import KINDS
from .case import Case
from .members import LONGEST_HTML, Member, claims, editions, files, put, snapshots
from .readme import readme
from .record import last_checkpoint, record

SCHEMA = "second-source/archive/2"
ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
IN_MEMORY = 4_000_000
PACKED = (".pdf", ".docx", ".xlsx", ".zip")  # compressed already
# Later members may need what earlier ones met: the texts come after what stands in them.
MEMBERS: tuple[Callable[[Case], Iterator[Member]], ...] = (editions, claims, snapshots, files, record)


def written(case: Case) -> IO[bytes]:
    """Return the archive, open at its beginning; it is gone when it is closed."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        with zipfile.ZipFile(file, "w") as archive:
            _write(case, archive)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def steps(case: Case) -> int:
    """Return how many steps the members that take time will tell: a claim in each file is one."""
    formats = sum(1 if kind != "html" else 0 for kind in KINDS)
    return sum(number * (formats + (number <= LONGEST_HTML)) for number in case.lengths.values()) + len(
        case.claims
    )


def _write(case: Case, archive: zipfile.ZipFile) -> None:
    made = [_add(archive, member) for members in MEMBERS for member in members(case)]
    key = signing.public_key()
    words = readme(case, last_checkpoint(case), key)
    made.append(_add(archive, Member("README.txt", "how to check this archive", partial(put, words))))
    public = Member(f"keys/{key.id}.pem", "the public key of the signature", partial(put, key.pem.encode()))
    made.append(_add(archive, public))
    listed = Member("manifest.json", "what is here", partial(put, _manifest(case, made, key)))
    made.append(_add(archive, listed))
    sums = "".join(f"{row['sha256']}  {row['name']}\n" for row in made).encode()
    _add(archive, Member("SHA256SUMS", "for sha256sum", partial(put, sums)))
    signature = signing.raw(signing.parted(signing.sign(sums))[2])
    _add(archive, Member("SHA256SUMS.sig", "the signature of the sums", partial(put, signature)))


def _add(archive: zipfile.ZipFile, member: Member) -> dict[str, Any]:
    """Write a member; returns its line of the manifest."""
    entry = zipfile.ZipInfo(member.name, ZIPPED_AT)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if member.name.endswith(PACKED) else zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as file:
        sink: Any = _Counting(file)
        member.write(sink)
    return {"name": member.name, "what": member.what, "size": sink.size, "sha256": sink.hash.hexdigest()}


class _Counting:
    """A file that is written only, and knows how much and which hash."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.size, self.hash = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.hash.update(data)
        return self._file.write(data)


def _manifest(case: Case, made: list[dict[str, Any]], key: signing.PublicKey) -> bytes:
    """Return what is in the archive, but for the manifest, the sums and their signature themselves."""
    whole = {
        "schema": SCHEMA,
        "report": {"id": str(case.report.pk), "title": case.report.title, "desk": case.report.desk.name},
        "as_of": case.at.isoformat(),
        "editions": [
            {
                "number": row.number,
                "as_of": row.as_of.isoformat(),
                "sha256": row.sha256,
                "claims": case.lengths[row.pk],
            }
            for row in case.editions
        ],
        "claims": len(case.claims),
        "left_out": case.left_out,
        "signed_by": {"key": f"keys/{key.id}.pem", "algorithm": "Ed25519", "fingerprint": key.fingerprint},
        "members": made,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
