"""The key pair of the installation (Ed25519), by which others check what it signed, without us.

The private key is SIGNING_KEY, or a file below DATA_DIR that only its owner reads, never in the database.
A key that is replaced leaves its public half behind, so that what it signed can be checked ever after.
A signature is written "ed25519:<key id>:<base64>".
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as spelled
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tracker.embedded import paths

KIND = "ed25519"
KEY_FILE, RETIRED_FILE = "signing_key", "retired_signing_keys"
END = "-----END PUBLIC KEY-----"


class GivenFromOutside(RuntimeError):
    """The key is a setting, so that a new one is made where the setting comes from."""


@dataclass(frozen=True)
class PublicKey:
    """A public key as others get it: PEM, as `openssl pkey -pubout` writes it."""

    pem: str

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the key as DER, 64 hexadecimal digits."""
        return _fingerprint(self.pem)

    @property
    def id(self) -> str:
        """The name of the key in signatures: the first 16 digits of its fingerprint."""
        return self.fingerprint[:16]

    @property
    def grouped(self) -> str:
        """The fingerprint in groups of four, to be read out."""
        return " ".join(self.fingerprint[at : at + 4] for at in range(0, 64, 4))


def sign(said: bytes) -> str:
    """Return the signature of `said` by the present key: the same bytes and key give the same signature."""
    signature = base64.b64encode(_private(_present()).sign(said)).decode()
    return f"{KIND}:{public_key().id}:{signature}"


def holds(said: bytes, signature: str) -> bool:
    """Return whether `signature` is that of `said` by the present key or a retired one."""
    _, key_id, value = parted(signature)
    known = {key.id: key for key in public_keys()}
    if key_id not in known:
        return False
    try:
        _public(known[key_id].pem).verify(raw(value), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def parted(signature: str) -> tuple[str, str, str]:
    """Return kind, key id and base64 of a signature; empty texts for what is none of ours."""
    parts = signature.split(":")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and parts[0] == KIND else ("", "", "")


def raw(value: str) -> bytes:
    """Return the 64 bytes of a signature from its base64; raises ValueError when it is none."""
    return base64.b64decode(value, validate=True)


def public_key() -> PublicKey:
    """Return the public half of the present key."""
    return PublicKey(_public_pem(_private(_present()).public_key()))


def public_keys() -> list[PublicKey]:
    """Return the present key first, then the retired ones, the last retired first."""
    pems = [piece.strip() for piece in _retired().split(END) if piece.strip()]
    old = [PublicKey(f"{piece[piece.index('-----BEGIN') :]}\n{END}\n") for piece in pems]
    return list(dict.fromkeys([public_key(), *(_same(key) for key in reversed(old))]))


def rotate() -> tuple[PublicKey, PublicKey]:
    """Make a new key and keep the public half of the one before; returns the old and the new.

    Raises GivenFromOutside when the key is a setting.
    """
    if settings.SIGNING_KEY:
        raise GivenFromOutside
    before = public_key()
    with _own(RETIRED_FILE).open("a", encoding="utf-8") as file:  # first, so that a stop loses no key
        file.write(before.pem)
    paths.write_secret(_own(KEY_FILE), _new_pem())
    return before, public_key()


# --- Where keys come from -------------------------------------------------------------------------------


def _present() -> str:
    if settings.SIGNING_KEY:
        return str(settings.SIGNING_KEY)
    kept = paths.kept_text(settings.DATA_DIR, KEY_FILE, _new_pem)
    if not _own(KEY_FILE).exists():  # a key that nobody keeps signs nothing
        raise ImproperlyConfigured(f"The signing key cannot be kept in {settings.DATA_DIR}: set SIGNING_KEY")
    return kept


def _retired() -> str:
    """Return the PEM of retired keys: those of the setting and those of the file."""
    path = _own(RETIRED_FILE)
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    return f"{settings.RETIRED_SIGNING_KEYS}\n{kept}"


def _own(name: str) -> Path:
    return Path(settings.DATA_DIR) / name


def _new_pem() -> str:
    private = Ed25519PrivateKey.generate()
    return private.private_bytes(
        spelled.Encoding.PEM, spelled.PrivateFormat.PKCS8, spelled.NoEncryption()
    ).decode()


@lru_cache(maxsize=4)
def _private(pem: str) -> Ed25519PrivateKey:
    try:
        found = spelled.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(_wanted("private")) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise ImproperlyConfigured(_wanted("private"))
    return found


@lru_cache(maxsize=64)
def _public(pem: str) -> Ed25519PublicKey:
    try:
        found = spelled.load_pem_public_key(pem.encode())
    except ValueError as error:
        raise ImproperlyConfigured(_wanted("public")) from error
    if not isinstance(found, Ed25519PublicKey):
        raise ImproperlyConfigured(_wanted("public"))
    return found


def _wanted(half: str) -> str:
    name = "SIGNING_KEY" if half == "private" else "RETIRED_SIGNING_KEYS"
    return (
        f"{name} (or the file below DATA_DIR) must hold an Ed25519 {half} key in PEM, see docs/operations.md"
    )


def _public_pem(key: Ed25519PublicKey) -> str:
    form = spelled.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(spelled.Encoding.PEM, form).decode()


def _same(key: PublicKey) -> PublicKey:
    """Return the key in the one spelling of PEM, however it was given."""
    return PublicKey(_public_pem(_public(key.pem)))


@lru_cache(maxsize=64)
def _fingerprint(pem: str) -> str:
    form = spelled.PublicFormat.SubjectPublicKeyInfo
    return hashlib.sha256(_public(pem).public_bytes(spelled.Encoding.DER, form)).hexdigest()
