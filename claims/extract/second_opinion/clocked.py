"""A socket under one clock and one byte budget: nobody can hold a worker by sending slowly or for ever."""

from __future__ import annotations

import io
import socket
import time
from typing import Any


class TooMuch(Exception):
    """The other side sends more than the budget."""


class ClockedSocket(io.RawIOBase):
    """What http.client takes for a socket. `deadline` is of the monotonic clock, `budget` in bytes."""

    def __init__(self, sock: socket.socket, deadline: float, budget: int) -> None:
        self._sock, self._deadline, self._budget = sock, deadline, budget

    def readable(self) -> bool:
        """It is read from."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what has come; raises TimeoutError past the deadline and TooMuch past the budget."""
        # a socket timeout is per call: one byte a second would never meet it
        self._sock.settimeout(left(self._deadline))
        count = self._sock.recv_into(buffer)
        self._budget -= count
        if self._budget < 0:
            raise TooMuch
        return count

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the reader that http.client asks for."""
        return io.BufferedReader(self, 16_384)

    def sendall(self, data: bytes) -> None:
        """Send within the deadline."""
        self._sock.settimeout(left(self._deadline))
        self._sock.sendall(data)

    def close(self) -> None:
        """Do nothing: the caller closes the socket, http.client wants to while the answer is being read."""


def left(deadline: float) -> float:
    """Return the seconds until `deadline`; raises TimeoutError when it has passed."""
    rest = deadline - time.monotonic()
    if rest <= 0:
        raise TimeoutError
    return rest
