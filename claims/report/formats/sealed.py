"""The seal of an edition and its signature, as every format carries them. Pure.

A file that holds a signature cannot be what is signed. Signed is one line, the statement: it names the
edition and the SHA-256 of its content, from which every format is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Content = dict[str, Any]
ALGORITHM = "Ed25519"
STATEMENT, VALUE, KEY = "Signed statement", "Signature (Ed25519)", "Key (SHA-256)"


@dataclass(frozen=True)
class Signature:
    """One line of ASCII that was signed with a line feed behind it, the signature, and by which key."""

    statement: str
    key: str  # its id
    value: str  # base64 of 64 bytes
    fingerprint: str  # of the key: the SHA-256 of its DER, 64 hexadecimal digits

    @property
    def signed(self) -> bytes:
        """The bytes that are signed."""
        return f"{self.statement}\n".encode()

    @property
    def data(self) -> Content:
        """Everything, for programs."""
        return {
            "algorithm": ALGORITHM,
            "fingerprint": self.fingerprint,
            "key": self.key,
            "statement": self.statement,
            "value": self.value,
        }


@dataclass(frozen=True)
class Sealed:
    """The SHA-256 of a content, and the signature over it; None where none was made when it was frozen."""

    sha256: str
    signature: Signature | None = None

    @property
    def data(self) -> Content | None:
        """The signature for programs."""
        return self.signature.data if self.signature else None

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The signature for people, each part with its label; [] without one."""
        found = self.signature
        return [(STATEMENT, found.statement), (VALUE, found.value), (KEY, found.fingerprint)] if found else []


UNSEALED = Sealed("")


def unsigned(edition: Content) -> str:
    """Return what a file without a signature says of that."""
    if edition["frozen_by"] is None:
        return "Not signed: nobody froze this moment as an edition."
    return "Not signed: no signature was made when this edition was frozen."


def from_data(sha256: str, data: Content | None) -> Sealed:
    """Return what a file for programs says: the reverse of `data`."""
    return Sealed(sha256, Signature(**{name: data[name] for name in NAMES}) if data else None)


NAMES = ("statement", "key", "value", "fingerprint")
