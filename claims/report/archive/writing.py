"""Writes an archive: member by member, then the README, the manifest, the sums and their signature.

The bytes are those of the case and the moment alone: names in a fixed order, one time for all entries.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from claims import signing

from ..formats.kinds import KINDS
from ..signatures import sealed_of
from .case import Case
from .members import LONGEST_HTML, claims, editions, files, put, snapshots
from .readme import readme
from .record import last_checkpoint, record
from .zipping import Entry, Member, Piece, ending

SCHEMA = "second-source/archive/2"
CHUNK = 1_000_000  # bytes
# Later members may need what earlier ones met: the texts come after what stands in them.
MEMBERS: tuple[Callable[[Case], Iterator[Member]], ...] = (editions, claims, snapshots, files, record)


def write(case: Case, known: list[Entry], at: int, keep: Callable[[Piece], None]) -> list[bytes]:
    """Write the members that are not `known`; returns the chunks that end the archive.

    Each piece is given to `keep` when it is finished; `known` are the entries of those kept by others, which
    end `at` so many bytes into the archive.
    """
    case.known, entries = {entry.name for entry in known}, [*known]
    piece = Piece(at)
    try:
        for member in (member for members in MEMBERS for member in members(case)):
            if member.name in case.known:
                continue
            piece.add(member)
            if piece.is_due and not member.joined:
                entries, piece = [*entries, *piece.entries], _next(piece, keep)
        return [*_closing(case, entries, piece)]
    finally:
        piece.close()


def steps(case: Case) -> int:
    """Return how many steps the members that take time will tell: a claim in each file is one."""
    formats = sum(1 if kind != "html" else 0 for kind in KINDS)
    return sum(number * (formats + (number <= LONGEST_HTML)) for number in case.lengths.values()) + len(
        case.claims
    )


def _next(piece: Piece, keep: Callable[[Piece], None]) -> Piece:
    keep(piece)
    new = Piece(piece.end)
    piece.close()
    return new


def _closing(case: Case, entries: list[Entry], piece: Piece) -> Iterator[bytes]:
    """Write what speaks of all members behind them; yields the last chunks."""
    key = signing.public_key()
    words = readme(case, last_checkpoint(case), key)
    piece.add(Member("README.txt", "how to check this archive", partial(put, words)))
    piece.add(Member(f"keys/{key.id}.pem", "the public key of the signature", partial(put, key.pem.encode())))
    listed = _manifest(case, [*entries, *piece.entries], key)
    piece.add(Member("manifest.json", "what is here", partial(put, listed)))
    made = [*entries, *piece.entries]
    sums = "".join(f"{entry.sha256}  {entry.name}\n" for entry in made).encode()
    piece.add(Member("SHA256SUMS", "for sha256sum", partial(put, sums)))
    signature = signing.raw(signing.parted(signing.sign(sums))[2])
    piece.add(Member("SHA256SUMS.sig", "the signature of the sums", partial(put, signature)))
    yield from piece.data(CHUNK)
    yield ending([*entries, *piece.entries], piece.end)


def _manifest(case: Case, made: list[Entry], key: signing.PublicKey) -> bytes:
    """Return what is in the archive, but for the manifest, the sums and their signature themselves."""
    whole = {
        "schema": SCHEMA,
        case.kind: {"id": str(case.about.pk), "title": case.about.title, "desk": case.about.desk.name},
        "as_of": case.at.isoformat(),
        "editions": [
            {
                "report": str(row.report_id),
                "title": case.titles[row.pk],
                "number": row.number,
                "as_of": row.as_of.isoformat(),
                "sha256": row.sha256,
                "claims": case.lengths[row.pk],
                "signature": sealed_of(row).data,
            }
            for row in case.editions
        ],
        "claims": len(case.claims),
        "left_out": case.left_out,
        "signed_by": {"key": f"keys/{key.id}.pem", "algorithm": "Ed25519", "fingerprint": key.fingerprint},
        "members": [row.line for row in made],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
