"""Signatures of editions: made as an edition is frozen and kept with it, so that no later key changes a file.

Readers may have an edition without the names of staff, which is another content with another seal: it is
signed at the same moment.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from claims import signing
from claims.models import Report, ReportEdition

from . import builder
from .formats.sealed import NAMES, Sealed, Signature
from .publishing import withheld

Content = dict[str, Any]
SAYS, SAYS_WITHOUT_NAMES = "second-source/edition/1", "second-source/edition-without-names/1"


class Frozen(Protocol):
    """What has a seal and signatures: an edition, or what was frozen at a moment."""

    @property
    def sha256(self) -> str:
        """The seal of the content."""

    @property
    def signatures(self) -> list[dict[str, str]]:
        """What was signed when it was frozen."""


def made(content: Content, sha256: str) -> list[dict[str, str]]:
    """Return the signatures of an edition, by the present key: as it is, and without names of staff."""
    shown = withheld.without_names(content, withheld.people_of(content), sha256)
    without = builder.seal(shown)
    return [_signed(says(content, sha256)[0], sha256), _signed(says(content, without)[1], without)]


def says(content: Content, sha256: str) -> tuple[str, str]:
    """Return the line that is signed for an edition with this seal, and the line without names of staff."""
    report, edition = content["report"]["id"], content["edition"]
    what = f"report {report} edition {edition['number']} as-of {edition['as_of']} sha256 {sha256}"
    return f"{SAYS} {what}", f"{SAYS_WITHOUT_NAMES} {what}"


def _signed(statement: str, sha256: str) -> dict[str, str]:
    signature = signing.sign(f"{statement}\n".encode())
    _, key, value = signing.parted(signature)
    names = {"key": key, "value": value, "fingerprint": signing.public_key().fingerprint}
    return {"sha256": sha256, "statement": statement, **names}


def sealed_of(frozen: Frozen) -> Sealed:
    """Return the seal of a content with its signature, if one was made of just this content."""
    return sealed(frozen.sha256, frozen.signatures)


def sealed(sha256: str, signatures: list[dict[str, str]]) -> Sealed:
    """Return the same from the parts."""
    known = next((row for row in signatures if row["sha256"] == sha256), None)
    return Sealed(sha256, Signature(**{name: known[name] for name in NAMES}) if known else None)


def at_moment(report: Report, at: datetime) -> list[dict[str, str]]:
    """Return the signatures of the edition that was frozen at just that moment, [] without one (1 query)."""
    rows = ReportEdition.objects.filter(report=report, as_of=at).values_list("signatures", flat=True)
    return rows.first() or []


def holds(signature: Signature) -> bool:
    """Return whether a signature is by a key of this installation, the present one or a retired one."""
    return signing.holds(signature.signed, f"{signing.KIND}:{signature.key}:{signature.value}")


def pem_of(signature: Signature) -> str | None:
    """Return the public key of a signature, None when the installation does not know it any more."""
    known = (key for key in signing.public_keys() if key.fingerprint == signature.fingerprint)
    return next((key.pem for key in known), None)
