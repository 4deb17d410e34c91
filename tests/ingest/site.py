"""A web site on loopback for the tests, spoken in raw bytes so that it can misbehave."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

Answer = Callable[[socket.socket, str], None]


class Site:
    """Listens on 127.0.0.1, counts its connections, and hands each (socket, path) to `answer`."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.answer, self.tls = answer, tls
        self.connections = 0
        self.requests: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept(), which close() alone would not
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                conn, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._handle, args=(conn,), daemon=True).start()

    def _handle(self, conn: socket.socket) -> None:
        with contextlib.suppress(OSError), conn:
            conn.settimeout(10)
            if self.tls:
                conn = self.tls.wrap_socket(conn, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request:
                if not (piece := conn.recv(4096)):
                    return
                request += piece
            text = request.decode("latin-1")
            self.requests.append(text)
            self.answer(conn, text.split(" ")[1])


def page(
    body: bytes = b"<html><body><p>Hello</p></body></html>",
    *,
    status: str = "200 OK",
    headers: str = "Content-Type: text/html; charset=utf-8\r\n",
) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        + body
    )


def redirect(location: str) -> bytes:
    return page(b"", status="302 Found", headers=f"Location: {location}\r\n")


@contextlib.contextmanager
def serving(answer: Answer | bytes, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A running site that gives the same bytes to everyone, or whatever `answer` does."""
    if isinstance(answer, bytes):
        fixed = answer
        answer = lambda conn, _path: conn.sendall(fixed)  # noqa: E731
    site = Site(answer, tls)
    try:
        yield site
    finally:
        site.close()
