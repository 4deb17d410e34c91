"""Reading pages and files: the article and its facts, or a reason a journalist can act on."""

from __future__ import annotations

import faulthandler
import gzip
import json
import os
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from claims.ingest import limited, parse
from claims.ingest.errors import IngestError, ParseError
from claims.ingest.limited import LimitExceeded, run_limited
from claims.ingest.parse import parse_fetched, parse_html, parse_plain, parse_upload
from tests.ingest.pages import GRAPH, PARAGRAPHS, TEXT, body, ld, newspaper

SEED = Path(__file__).parents[2] / "seeds/articles/pow-exchange-2025-06-09.txt"


# --- pages --------------------------------------------------------------------------------------------


def test_the_article_comes_out_in_paragraphs_without_the_page_around_it():
    assert parse_html(newspaper()).text == TEXT


def test_structured_data_gives_every_fact_with_time_and_zone():
    got = parse_html(
        newspaper(ld(GRAPH) + '<link rel="canonical" href="/world/record?a=1">'), url="https://l.example/x"
    )
    assert got.title == "Record drone attack on Ukraine & prisoners home"
    assert got.outlet == "The Morning Ledger"
    assert got.byline == "Jane Doe, Reuters"
    assert got.agency == "Reuters"
    assert got.published == datetime(2025, 6, 9, 15, 40, tzinfo=timezone(timedelta(hours=1)))
    assert got.modified == datetime(2025, 6, 9, 18, 2, 11, tzinfo=UTC)
    assert got.canonical_url == "https://l.example/world/record?a=1"
    assert got.language == "en"


def test_open_graph_and_meta_are_read_when_there_is_no_structured_data():
    head = """<title>Record attack | The Ledger</title>
    <meta property="og:title" content="Record attack - The Ledger">
    <meta property="og:site_name" content="The Ledger"><meta name="author" content="By Jane Doe">
    <meta property="article:published_time" content="2025-06-09T15:40:00Z">
    <meta property="og:url" content="https://l.example/record">"""
    got = parse_html(newspaper(head))
    assert (got.title, got.outlet, got.byline) == ("Record attack", "The Ledger", "Jane Doe")
    assert got.published == datetime(2025, 6, 9, 15, 40, tzinfo=UTC)
    assert got.canonical_url == "https://l.example/record"


def test_the_visible_page_is_the_last_resort():
    page = newspaper("<title>Ledger</title>").replace(
        b"<figure>",
        b'<header><p class="byline">By Jane Doe</p><time datetime="2025-06-09">x</time></header><figure>',
    )
    got = parse_html(page)
    assert (got.title, got.byline, got.published) == (
        "Record drone attack on Ukraine",
        "Jane Doe",
        date(2025, 6, 9),
    )


def test_facts_that_are_not_there_stay_empty():
    got = parse_html(newspaper().replace(b"<h1>Record drone attack on Ukraine</h1>", b""))
    assert (got.title, got.outlet, got.byline, got.agency, got.canonical_url) == ("",) * 5
    assert (got.published, got.modified) == (None, None)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2025-06-09T15:40:00", date(2025, 6, 9)),  # no zone: the day only
        ("2025-06-09", date(2025, 6, 9)),
        ("Mon, 09 Jun 2025 15:40:00 +0300", datetime(2025, 6, 9, 12, 40, tzinfo=UTC)),
        ("June 9, 2025", date(2025, 6, 9)),
        ("03/04/2025", None),
        ("yesterday", None),
        ("9" * 5000, None),
        (["2025-06-09"], date(2025, 6, 9)),
        ({"@value": "2025-06-09"}, None),
    ],
)
def test_times_are_moments_when_the_zone_is_known_and_days_when_not(value, read):
    data = json.dumps({"@type": ["NewsArticle"], "datePublished": value})
    assert parse_html(newspaper(ld(data))).published == read


@pytest.mark.parametrize(
    "data",
    [
        "{broken",
        "[" * 100_000,
        '{"@type": "Article", "headline": {"a": []}, "author": 7, "publisher": [{}], "datePublished": {}}',
        '{"@type": 5, "@graph": "x", "@id": []}',
        "null",
        '{"@type":"NewsArticle","publisher":{"@id":"#a"},"@id":"#a"}',
        '{"@type":"NewsArticle","author":{"@id":"#b","x":1}}',
    ],
)
def test_nonsense_in_structured_data_is_passed_over(data):
    got = parse_html(newspaper(ld(data)))
    assert got.text == TEXT
    assert (got.byline, got.outlet, got.published) == ("", "", None)


def test_facts_are_plain_lines_and_addresses_are_web_addresses():
    data = json.dumps(
        {
            "@type": "NewsArticle",
            "headline": "<i onclick=alert(1)>alert(1)</i>Attack\n\u202e &lt;img onerror=alert(1)&gt; on Kyiv"
            + "x" * 9000,
            "author": {"name": "<b>Jane</b>\x00 Doe"},
            "publisher": {"name": "https://evil.example/"},
        }
    )
    head = (
        ld(data)
        + '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="data:x">'
    )
    got = parse_html(newspaper(head), url="https://l.example/")
    assert got.title.startswith("alert(1) Attack on Kyivxxx")
    assert len(got.title) <= 500
    assert got.byline == "Jane Doe"
    assert (got.outlet, got.canonical_url) == ("", "")


def test_scripts_styles_and_templates_never_become_text():
    inner = body() + (
        "<script>document.write('<p>The president resigned on Monday, a script said.</p>')</script>"
        "<style>p:after { content: 'The minister resigned.' }</style>"
        "<noscript><p>Turn on scripts for the whole of this page please.</p></noscript>"
        "<template><p>The general resigned on Monday, a template said.</p></template>"
    )
    text = parse_html(newspaper(inner=inner)).text
    assert "resigned" not in text
    assert PARAGRAPHS[0] in text


def test_markup_written_as_text_stays_text():
    inner = (
        body()
        + "<p>The leaflet read &lt;script&gt;alert(1)&lt;/script&gt; in bold letters, the police said.</p>"
    )
    assert "<script>alert(1)</script> in bold" in parse_html(newspaper(inner=inner)).text


@pytest.mark.parametrize(
    ("encoded", "charset"),
    [
        (lambda page: page.replace(b'<meta charset="utf-8">', b"").decode().encode("cp1252"), "iso-8859-1"),
        (lambda page: page.decode().replace("utf-8", "windows-1252", 1).encode("cp1252"), ""),
        (lambda page: page.replace(b'<meta charset="utf-8">', b"").decode().encode("cp1252"), ""),
        (lambda page: page.decode().encode("utf-16"), ""),
        (lambda page: b"\xef\xbb\xbf" + page, "iso-8859-1"),
        (lambda page: page, "no-such-charset"),
        (lambda page: page, "utf-7"),
        (lambda page: b'<?xml version="1.0" encoding="utf-8"?>' + page, "utf-8"),
        (lambda page: page.replace(b"<p>", b"<p>\0", 3), "utf-8"),
    ],
    ids=[
        "header", "meta", "undeclared", "utf-16", "mark first", "unknown", "utf-7", "xhtml", "stray NUL",
    ],
)  # fmt: skip
def test_the_encoding_is_told(encoded, charset):
    assert parse_html(encoded(newspaper()), charset=charset).text == TEXT


def test_other_languages_are_noted():
    ukrainian = [
        "Сили протиповітряної оборони збили 277 безпілотників та 19 ракет, повідомили у Повітряних силах.",
        "За словами посадовців, одна людина дістала поранення внаслідок нічної атаки на Рівненщину.",
    ]
    assert parse_html(newspaper(inner=body(ukrainian)).replace(b'lang="en-GB"', b"")).language == "uk"


# --- what is no article -------------------------------------------------------------------------------

LOGIN = "<form><p>Log in to continue reading this story.</p><input type='password' name='p'></form>"


@pytest.mark.parametrize(
    "page",
    [
        newspaper(inner=f"<p>{PARAGRAPHS[0]}</p>{LOGIN}"),
        newspaper(inner=LOGIN),
        newspaper(
            ld('{"@type": "NewsArticle", "isAccessibleForFree": "False"}'),
            inner=f"<p>{PARAGRAPHS[0]} {PARAGRAPHS[1]}</p>",
        ),
        newspaper(inner=f"<p>{PARAGRAPHS[0]}</p><p>Subscribe to continue reading. Already a subscriber?</p>"),
    ],
    ids=["login form", "login only", "declared not free", "subscribe"],
)
def test_a_page_behind_a_wall_is_not_taken_for_the_article(page):
    with pytest.raises(
        ParseError, match=r"(login or a subscription|no readable article text).* Paste the text"
    ):
        parse_html(page)


def test_a_full_article_that_offers_a_login_is_read():
    long = [p.replace("said", f"said in part {i}") for i in range(4) for p in PARAGRAPHS]
    got = parse_html(
        newspaper(ld('{"@type": "NewsArticle", "isAccessibleForFree": false}'), inner=body(long) + LOGIN)
    )
    assert long[-1] in got.text


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"   \n",
        b"<html><body></body></html>",
        b"<html><body><div id='root'></div><script>load()</script></body></html>",
        b"<html><body><p>Loading.</p></body></html>",
        b"<!-- only a comment -->",
    ],
)
def test_an_empty_page_says_paste_the_text(page):
    with pytest.raises(ParseError, match="no readable article text. Paste the text instead"):
        parse_html(page)


# --- files --------------------------------------------------------------------------------------------


def test_the_seed_file_is_read_with_its_date():
    got = parse_upload("pow-exchange.txt", SEED.read_bytes())
    assert got.published == date(2025, 6, 9)
    assert got.language == "en"
    assert got.text.startswith("date 2025-06-09 Ukrainian POWs")
    assert got.text.endswith("650km from the border with Ukraine.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_decoded(encoding):
    assert parse_plain(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize(
    ("filename", "data"),
    [
        ("a.txt", newspaper()),
        ("a.html", newspaper()),
        ("A.HTM", b"\xef\xbb\xbf\n<!-- saved --><!-- from -->" + newspaper()),
        ("a.txt", newspaper().decode().encode("utf-16")),
        ("a.html", TEXT.encode()),
        ("a.html", b"<div>" + body().encode() + b"</div>"),
        ("a.xhtml", b'<?xml version="1.0"?>\n' + newspaper()),
    ],
    ids=[
        "txt is html",
        "html",
        "mark and comments",
        "txt is utf-16 html",
        "html is text",
        "fragment",
        "xhtml",
    ],
)
def test_a_file_is_read_as_what_it_is(filename, data):
    assert parse_upload(filename, data).text == TEXT


def test_a_text_that_mentions_a_tag_stays_text():
    text = "The site wrote <b>277 drones</b> in bold, and a < b, the ministry said on Monday."
    assert parse_upload("a.txt", text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"\n %PDF-1.4", "a PDF"),
        (b"PK\x03\x04word/document.xml", "a zip archive or an office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old office document"),
        (b"{\\rtf1\\ansi hello}", "a rich text document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\x7fELF\x02\x01", "a program"),
        (gzip.compress(b"text", mtime=0), "a packed archive"),
        (b"The minister\x00said", "binary data"),
        (bytes(range(256)) * 20, "binary data"),
        (b"abc\x01\x02\x03def" * 10, "binary data"),
        (TEXT.encode("utf-16-le"), "binary data"),
    ],
    ids="pdf indented-pdf zip ole rtf png jpeg elf gzip nul bytes controls utf-16-unmarked".split(),
)
@pytest.mark.parametrize("name", ["notes.txt", "page.html"])
def test_a_binary_by_another_name_is_called_what_it_looks_like(name, data, kind):
    with pytest.raises(ParseError) as caught:
        parse_upload(name, data)
    assert kind in str(caught.value)
    assert str(caught.value).startswith(name)
    assert str(caught.value).endswith("Open it, copy the text and paste it.")


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a", "a.txt.exe", ".txt", ""])
def test_other_kinds_of_file_are_refused(name):
    with pytest.raises(ParseError, match=r"is not a .txt or .html file"):
        parse_upload(name, TEXT.encode())


def test_file_names_are_shown_without_path_or_tricks():
    with pytest.raises(ParseError) as caught:
        parse_upload("..\\../etc/\u202epass\nwd\x00.txt", b"%PDF-1.7")
    assert str(caught.value).startswith("passwd.txt looks like a PDF")


def test_xml_and_empty_and_oversized_files_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><lolz>&b;</lolz>'
    with pytest.raises(ParseError, match="looks like XML"):
        parse_upload("a.txt", bomb)
    with pytest.raises(IngestError, match="There is no text"):
        parse_upload("a.txt", b" \n ")
    with pytest.raises(ParseError, match="larger than 10 MB"):
        parse_upload("a.txt", b"x" * 10_000_001)
    with pytest.raises(IngestError, match="Add its parts as separate articles"):
        parse_upload("a.txt", b"word " * 1_000_000)


def test_a_fetched_page_is_read_by_its_type_and_its_content():
    assert parse_fetched(newspaper(), content_type="text/html").text == TEXT
    assert parse_fetched(newspaper(), content_type="").text == TEXT
    assert parse_fetched(newspaper(), content_type="text/plain").text == TEXT
    assert parse_fetched(TEXT.encode(), content_type="text/plain").text == TEXT
    with pytest.raises(ParseError, match="The page looks like a PDF"):
        parse_fetched(b"%PDF-1.7", content_type="text/html")


# --- bombs --------------------------------------------------------------------------------------------

PARAGRAPH = f"<p>{PARAGRAPHS[0]}</p>".encode()
BOMBS = {
    "100,000 nested divs": b"<html><body>" + b"<div>" * 100_000 + PARAGRAPH,
    "nested tables": b"<html><body>" + b"<table><tr><td>x" * 50_000,
    "nested lists": b"<html><body><article>" + b"<ul><li>text " * 50_000,
    "open formatting": b"<html><body>" + b"<b><i><font>x" * 100_000,
    "200,000 attributes": b"<html><body "
    + b"".join(b"a%d=x " % i for i in range(200_000))
    + b">"
    + PARAGRAPH,
    "100,000 links": b"<html><body><article>" + b"<a href=x>word word</a> " * 100_000,
    "60,000 spans": b"<html><body><article><p>" + b"<span>text of note </span>" * 60_000,
    "endless comments": b"<html><body>" + b"<!--" * 1_000_000,
    "endless scripts": b"<html><body>" + b"<script>" * 500_000,
    "comment starts": b"<!---->" * 560 + b"<" * 9_000,
    "entities": b"<html><body><p>" + b"&lt;" * 2_000_000,
    "one endless word": b"<html><body><article><p>" + b"x" * 9_000_000,
    "class of a megabyte": b"<html><body><div class='" + b"share-" * 200_000 + b"'>" + PARAGRAPH,
    "deep json": newspaper(ld("[" * 900_000)),
    "wide json": newspaper(ld("[" + "{}," * 300_000 + "{}]")),
}


def read_or_refuse(page: bytes) -> bool:
    """Whether the page gave text within the limits, or a reason that says what to do."""
    try:
        return 0 < len(parse_upload("bomb.html", page).text) <= 1_000_000
    except IngestError as error:
        return str(error).endswith(("Paste the text instead.", "as separate articles.", "of the article."))


@pytest.mark.parametrize("page", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_read_or_refused_within_ten_seconds_and_the_worker_lives(page, monkeypatch):
    monkeypatch.setattr(parse, "SECONDS", 3.0)
    begun = time.monotonic()
    assert read_or_refuse(page)
    assert time.monotonic() - begun < 6
    assert parse_html(newspaper()).text == TEXT


def test_control_the_time_limit_is_what_stops_the_worst_page(monkeypatch):
    """Without the child the same page holds the worker; if it did not, the limit would prove nothing."""
    page = b"<html><body " + b"".join(b"a%d=x " % i for i in range(25_000)) + b">" + PARAGRAPH
    monkeypatch.setattr(parse, "SECONDS", 0.4)
    begun = time.process_time()
    with pytest.raises(ParseError, match="cannot be read"):
        parse_html(page)
    assert time.process_time() - begun < 0.3  # the work was the child's
    begun = time.process_time()
    parse._read_html(page + PARAGRAPH, "", "")
    assert time.process_time() - begun > 0.6


# --- the child ----------------------------------------------------------------------------------------


def children() -> int:
    return len(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def sleep_forever():
    while True:
        time.sleep(1)


def eat_memory():
    return len(bytearray(400_000_000))


def crash():
    faulthandler.disable()
    os.kill(os.getpid(), 11)


def refuse():
    raise ParseError("no text")


def test_a_job_in_a_child_gives_its_value_and_leaves_nothing_behind():
    before = (children(), len(os.listdir("/proc/self/fd")))
    assert run_limited(lambda: {"a": ["x" * 1_000_000, 2]}, seconds=5)["a"][1] == 2
    for job in (sleep_forever, crash):
        with pytest.raises(LimitExceeded):
            run_limited(job, seconds=0.2)
    assert (children(), len(os.listdir("/proc/self/fd"))) == before


@pytest.mark.parametrize(
    "job", [sleep_forever, eat_memory, crash, lambda: 1 / 0, lambda: object(), lambda: os._exit(3)],
    ids=["hangs", "eats memory", "crashes", "fails", "gives no json", "exits"],
)  # fmt: skip
def test_a_child_that_goes_wrong_is_an_exception_here(job, monkeypatch):
    monkeypatch.setattr(limited, "MEMORY_MB", 200)
    with pytest.raises(LimitExceeded):
        run_limited(job, seconds=1.0)


def test_control_more_memory_lets_the_hungry_job_finish(monkeypatch):
    monkeypatch.setattr(limited, "MEMORY_MB", 600)
    assert run_limited(eat_memory, seconds=5) == 400_000_000


def test_a_refusal_in_the_child_is_a_refusal_here():
    with pytest.raises(ParseError, match="no text"):
        run_limited(refuse, seconds=1)
