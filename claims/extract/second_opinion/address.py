"""The address of the model and what may be said to it, read once and strictly when the program starts.

The system owner sets it, so this machine and the inner network are allowed; a key is never sent in the clear
to another machine.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
_KEY = re.compile(r"[\x21-\x7e]+\Z")
_PATH = re.compile(r"[\w\-.~!$&'()*+,;=:@%/]*\Z", re.ASCII)


class BadAddress(ValueError):
    """The setting cannot be used; the message says why and never holds the key."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where chat completions are asked for. `path` ends in /chat/completions."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the Host header, and the name in messages."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def on_this_machine(self) -> bool:
        """Whether it is a loopback address (or the name of one)."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")


def read_address(url: str) -> Address:
    """Return the address below the base `url` ("http://localhost:11434/v1"); raises BadAddress."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise BadAddress("is not a complete address") from error
    if parts.scheme not in _PORTS:
        raise BadAddress("must start with http:// or https://")
    if "@" in parts.netloc:
        raise BadAddress("must hold no user name or password; the key has a setting of its own")
    if parts.query or parts.fragment:
        raise BadAddress("must end with its path, without ? or #")
    if not host or not host.isascii() or re.search(r"[\s\\%]", host):
        raise BadAddress("names no host")
    if not _PATH.match(parts.path):
        raise BadAddress("holds characters that no path has")
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], f"{path}/chat/completions")


def check_key(address: Address, key: str) -> None:
    """Raise BadAddress for a key that no header can hold or that would be sent in the clear."""
    if key and not _KEY.match(key):
        raise BadAddress("must be one line of plain letters, figures and marks, without spaces")
    if key and address.scheme == "http" and not address.on_this_machine:
        raise BadAddress(f"would be sent to {address.authority} without encryption: use https://")
