"""One call to a model: what is sent, what is borne, where it stops. Against a server on loopback."""

from __future__ import annotations

import logging
import socket
import threading
import time
import traceback
from email.utils import formatdate

import pytest

from claims.extract.second_opinion.address import BadAddress, check_key, read_address
from claims.extract.second_opinion.budget import Use
from claims.extract.second_opinion.client import Client, Unavailable
from tests.extract.model_server import completion, model_server, refusing, saying, send

ASKED = [{"role": "system", "content": "Split."}, {"role": "user", "content": "{}"}]
KEY = "sk-secret"


def asking(server, waits=None, **more):
    """A client whose waits are written down, not waited."""
    waits = [] if waits is None else waits
    return Client(read_address(server.url), "tiny", sleep=waits.append, **more)


def why(client):
    with pytest.raises(Unavailable) as stopped:
        client.ask(ASKED, 50)
    return stopped.value


def test_it_asks_as_the_protocol_says_and_returns_words_and_use():
    with model_server(saying('{"claims": []}', tokens_in=12, tokens_out=3)) as server:
        reply = asking(server, key=KEY).ask(ASKED, 50)
    assert (reply.content, reply.use) == ('{"claims": []}', Use(12, 3))
    assert server.asked == [
        {
            "model": "tiny",
            "messages": ASKED,
            "temperature": 0,
            "max_tokens": 50,
            "response_format": {"type": "json_object"},
        }
    ]
    path, headers = server.requests[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"


def test_without_a_key_none_is_sent():
    with model_server(saying("{}")) as server:
        asking(server).ask(ASKED, 50)
    assert "Authorization" not in server.requests[0][1]


def test_an_answer_without_a_count_of_tokens_says_none():
    body = completion("{}").replace(b'"prompt_tokens": 700', b'"prompt_tokens": "many"')
    with model_server(lambda h: send(h, body)) as server:
        assert asking(server).ask(ASKED, 50).use is None


def test_an_answer_in_pieces_is_joined():
    body = b'{"choices": [{"message": {"content": [{"type": "text", "text": "a"}, {"text": "b"}]}}]}'
    with model_server(lambda h: send(h, body)) as server:
        assert asking(server).ask(ASKED, 50).content == "ab"


def test_a_busy_model_is_asked_again_after_the_time_it_names():
    waits: list[float] = []
    with model_server(refusing(429, Retry_After="7"), saying("{}")) as server:
        assert asking(server, waits).ask(ASKED, 50).content == "{}"
    assert waits == [7.0]
    assert len(server.asked) == 2


def test_a_retry_time_may_be_a_date():
    waits: list[float] = []
    with model_server(refusing(503, Retry_After=formatdate(time.time() + 9, usegmt=True)), saying("{}")) as s:
        asking(s, waits).ask(ASKED, 50)
    assert 6 < waits[0] <= 9


def test_faults_are_tried_again_with_growing_waits_and_then_given_up():
    waits: list[float] = []
    with model_server(refusing(500)) as server:
        error = why(asking(server, waits, retries=3))
    assert waits == [1.0, 2.0, 4.0]
    assert len(server.asked) == 4
    assert "has a fault at its end (500)" in str(error)
    assert not error.billed


def test_a_wait_past_the_time_limit_is_not_waited():
    waits: list[float] = []
    with model_server(refusing(429, Retry_After="3600")) as server:
        assert "is asked too often" in str(why(asking(server, waits, timeout=5)))
    assert waits == []
    assert len(server.asked) == 1


@pytest.mark.parametrize(("status", "words"), [(401, "refuses the key"), (404, "no such address or model")])
def test_a_refusal_is_final_and_said_in_words(status, words):
    with model_server(refusing(status)) as server:
        assert words in str(why(asking(server)))
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed():
    with model_server(saying("{}")) as other:
        away = refusing(307, Location=f"{other.url}/chat/completions")
        with model_server(away) as server:
            assert "redirects are not followed" in str(why(asking(server)))
    assert other.requests == []
    assert len(server.requests) == 1


def test_a_slow_model_ends_at_the_time_limit_and_may_have_cost():
    over = threading.Event()

    def slow(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not over.wait(0.05):
            handler.wfile.write(b" ")

    with model_server(slow) as server:
        began = time.monotonic()
        error = why(asking(server, timeout=0.5))
        over.set()
    assert time.monotonic() - began < 3
    assert "took longer than 0.5 seconds" in str(error)
    assert error.billed


def test_an_endless_answer_is_cut_off():
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)

    with model_server(endless) as server:
        assert "more than an answer needs" in str(why(asking(server, limit=100_000)))


@pytest.mark.parametrize(
    "body",
    [
        b"no json",
        b"[]",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b"[" * 100_000,
        b'{"choices": ' + b"9" * 5000 + b"}",
        b"\xff\xfe",
    ],
)
def test_an_answer_that_is_no_completion_is_unavailable(body):
    with model_server(lambda h: send(h, body)) as server:
        assert "did not answer as a chat model does" in str(why(asking(server)))


def test_an_answer_that_breaks_off_is_unavailable():
    def short(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b'{"choices": ')

    with model_server(short) as server:
        assert "broke off" in str(why(asking(server)))


def test_nobody_there_is_unavailable():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = Client(read_address(f"http://127.0.0.1:{port}"), "tiny")
    assert "could not be reached" in str(why(client))


def test_the_key_stands_in_no_message_and_no_log(caplog):
    caplog.set_level(logging.DEBUG)
    with model_server(refusing(400)) as server:
        refused = why(asking(server, key=KEY))
        unfit = why(asking(server, key=f"{KEY}\nX: y"))  # http.client quotes such a header in its error
    told = [repr(asking(server, key=KEY)), caplog.text]
    told += ["".join(traceback.format_exception(error)) for error in (refused, unfit)]
    assert not [text for text in told if "secret" in text]
    assert "400" in str(refused)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("localhost:11434", "must start with http"),
        ("ftp://localhost/v1", "must start with http"),
        ("http://", "names no host"),
        ("http://host:port/v1", "is not a complete address"),
        ("http://me:secret@host/v1", "no user name or password"),
        ("http://host/v1?x=1", "without ? or #"),
        ("http://host/v 1", "characters that no path has"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(url, words):
    with pytest.raises(BadAddress, match=words.replace("?", r"\?")):
        read_address(url)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://localhost:11434/v1", "/v1/chat/completions"),
        ("https://models.example/v1/", "/v1/chat/completions"),
        ("https://models.example/v1/chat/completions", "/v1/chat/completions"),
        ("http://[::1]:8080", "/chat/completions"),
    ],
)
def test_the_path_of_the_protocol_is_put_behind_the_base(url, path):
    assert read_address(url).path == path


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://[::1]/v1", True),
        ("http://localhost/v1", True),
        ("https://models.example/v1", True),
        ("http://models.example/v1", False),
        ("http://10.0.0.7/v1", False),
        ("http://localhost.example/v1", False),
    ],
)
def test_a_key_is_never_sent_in_the_clear_to_another_machine(url, safe):
    address = read_address(url)
    check_key(address, "")
    if safe:
        check_key(address, KEY)
    else:
        with pytest.raises(BadAddress, match="without encryption") as refused:
            check_key(address, KEY)
        assert KEY not in str(refused.value)
