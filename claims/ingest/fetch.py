"""Fetch one page from the web for a journalist, and nothing else.

Built on a socket of our own, because the promise is about sockets: the name is resolved once, every
address is vetted, and the connection goes to the vetted address, so a second answer from the name
server (rebinding) is never asked for. Proxies, cookies and credentials do not exist here. One clock
and one byte budget cover name lookup, handshake, headers, redirects and body.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin

import certifi

from claims.ingest.addresses import PORTS, Allow, Resolver, Target, read_url, vet
from claims.ingest.errors import PASTE, FetchFailed, FetchRefused, PageGone
from claims.ingest.unpack import inflate, pieces
from claims.ingest.wire import Wire, ask, left

ACCEPTED = ("text/html", "application/xhtml+xml", "text/plain")
MB = 1_000_000
HEADER_BYTES = 64_000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSALS = {
    401: "asks for a login",
    402: "asks for a payment",
    403: "refuses to show this page to us",
    404: "says there is no such page",
    407: "asks for a login",
    410: "says the page has been removed",
    429: "says it is asked too often; try again later",
    451: "withholds the page for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came. `url` is the last address after redirects; `content_type` is "" when not given."""

    url: str
    status: int
    content_type: str
    charset: str
    body: bytes
    redirects: tuple[str, ...]


def resolve_name(host: str, port: int) -> list[str]:
    """Every IP address of a host, in the order the system would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


@functools.cache
def trusted_authorities() -> ssl.SSLContext:
    """A TLS context that verifies names, with the system's authorities or, lacking any, certifi's."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    return context


def fetch(
    url: str,
    *,
    limit_bytes: int = 10 * MB,
    timeout: float = 20.0,
    max_redirects: int = 3,
    ports: Iterable[int] = PORTS,
    allow: Allow | None = None,
    resolve: Resolver = resolve_name,
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """Fetch one page. `timeout` is seconds in all; `limit_bytes` counts the body after decompression.

    `allow(ip, port)` and `ports` let trusted hosts through that are otherwise refused. Raises
    FetchRefused for what is never fetched and FetchFailed for what did not answer with a page.
    """
    visit = _Visit(
        deadline=time.monotonic() + timeout,
        timeout=timeout,
        limit=limit_bytes,
        resolve=resolve,
        allow=allow,
        tls=tls or trusted_authorities(),
    )
    ports = frozenset(ports)
    target = read_url(url, ports=ports)
    seen: list[str] = []
    while True:
        answer = visit.get(target)
        if isinstance(answer, Fetched):
            return replace(answer, redirects=tuple(seen))
        if len(seen) == max_redirects:
            raise FetchRefused(f"The address redirects more than {max_redirects} times. {PASTE}")
        seen.append(target.url)
        target = _follow(target, answer, ports)


@dataclass(slots=True)
class _Visit:
    """One fetch with its clock, its limits and what it trusts."""

    deadline: float
    timeout: float
    limit: int
    resolve: Resolver
    allow: Allow | None
    tls: ssl.SSLContext

    def get(self, target: Target) -> Fetched | str:
        """The page, or the Location of a redirect."""
        try:
            return self._get(target)
        except TimeoutError as error:
            raise FetchFailed(
                f"{target.host} took longer than {self.timeout:g} seconds to send the page. {PASTE}"
            ) from error
        except ssl.SSLCertVerificationError as error:
            raise FetchFailed(f"The security certificate of {target.host} is not valid. {PASTE}") from error
        except http.client.IncompleteRead as error:
            raise FetchFailed(f"{target.host} broke off in the middle of the page. {PASTE}") from error
        except (http.client.HTTPException, zlib.error, ValueError) as error:
            raise FetchFailed(f"{target.host} did not answer like a web site. {PASTE}") from error
        except OSError as error:
            raise FetchFailed(f"{target.host} could not be reached. {PASTE}") from error

    def _get(self, target: Target) -> Fetched | str:
        sock = self._connect(target)
        try:
            wire = Wire(sock, self.deadline, HEADER_BYTES, target.host)
            response = ask(target, wire)
            if response.status in _REDIRECTS and response.headers.get("Location"):
                # http.client reads headers as Latin-1; addresses on the web are UTF-8
                return response.headers["Location"].encode("latin-1", "replace").decode("utf-8", "replace")
            _refuse_unreadable(response, target, self.limit)
            wire.budget = 2 * self.limit + HEADER_BYTES
            body = b"".join(self._decoded(response))
        finally:
            sock.close()
        headers = response.headers
        content_type = headers.get_content_type() if "Content-Type" in headers else ""
        charset = headers.get_content_charset() or ""
        return Fetched(target.url, response.status, content_type, charset, body, ())

    def _connect(self, target: Target) -> socket.socket:
        """A connection to one of the vetted addresses, with TLS for the name when asked for."""
        sock = self._dial(vet(target, self._lookup(target), self.allow), target.port)
        if target.scheme == "http":
            return sock
        sock.settimeout(left(self.deadline))
        return self.tls.wrap_socket(sock, server_hostname=target.host)

    def _dial(self, addresses: list[str], port: int) -> socket.socket:
        *others, last = addresses
        for address in others:
            with contextlib.suppress(OSError):  # a dead first address must not use up all the time
                return socket.create_connection((address, port), timeout=left(self.deadline) / 2)
        return socket.create_connection((last, port), timeout=left(self.deadline))

    def _lookup(self, target: Target) -> list[str]:
        """Resolve within the deadline. The system resolver cannot be interrupted, so it gets a thread."""
        answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def look() -> None:
            try:
                answers.put(list(self.resolve(target.host, target.port)))
            except Exception as error:  # handed to the caller's thread
                answers.put(error)

        threading.Thread(target=look, daemon=True, name="resolve").start()
        try:
            answer = answers.get(timeout=left(self.deadline))
        except queue.Empty as error:
            raise TimeoutError from error
        if isinstance(answer, Exception) or not answer:
            cause = answer if isinstance(answer, Exception) else None
            raise FetchFailed(
                f"No site was found at {target.host}. Check the address, or paste the text instead."
            ) from cause
        return answer

    def _decoded(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        """The body in pieces, decompressed as it comes, never more than the limit."""
        size = 0
        for piece in inflate(pieces(response), response.headers.get("Content-Encoding", ""), self.limit + 1):
            size += len(piece)
            if size > self.limit:
                raise _too_large(self.limit)
            yield piece


def _follow(target: Target, location: str, ports: frozenset[int]) -> Target:
    """Where a redirect leads; it is read as strictly as what a person types."""
    try:
        address = urljoin(target.url, location)
    except ValueError as error:
        raise FetchRefused(f"{target.host} redirects to something that is no address. {PASTE}") from error
    return read_url(address, ports=ports)


def _refuse_unreadable(response: http.client.HTTPResponse, target: Target, limit: int) -> None:
    """Raise for an answer whose body is not worth reading."""
    status = response.status
    if status != 200:
        reason = _REFUSALS.get(status) or (
            "has a fault at its end; try again later" if status >= 500 else "did not send the page"
        )
        kind = PageGone if status in {404, 410} else FetchFailed
        raise kind(f"The page could not be read: {target.host} {reason} ({status}). {PASTE}")
    content_type = response.headers.get_content_type()
    if "Content-Type" in response.headers and content_type not in ACCEPTED:
        raise FetchRefused(f"The address leads to a file of type {content_type}, not to a web page. {PASTE}")
    if (response.length or 0) > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> FetchRefused:
    return FetchRefused(f"The page is larger than {limit / MB:g} MB. Paste the text of the article instead.")
