"""What passes over the socket of a visit: one question, and an answer under a clock and a budget."""

from __future__ import annotations

import http.client
import io
import socket
import time
from typing import Any

from claims.ingest.addresses import Target
from claims.ingest.errors import PASTE, FetchRefused

USER_AGENT = "SecondSource/0.1 (claim verification for newsrooms; one page, asked for by a person)"


class Wire(io.RawIOBase):
    """A socket's incoming bytes under the visit's clock and a budget. Quacks as http.client's socket."""

    def __init__(self, sock: socket.socket, deadline: float, budget: int, host: str) -> None:
        self._sock, self._deadline, self.budget, self._host = sock, deadline, budget, host

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # a socket timeout is per call: one byte a second would never meet it
        self._sock.settimeout(left(self._deadline))
        count = self._sock.recv_into(buffer)
        self.budget -= count
        if self.budget < 0:
            raise FetchRefused(f"{self._host} sends more data than a page needs. {PASTE}")
        return count

    def makefile(self, mode: str) -> io.BufferedReader:
        # the buffer is far below the header budget, so that body bytes read ahead do not use it up
        return io.BufferedReader(self, 4_096)

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(left(self._deadline))
        self._sock.sendall(data)

    def close(self) -> None:
        """The visit closes the socket; http.client wants to when the answer is still being read."""


def ask(target: Target, wire: Wire) -> http.client.HTTPResponse:
    """Ask for the page of `target` over `wire` and return the answer, its body unread."""
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0  # it must never open a connection of its own
    connection.sock = wire
    headers = {
        "Host": target.authority,
        "User-Agent": USER_AGENT,
        "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
        "Accept-Language": "en, *;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    connection.request("GET", target.path, headers=headers)
    return connection.getresponse()


def left(deadline: float) -> float:
    """Seconds until the deadline; TimeoutError when it has passed."""
    rest = deadline - time.monotonic()
    if rest <= 0:
        raise TimeoutError
    return rest
