"""A language model on loopback for the tests: it speaks the protocol, says what it is told, misbehaves."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


def completion(content: Any, *, tokens_in: int = 700, tokens_out: int = 90) -> bytes:
    """The body of a chat completion whose words are `content` (JSON when they are no text)."""
    words = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    body = {
        "id": "x",
        "object": "chat.completion",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": "stop"}
        ],
        "usage": {"prompt_tokens": tokens_in, "completion_tokens": tokens_out},
    }
    return json.dumps(body).encode()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """Answer with `body`; header names have underscores for hyphens."""
    handler.send_response(status)
    for name, value in {"Content_Type": "application/json", **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def saying(content: Any, **usage: int) -> Answer:
    """The answer of a model in good health."""
    return lambda handler: send(handler, completion(content, **usage))


def refusing(status: int, **headers: str) -> Answer:
    return lambda handler: send(handler, b'{"error": {"message": "your key sk-secret"}}', status, **headers)


class ModelServer:
    """Answers each request with the next of `answers`, the last one for ever; keeps what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []
        self.requests: list[tuple[str, dict[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def article(self) -> str:
        """The words that were last sent as the user's."""
        return self.asked[-1]["messages"][-1]["content"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.asked.append(json.loads(body))
                server.requests.append((self.path, dict(self.headers)))
                answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
                with contextlib.suppress(OSError):  # the asker may have gone
                    answer(self)

            def do_GET(self) -> None:
                server.requests.append((f"GET {self.path}", dict(self.headers)))
                send(self, completion({"claims": []}))

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler


@contextlib.contextmanager
def model_server(*answers: Answer) -> Iterator[ModelServer]:
    """A running model."""
    server = ModelServer(*answers)
    try:
        yield server
    finally:
        server.close()
