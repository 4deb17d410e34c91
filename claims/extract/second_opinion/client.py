"""One call to an address that speaks OpenAI's chat completions: POST, JSON, no redirects, no proxies.

One clock covers all tries of a call with their waits; an answer larger than the limit is not read. The key
stands in one header and in no message, log line or error.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import certifi

from .address import Address
from .budget import Use
from .clocked import ClockedSocket, TooMuch, left
from .prompt import Message

HEADER_BYTES = 64_000
MOST_TOKENS = 10_000_000  # of one call; more is no count
_AGAIN = frozenset({429, 500, 502, 503, 504, 529})
_WORDS = {
    400: "does not take the question",
    401: "refuses the key",
    402: "asks for a payment",
    403: "refuses the key",
    404: "knows no such address or model",
    413: "finds the article too long",
    429: "is asked too often",
}


class Unavailable(Exception):
    """There is no answer; `str(error)` says why, for people. `billed` when it may have been charged."""

    def __init__(self, reason: str, *, billed: bool = False) -> None:
        self.billed = billed
        super().__init__(reason)


class _Again(Exception):
    """Try again, `after` seconds when the other side says so."""

    def __init__(self, reason: str, after: float | None) -> None:
        self.reason, self.after = reason, after
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Reply:
    """The words of the model, and what the service says they took (None: it does not say)."""

    content: str
    use: Use | None


@dataclass(frozen=True, slots=True)
class Client:
    """A model at an address. `timeout` is seconds for a call in all, `limit` bytes of an answer."""

    address: Address
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 60.0
    connect_timeout: float = 10.0
    retries: int = 2
    limit: int = 1_000_000
    sleep: Callable[[float], None] = time.sleep

    def ask(self, messages: Sequence[Message], most_tokens: int) -> Reply:
        """Return the answer to `messages`; raises Unavailable.

        After 429 and faults of the other side it tries again, after the time that Retry-After asks for
        (else 1, 2, 4 ... seconds), but never past the timeout.
        """
        deadline = time.monotonic() + self.timeout
        body = self._body(messages, most_tokens)
        for tried in range(self.retries + 1):
            try:
                return self._try(body, deadline)
            except _Again as again:
                wait = 2.0**tried if again.after is None else again.after
                if tried == self.retries or time.monotonic() + wait >= deadline:
                    raise Unavailable(again.reason) from None
                self.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _body(self, messages: Sequence[Message], most_tokens: int) -> bytes:
        asked = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": most_tokens,
            "response_format": {"type": "json_object"},
        }
        return json.dumps(asked).encode("ascii")

    def _try(self, body: bytes, deadline: float) -> Reply:
        """Ask once. What goes wrong becomes words, without its cause: a header error quotes the key."""
        host = self.address.authority
        sock = self._connect(deadline)
        try:
            return self._exchange(sock, body, deadline)
        except TimeoutError:
            reason = f"{host} took longer than {self.timeout:g} seconds"
        except TooMuch:
            reason = f"{host} sends more than an answer needs"
        except (http.client.HTTPException, ValueError, RecursionError):
            reason = f"{host} did not answer as a chat model does"
        except OSError:
            reason = f"{host} broke off in the middle of the answer"
        finally:
            sock.close()
        raise Unavailable(reason, billed=True)

    def _connect(self, deadline: float) -> socket.socket:
        address, host = self.address, self.address.authority
        try:
            patience = min(self.connect_timeout, left(deadline))
            sock = socket.create_connection((address.host, address.port), timeout=patience)
            if address.scheme == "http":
                return sock
            with ExitStack() as undo:
                undo.callback(sock.close)
                secured = _authorities().wrap_socket(sock, server_hostname=address.host)
                undo.pop_all()
                return secured
        except ssl.SSLCertVerificationError as error:
            raise Unavailable(f"the security certificate of {host} is not valid") from error
        except OSError as error:
            raise Unavailable(f"{host} could not be reached") from error

    def _exchange(self, sock: socket.socket, body: bytes, deadline: float) -> Reply:
        connection = http.client.HTTPConnection(self.address.host, self.address.port)
        connection.auto_open = 0  # it must never open a connection of its own
        connection.sock = ClockedSocket(sock, deadline, self.limit + HEADER_BYTES)
        connection.request("POST", self.address.path, body=body, headers=self._headers())
        response = connection.getresponse()
        if response.status != 200:
            raise self._refused(response)
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise ValueError("compressed, though it was not asked for")
        content = response.read(self.limit + 1)
        if len(content) > self.limit:
            raise TooMuch
        if response.length:  # read(n) does not complain of an answer that breaks off
            raise ConnectionResetError
        return _reply(json.loads(content))

    def _headers(self) -> dict[str, str]:
        headers = {
            "Host": self.address.authority,
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "SecondSource/0.1",
            "Connection": "close",
        }
        return headers | ({"Authorization": f"Bearer {self.key}"} if self.key else {})

    def _refused(self, response: http.client.HTTPResponse) -> Exception:
        """Return what to raise for a status that is not 200. Its body is not read: it may repeat the key."""
        host, status = self.address.authority, response.status
        if 300 <= status < 400:
            return Unavailable(f"{host} leads to another address ({status}), and redirects are not followed")
        words = _WORDS.get(status) or ("has a fault at its end" if status >= 500 else "gives no answer")
        if status in _AGAIN:
            return _Again(f"{host} {words} ({status})", _retry_after(response.headers.get("Retry-After", "")))
        return Unavailable(f"{host} {words} ({status})")


def _authorities() -> ssl.SSLContext:
    """Return a context that verifies names, with the system's authorities or, lacking any, certifi's."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    return context


def _retry_after(value: str) -> float | None:
    """Return the seconds of a Retry-After header (a number or a date), None without one."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    return None


def _reply(answer: Any) -> Reply:
    """Return the words of a chat completion; raises ValueError for anything else."""
    try:
        content = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError("no chat completion") from error
    if isinstance(content, list):  # some services answer in pieces
        content = "".join(str(p.get("text", "")) for p in content if isinstance(p, dict))
    if not isinstance(content, str):
        raise ValueError("an answer without words")
    return Reply(content, _use(answer.get("usage")))


def _use(usage: Any) -> Use | None:
    if not isinstance(usage, dict):
        return None
    asked, answered = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not isinstance(asked, int) or not isinstance(answered, int):
        return None
    return Use(asked, answered) if all(0 <= n < MOST_TOKENS for n in (asked, answered)) else None
