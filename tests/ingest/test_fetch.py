"""Fetching one page: what comes back, what is refused, and that no site can hold us for long."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest

from claims.ingest.errors import IngestError
from claims.ingest.fetch import FetchFailed, FetchRefused, fetch
from tests.ingest.site import Site, page, redirect, serving

TLS = Path(__file__).parent / "tls"


def get(site: Site, path: str = "/", **options: Any):
    options = {"allow": lambda ip, port: (ip, port) == ("127.0.0.1", site.port), "timeout": 5.0} | options
    return fetch(site.url(path), ports={site.port}, **options)


def test_it_returns_the_page_with_type_charset_and_address():
    body = "<p>Zelenskiy said “no”.</p>".encode("cp1252")
    with serving(page(body, headers="Content-Type: Text/HTML; Charset=Windows-1252\r\n")) as site:
        got = get(site, "/news?id=1#part")
    assert (got.status, got.content_type, got.charset, got.body) == (200, "text/html", "windows-1252", body)
    assert got.url == site.url("/news?id=1")
    assert got.redirects == ()


def test_it_says_who_asks_and_carries_no_cookies_or_credentials():
    with serving(redirect("/next")) as site, pytest.raises(FetchRefused):
        get(site)
    request = site.requests[-1]
    assert f"Host: 127.0.0.1:{site.port}\r\n" in request
    assert "User-Agent: SecondSource/" in request
    assert "cookie" not in request.lower()
    assert "authorization" not in request.lower()


def test_cookies_set_by_a_redirect_are_not_sent_back():
    def answer(conn, path):
        conn.sendall(
            page()
            if path == "/b"
            else page(b"", status="302 Found", headers="Location: /b\r\nSet-Cookie: a=1\r\n")
        )

    with serving(answer) as site:
        assert get(site).status == 200
    assert "cookie" not in site.requests[1].lower()


def test_proxies_of_the_environment_are_ignored(monkeypatch):
    with serving(page(b"proxy")) as proxy, serving(page(b"direct")) as site:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert get(site).body == b"direct"
        assert proxy.connections == 0


def test_it_follows_three_redirects_and_lists_them():
    def answer(conn, path):
        step = int(path[1:])
        conn.sendall(page() if step == 3 else redirect(f"/{step + 1}"))

    with serving(answer) as site:
        got = get(site, "/0")
    assert got.url == site.url("/3")
    assert got.redirects == tuple(site.url(f"/{i}") for i in range(3))


def test_a_fourth_redirect_is_refused():
    with serving(redirect("/again")) as site:
        with pytest.raises(FetchRefused, match="redirects more than 3 times"):
            get(site)
        assert site.connections == 4


def test_non_ascii_paths_and_redirects_are_encoded():
    def answer(conn, path):
        conn.sendall(page() if "%" in path else redirect("/новини").replace(b"Location", b"location"))

    def raw(conn, path):
        if path == "/start":
            conn.sendall("HTTP/1.1 302 Found\r\nLocation: /новини?q=№\r\n\r\n".encode())
        else:
            conn.sendall(page())

    with serving(raw) as site:
        got = get(site, "/start")
    assert got.url == site.url("/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8?q=%E2%84%96")
    with serving(answer) as site:
        assert get(site, "/é").url.endswith("/%C3%A9")


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("gzip", lambda body: gzip.compress(body[:1000]) + gzip.compress(body[1000:]) + b"\0" * 9),
        ("identity", lambda body: body),
    ],
    ids=["gzip", "zlib", "raw deflate", "gzip in two members, padded", "identity"],
)
def test_it_unpacks(encoding, pack):
    body = b"<p>One of many paragraphs.</p>" * 9000
    answer = page(pack(body), headers=f"Content-Type: text/html\r\nContent-Encoding: {encoding}\r\n")
    with serving(answer) as site:
        assert get(site).body == body


def test_chunked_bodies_are_put_together():
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"5\r\nThe o\r\n6\r\nfficia\r\n1\r\nl\r\n0\r\n\r\n"
    )
    with serving(answer) as site:
        assert get(site).body == b"The official"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<p>The minister",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<p>The",
        page(
            gzip.compress(b"word " * 9999)[:-30],
            headers="Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
        ),
    ],
    ids=["content-length", "chunked", "gzip"],
)
def test_a_page_that_breaks_off_is_not_taken_for_the_whole(answer):
    with serving(answer) as site, pytest.raises(FetchFailed, match="broke off in the middle"):
        get(site)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "asks for a login"),
        (402, "asks for a payment"),
        (403, "refuses to show"),
        (404, "no such page"),
        (410, "has been removed"),
        (429, "asked too often"),
        (451, "legal reasons"),
        (500, "fault at its end"),
        (503, "fault at its end"),
        (204, "did not send the page"),
        (302, "did not send the page"),
    ],
)
def test_each_status_is_a_sentence_that_says_what_to_do(status, words):
    with serving(page(b"", status=f"{status} X")) as site, pytest.raises(FetchFailed) as caught:
        get(site)
    assert words in str(caught.value)
    assert f"({status})" in str(caught.value)
    assert str(caught.value).endswith("Paste the text instead.")


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/json", "text/xml"])
def test_other_content_types_are_refused_by_name(kind):
    with (
        serving(page(b"%PDF-1.7", headers=f"Content-Type: {kind}\r\n")) as site,
        pytest.raises(FetchRefused, match=f"type {kind}"),
    ):
        get(site)


@pytest.mark.parametrize("kind", ["text/html", "application/xhtml+xml;charset=utf-8", "text/plain"])
def test_pages_and_plain_text_are_accepted(kind):
    with serving(page(headers=f"Content-Type: {kind}\r\n")) as site:
        assert get(site).status == 200


def test_a_missing_content_type_is_left_to_the_reader():
    with serving(page(headers="")) as site:
        assert get(site).content_type == ""


# --- limits ---------------------------------------------------------------------------------------


def forever(first: bytes, then: bytes, pause: float = 0.0):
    """An answer that does not end (for 8 seconds, so that a broken limit fails its test and not the run)."""

    def answer(conn: socket.socket, _path: str) -> None:
        conn.sendall(first)
        ends = time.monotonic() + 8
        while time.monotonic() < ends:
            conn.sendall(then)
            time.sleep(pause)

    return answer


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def test_an_endless_body_stops_at_the_limit():
    with (
        serving(forever(OK + b"\r\n", b"x" * 65536)) as site,
        pytest.raises(FetchRefused, match="larger than 10 MB"),
    ):
        get(site)


def test_an_announced_size_over_the_limit_is_refused_unread():
    with (
        serving(OK + b"Content-Length: 10000001\r\n\r\n") as site,
        pytest.raises(FetchRefused, match="larger than 10 MB"),
    ):
        get(site)


def test_a_body_of_exactly_the_limit_is_taken_and_one_byte_more_is_not():
    with serving(page(b"x" * 1000)) as site:
        assert len(get(site, limit_bytes=1000).body) == 1000
        with pytest.raises(FetchRefused, match="larger than"):
            get(site, limit_bytes=999)


def test_a_gzip_bomb_stops_at_the_limit_without_being_unpacked():
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(500)) + packer.flush()
    assert len(bomb) < 600_000  # half a gigabyte in half a megabyte
    with serving(page(bomb, headers="Content-Type: text/html\r\nContent-Encoding: gzip\r\n")) as site:
        tracemalloc.start()
        with pytest.raises(FetchRefused, match="larger than 10 MB"):
            get(site)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 40_000_000


def test_endless_empty_gzip_members_stop_too():
    empty = gzip.compress(b"") * 1000
    with (
        serving(forever(OK + b"Content-Encoding: gzip\r\n\r\n", empty)) as site,
        pytest.raises(FetchRefused, match="more data than a page needs"),
    ):
        get(site, limit_bytes=100_000)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_other_packings_are_refused(encoding):
    with (
        serving(page(headers=f"Content-Type: text/html\r\nContent-Encoding: {encoding}\r\n")) as site,
        pytest.raises(FetchFailed, match="packed in a way"),
    ):
        get(site)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (OK + b"\r\n", b"x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        (b"", b"H"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"Trailer: x\r\n"),
    ],
    ids=["body", "chunks", "header", "status line", "100 continue", "trailers"],
)
def test_a_dripping_site_is_left_when_the_total_time_is_over(first, then):
    with serving(forever(first, then, pause=0.05)) as site:
        begun = time.monotonic()
        with pytest.raises(FetchFailed, match=r"took longer than 0.6 seconds"):
            get(site, timeout=0.6)
        assert time.monotonic() - begun < 5  # the site drips for 8


def test_the_clock_covers_all_redirects_together():
    def answer(conn, _path):
        time.sleep(0.3)
        conn.sendall(redirect("/next"))

    with serving(answer) as site:
        begun = time.monotonic()
        with pytest.raises(FetchFailed, match="took longer"):
            get(site, timeout=0.7)
        assert time.monotonic() - begun < 5


def test_a_site_that_never_answers_and_one_that_never_shakes_hands_are_left():
    with serving(lambda conn, _path: time.sleep(3)) as site:
        with pytest.raises(FetchFailed, match="took longer"):
            get(site, timeout=0.4)
        with pytest.raises(FetchFailed, match="took longer"):  # plain HTTP server, silent to a TLS hello
            fetch(site.url(scheme="https"), ports={site.port}, allow=lambda *_: True, timeout=0.4)


def test_a_resolver_that_hangs_is_left():
    begun = time.monotonic()
    with pytest.raises(FetchFailed, match="took longer"):
        fetch("http://slow.example/", timeout=0.3, resolve=lambda host, port: time.sleep(3) or [])
    assert time.monotonic() - begun < 2.5


@pytest.mark.parametrize(
    "line", [b"X-%d: y\r\n", b"X-%d: " + b"y" * 60_000 + b"\r\n"], ids=["many headers", "long headers"]
)
def test_a_header_flood_is_cut_off(line):
    def answer(conn, _path):
        conn.sendall(OK)
        for i in range(1_000_000):
            conn.sendall(line.replace(b"%d", str(i).encode()))

    with serving(answer) as site, pytest.raises(IngestError, match="more data than|not answer like"):
        get(site, timeout=3)


@pytest.mark.parametrize(
    "answer", [b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"", b"\0" * 500, b"HTTP/1.1 abc\r\n\r\n"]
)
def test_what_is_no_web_site_is_called_so(answer):
    with serving(answer) as site, pytest.raises(FetchFailed, match="did not answer like a web site"):
        get(site)


def test_an_unreachable_host_and_an_unknown_name_have_their_own_sentences():
    with serving(page()) as site:
        site.close()
        with pytest.raises(FetchFailed, match="could not be reached"):
            get(site)

    def unknown(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(FetchFailed, match="No site was found at nowhere.example"):
        fetch("https://nowhere.example/", resolve=unknown)


def test_a_dead_first_address_does_not_hide_a_living_second():
    with serving(page(b"alive")) as site:
        got = fetch(
            f"http://news.example:{site.port}/",
            ports={site.port},
            allow=lambda *_: True,
            resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"],
        )
    assert got.body == b"alive"


# --- TLS ------------------------------------------------------------------------------------------


@pytest.fixture
def secure_site():
    names: list[str] = []
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(TLS / "cert.pem", TLS / "key.pem")
    tls.sni_callback = lambda sock, name, ctx: names.append(name)
    with serving(page(b"secure"), tls) as site:
        site.names = names
        yield site


def secure_get(site: Site, host: str, trust: ssl.SSLContext | None):
    return fetch(
        f"https://{host}:{site.port}/",
        ports={site.port},
        allow=lambda *_: True,
        resolve=lambda *_: ["127.0.0.1"],
        tls=trust,
        timeout=5,
    )


def test_tls_is_made_to_the_vetted_address_in_the_name_of_the_host(secure_site):
    got = secure_get(secure_site, "news.example", ssl.create_default_context(cafile=TLS / "cert.pem"))
    assert got.body == b"secure"
    assert secure_site.names == ["news.example"]
    assert f"Host: news.example:{secure_site.port}\r\n" in secure_site.requests[0]


@pytest.mark.parametrize(
    ("host", "trusted"),
    [("other.example", True), ("news.example", False)],
    ids=["wrong name", "unknown authority"],
)
def test_a_certificate_that_does_not_verify_is_refused(secure_site, host, trusted):
    trust = ssl.create_default_context(cafile=TLS / "cert.pem") if trusted else None
    with pytest.raises(FetchFailed, match="certificate of .* is not valid"):
        secure_get(secure_site, host, trust)
    assert secure_site.requests == []
