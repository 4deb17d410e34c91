"""No address a person types, and nowhere it leads, reaches a host inside our own network.

Every connection the fetcher tries, to whatever address, is counted and led to one canary. With the
vetting on the canary must see none; with it off (the control) it must see one per vector.
"""

from __future__ import annotations

import re
import socket
from itertools import chain, count

import pytest

from claims.ingest import addresses
from claims.ingest.fetch import FetchRefused, fetch
from tests.ingest.site import page, redirect, serving

LITERALS = """
127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 0177.0.0.1 0177.0.0.01 0x7f.0.0.1 0x7f.1 0x7F000001
2130706433 017700000001 127.0.0.1. 0 0.0.0.0 0.1.2.3 00.0.0.0 0x0
10.0.0.1 10.255.255.255 012.0.0.1 167772161 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1.254 0xc0a80001
169.254.169.254 169.254.170.2 0xA9FEA9FE 2852039166 0251.0376.0251.0376 169.254.43518 169.254.0.1
100.64.0.1 100.100.100.200 100.127.255.254 168.63.129.16
192.0.0.8 192.0.0.192 192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 192.88.99.1
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 0xffffffff 4294967295
１２７.０.０.１ 127。0。0。1 ⑯⑨.254.169.254
[::1] [0:0:0:0:0:0:0:1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:169.254.169.254] [::ffff:8.8.8.8]
[::127.0.0.1] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b::10.0.0.1]
[64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2001:0:7f00:1::1] [2001:db8::1] [3fff::1]
[2001:2::1] [2001:10::1] [100::1] [fe80::1] [fec0::1] [fc00::1] [fd00:ec2::254] [fd12:3456:789a::1]
[ff02::1] [ff05::1:3] [2a00:1450::5efe:7f00:1] [2a00:1450::200:5efe:a00:1] [4000::1] [5f00::1]
"""
PUBLIC = """
8.8.8.8 93.184.215.14 1.1.1.1 151.101.1.69 172.32.0.1 100.128.0.1 192.0.1.1 223.255.255.254
2606:4700::1111 2a00:1450:4001:82a::200e 64:ff9b::8.8.8.8
"""

# (address, resolver's answer): names that are fine to read and wrong to follow
NAMES = [
    ("localhost", ["127.0.0.1"]),
    ("LOCALHOST.", ["127.0.0.1"]),
    ("intranet", ["10.1.2.3"]),
    ("metadata.google.internal", ["169.254.169.254"]),
    ("127.0.0.1.nip.example", ["127.0.0.1"]),
    ("mapped.example", ["::ffff:127.0.0.1"]),
    ("six.example", ["fd00::1"]),
    ("scoped.example", ["fe80::1%eth0"]),
    ("nat64.example", ["64:ff9b::c0a8:1"]),
    ("public-then-private.example", ["93.184.215.14", "10.0.0.1"]),
    ("private-then-public.example", ["10.0.0.1", "93.184.215.14"]),
    ("mixed-families.example", ["93.184.215.14", "::1"]),
    ("garbage.example", ["not an address"]),
    ("bücher.example", ["192.168.0.10"]),
]

# refused by reading alone: with the vetting off they are still no request
UNREADABLE = [
    "file:///etc/passwd",
    "ftp://news.example/",
    "gopher://news.example:70/_x",
    "dict://news.example:2628/",
    "javascript:alert(1)",
    "data:text/html,<p>x",
    "unix:///run/app.sock",
    "//news.example/",
    "news.example/path",
    "http:///path",
    "http://",
    "",
    "https://editor:secret@news.example/",
    "https://news.example@127.0.0.1/",
    "https://@news.example/",
    "https://127.0.0.1:80%40news.example/",
    "http://news.example:22/",
    "http://news.example:6379/",
    "http://news.example:8000/",
    "http://news.example:0/",
    "http://news.example:65536/",
    "http://news.example:-80/",
    "http://news.example:８０/",
    "http://news.example:80:80/",
    "http://127.0.0.1\\@news.example/",
    "http://news.example\\.evil.example/",
    "http://news.example/\r\nHost: evil.example",
    "http://news.example/\0",
    "http://127.0.0.1%2f@news.example/",
    "http://%31%32%37.0.0.1/",
    "http://[fe80::1%25eth0]/",
    "http://[::1%25lo]/",
    "http://[::1/",
    "http://[v1.fe80::a]/",
    "http://0x/",
    "http://127.0.0.1.1/",
    "http://256.256.256.256/",
    "http://1.2.3.08/",
    "http://news..example/",
    "http://.news.example/",
    "http://news.example../",
    "http://-news.example/",
    "http://news example/",
    "http://ne\u00adws.example:8080/",
    "http://news.example／@127.0.0.1/",
    "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 200 + "example/",
    "http://news.example/" + "a" * 5000,
]

VECTORS = [(f"http://{literal}/", None) for literal in LITERALS.split()] + [
    (f"http://{name}/", answer) for name, answer in NAMES
]


@pytest.fixture
def canary(monkeypatch):
    """Takes every connection that is dialled, whatever the address; `canary.dialled` lists them."""
    dial = socket.create_connection
    with serving(page(b"inside")) as site:
        site.dialled = []

        def recorded(address, timeout=None, **rest):
            site.dialled.append(address)
            return dial(("127.0.0.1", site.port), timeout)

        monkeypatch.setattr(socket, "create_connection", recorded)
        yield site


def answering(addresses_of_name):
    """A resolver with a fixed answer, or the literal itself, as the system gives it."""
    return lambda host, port: addresses_of_name if addresses_of_name is not None else [host]


def test_there_are_enough_vectors():
    assert len(VECTORS) + len(UNREADABLE) >= 130


@pytest.mark.parametrize(("url", "answer"), VECTORS, ids=lambda value: str(value))
def test_no_private_address_is_dialled(canary, url, answer):
    with pytest.raises(FetchRefused, match=r"private or reserved network.*Paste the text"):
        fetch(url, resolve=answering(answer), timeout=5)
    assert canary.dialled == []
    assert canary.connections == 0


def test_control_without_the_vetting_the_same_vectors_reach_the_canary(canary, monkeypatch):
    """If this fails, the test above proves nothing."""
    monkeypatch.setattr(addresses, "is_public", lambda address: True)
    for url, answer in VECTORS:
        before = len(canary.dialled)
        assert fetch(url, resolve=answering(answer), timeout=5).body == b"inside", url
        assert len(canary.dialled) == before + 1, url
    assert canary.connections == len(VECTORS)


@pytest.mark.parametrize("url", UNREADABLE, ids=lambda url: ascii(url)[:50])
def test_what_is_no_plain_web_address_is_not_even_resolved(canary, url):
    resolved = []
    with pytest.raises(FetchRefused):
        fetch(url, resolve=lambda host, port: resolved.append(host) or ["93.184.215.14"], timeout=5)
    assert (resolved, canary.dialled) == ([], [])


@pytest.mark.parametrize(
    "location",
    [url for url, answer in VECTORS if answer is None]
    # a line break cannot stand in a header; "http:" without a host would stay on the same site
    + [url for url in UNREADABLE if re.match(r"\w+://?[^/\r\0]+[^\r\0]*\Z", url)],
    ids=lambda url: ascii(url)[:50],
)
def test_a_redirect_is_vetted_like_the_first_address(canary, location):
    canary.answer = lambda conn, path: conn.sendall(redirect(location))
    with pytest.raises(FetchRefused):
        fetch(
            "http://news.example/",
            resolve=lambda host, port: ["93.184.215.14"] if host == "news.example" else [host],
            timeout=5,
        )
    assert canary.dialled == [("93.184.215.14", 80)]


def test_each_of_three_redirects_is_resolved_and_vetted_again(canary):
    steps = count(1)
    canary.answer = lambda conn, path: conn.sendall(redirect(f"http://hop{next(steps)}.example/"))
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["10.0.0.1"] if host == "hop2.example" else ["93.184.215.14"]

    with pytest.raises(FetchRefused, match="hop2.example is inside a private"):
        fetch("http://news.example/", resolve=resolve)
    assert asked == ["news.example", "hop1.example", "hop2.example"]
    assert len(canary.dialled) == 2


def test_a_name_that_rebinds_is_resolved_once_and_dialled_by_the_vetted_address(canary):
    answers = chain([["93.184.215.14"]], iter(lambda: ["127.0.0.1"], None))
    calls = []

    def rebinding(host, port):
        calls.append(host)
        return next(answers)

    fetch("http://rebind.example/", resolve=rebinding)
    assert calls == ["rebind.example"]
    assert canary.dialled == [("93.184.215.14", 80)]
    assert "Host: rebind.example\r\n" in canary.requests[0]


def test_a_rebinding_name_is_refused_on_its_second_visit_through_a_redirect(canary):
    canary.answer = lambda conn, path: conn.sendall(redirect("/again"))
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    with pytest.raises(FetchRefused, match="private or reserved"):
        fetch("http://rebind.example/", resolve=lambda host, port: next(answers))
    assert canary.dialled == [("93.184.215.14", 80)]


def test_a_trusted_private_host_is_allowed_by_address_and_port_only(canary):
    def allow(ip, port):
        return (ip, port) == ("10.0.0.5", 80)

    assert fetch("http://cms.example/", allow=allow, resolve=answering(["10.0.0.5"])).body == b"inside"
    for url, answer in [("https://cms.example/", "10.0.0.5"), ("http://cms.example/", "10.0.0.6")]:
        with pytest.raises(FetchRefused):
            fetch(url, allow=allow, resolve=answering([answer]))
    assert canary.dialled == [("10.0.0.5", 80)]


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_are_let_through(address):
    assert addresses.is_public(address)


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("HTTP://News.Example.:80/a?b=c#d", "http://news.example/a?b=c"),
        (" https://bücher.example/über uns ", "https://xn--bcher-kva.example/%C3%BCber%20uns"),
        ("https://news.example/a|b{c}%20d", "https://news.example/a%7Cb%7Bc%7D%20d"),
        ("https://r3---sn-x.cdn_1.example/", "https://r3---sn-x.cdn_1.example/"),
        ("http://134744072/", "http://8.8.8.8/"),
        ("https://[2606:4700:0:0::1111]/", "https://[2606:4700::1111]/"),
        ("http://news.example:443/", "http://news.example:443/"),
    ],
)
def test_addresses_have_one_reading(url, read):
    assert addresses.read_url(url).url == read
