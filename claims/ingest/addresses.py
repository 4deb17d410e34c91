"""Which web addresses may be fetched: one reading of the URL, one table of refused networks.

The rule is a list of what is let through, not of what is stopped: http or https, a plain host name or
public IP address, port 80 or 443, and every address the name resolves to must be a public one.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from claims.ingest.errors import PASTE, FetchRefused

Allow = Callable[[str, int], bool]
Resolver = Callable[[str, int], Sequence[str]]

PORTS = frozenset({80, 443})
URL_MAX = 4_000
_DEFAULT_PORT = {"http": 80, "https": 443}

# Everything inside "global" space that still is not a newspaper. What the standard library calls
# not global differs between its patch releases, so the registry rows we rely on are written out.
_REFUSED_4 = [
    ipaddress.IPv4Network(net)
    for net in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier NAT; also some clouds' metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's host, public by number only
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_REFUSED_6 = [
    ipaddress.IPv6Network(net)
    for net in (
        "2001::/23",  # Teredo, ORCHID, benchmarking
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "3fff::/20",  # documentation
    )
]
_ISATAP = (0x00005EFE, 0x02005EFE)

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028\u2029]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL as it will be asked for. `host` is ASCII and lower case, without brackets or last dot."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORT[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def read_url(url: str, *, ports: Iterable[int] = PORTS) -> Target:
    """Read a URL the one way it will be used, or raise FetchRefused with what is wrong with it."""
    url = url.strip()
    if not url or len(url) > URL_MAX or _FORBIDDEN.search(url):
        raise FetchRefused(f"This is not a web address that can be fetched. Check it, or {_lower(PASTE)}")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise FetchRefused("This is not a complete web address. Copy it again from the browser.") from error
    if parts.scheme not in _DEFAULT_PORT:
        raise FetchRefused("Only addresses that start with https:// or http:// can be fetched.")
    if "@" in parts.netloc:
        raise FetchRefused(f"Addresses with a user name or password are not fetched. {PASTE}")
    port = _DEFAULT_PORT[parts.scheme] if port is None else port
    if port not in frozenset(ports):
        raise FetchRefused(f"Port {port} is not fetched, only the usual web ports. {PASTE}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(parts.scheme, read_host(host), port, path)


def read_host(host: str) -> str:
    """One spelling for a host: IDNA, no last dot, `0x7f.1` and `2130706433` as dotted IPv4."""
    refused = FetchRefused(f"The address has no usable host name. Check it, or {_lower(PASTE)}")
    if ":" in host:
        try:
            return ipaddress.IPv6Address("%" if "%" in host else host).compressed
        except ValueError as error:
            raise refused from error
    try:
        ascii_host = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError as error:  # idna's own errors are UnicodeErrors
        raise refused from error
    labels = ascii_host.removesuffix(".").split(".")
    if len(ascii_host) > 253 or not all(_LABEL.match(label) for label in labels):
        raise refused
    if not _NUMBER.match(labels[-1]):
        return ".".join(labels)
    try:  # the C library reads octal, hexadecimal and short forms exactly as a connection would
        return socket.inet_ntoa(socket.inet_aton(".".join(labels)))
    except OSError as error:
        raise refused from error


def is_public(address: str) -> bool:
    """Whether an IP address (text) is an ordinary public host on the internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not any(ip in net for net in _REFUSED_4)
    if ip.scope_id is not None:
        return False
    if ip in _NAT64:  # how an IPv6-only network reaches IPv4: as good as the address inside
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if ip not in _UNICAST_6 or any(ip in net for net in _REFUSED_6):
        return False
    return ip.is_global and (int(ip) >> 32) & 0xFFFFFFFF not in _ISATAP


def vet(target: Target, addresses: Sequence[str], allow: Allow | None = None) -> list[str]:
    """The addresses to connect to; FetchRefused when even one of them is not public.

    `allow(ip, port)` lets a trusted private host through. One bad address refuses the name: a public
    page has no reason to list a private one.
    """
    for address in addresses:
        if not (is_public(address) or (allow is not None and allow(address, target.port))):
            raise FetchRefused(
                f"{target.host} is inside a private or reserved network, so it is not fetched. {PASTE}"
            )
    return list(addresses)


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
