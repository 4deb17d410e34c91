"""From the bytes of a page or a file to the text of an article and what is said about it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import lxml.html
import trafilatura
from lxml import etree

from claims.ingest import text as texts
from claims.ingest.agencies import agency_of, split_outlet
from claims.ingest.errors import PASTE, ParseError
from claims.ingest.limited import LimitExceeded, run_limited
from claims.ingest.metadata import Facts, read_facts
from claims.ingest.stamps import Moment

BYTES_MAX = 10_000_000
SECONDS = 8.0
_SHORTEST = 120  # characters; below it there is a notice, not an article
_TEASER = 900  # what a walled page shows before the wall
_WALL = re.compile(
    r"\b(?:log|sign) ?in to (?:continue|read|your account)|subscribe to (?:continue|read|unlock)"
    r"|already (?:a subscriber|have an account)|create (?:an?|your) (?:free )?account"
    r"|(?:enable|turn on) (?:javascript|cookies)|verify (?:that )?you are (?:a )?human",
    re.IGNORECASE,
)
_SIGNATURES: list[tuple[bytes, str]] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a media file"),
    (b"ID3", "a media file"),
    (b"OggS", "a media file"),
    (b"\x1f\x8b", "a packed archive"),
    (b"BZh", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"\xfd7zXZ", "a packed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3", "a database"),
]
_BOMS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE
)
_HTML_START = re.compile(
    r"\s*(?:(?:<\?xml[^>]*>|<!--(?:(?!-->).)*-->)\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|article|section|span|a|br|ul|li|meta|title|table)\b[^<>]*>", re.IGNORECASE
)
_ENCODINGS = re.compile(r"utf-8|cp|iso8859|koi8|mac|gb|big5|euc|shift|iso2022_jp|tis|johab")


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article as read. Facts are "" or None when not found; times are aware datetimes or dates."""

    text: str
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: Moment | None = None
    modified: Moment | None = None
    language: str = texts.UNDETERMINED
    canonical_url: str = ""
    agency: str = ""


def parse_html(body: bytes, *, url: str = "", charset: str = "") -> Parsed:
    """The article of an HTML page: paragraphs separated by a blank line, nothing of the page around it.

    Runs in a child process with limits. ParseError when there is no article, a wall before it, or the
    page is not HTML or cannot be read within SECONDS.
    """
    _refuse_binary(body, "The page")
    try:
        found = run_limited(partial(_read_html, body, url, charset), seconds=SECONDS)
    except LimitExceeded as error:
        raise ParseError(f"The page is built in a way that cannot be read. {PASTE}") from error
    facts = Facts(**found["facts"] | {k: _moment(found["facts"][k]) for k in ("published", "modified")})
    text = texts.clean(found["text"]).text
    texts.check(text)
    outlet, agency = split_outlet(facts.outlet)
    language = texts.language(text)
    return Parsed(
        text=text,
        title=facts.title,
        outlet=outlet,
        byline=facts.byline,
        published=facts.published,
        modified=facts.modified,
        language=facts.language or language if language == texts.UNDETERMINED else language,
        canonical_url=facts.canonical_url,
        agency=agency or agency_of(facts.byline, text),
    )


def parse_plain(body: bytes, *, filename: str = "") -> Parsed:
    """The article of a plain text file, with the facts its first lines give."""
    name = _shown(filename)
    _refuse_binary(body, name)
    if b"\0" in body and not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _binary(name)
    text = texts.clean(_decode(body, "")).text
    texts.check(text)
    facts = texts.leading_facts(text)
    return Parsed(
        text=text,
        title=facts.title,
        byline=facts.byline,
        published=facts.published,
        modified=facts.modified,
        language=texts.language(text),
        agency=agency_of(facts.byline, text),
    )


def parse_upload(filename: str, body: bytes) -> Parsed:
    """The article of an uploaded file, read as what it is and not as what it is called."""
    name = _shown(filename)
    if PurePosixPath(name.lower()).suffix not in (".txt", ".text", ".html", ".htm", ".xhtml"):
        raise ParseError(f"{name} is not a .txt or .html file. Open it, copy the text and paste it.")
    return _parse_known(body, name, parse_html)


def parse_fetched(body: bytes, *, content_type: str = "", url: str = "", charset: str = "") -> Parsed:
    """The article of a fetched page, whatever its type says it is."""
    if content_type in ("text/html", "application/xhtml+xml"):
        return parse_html(body, url=url, charset=charset)
    return _parse_known(body, "The page", partial(parse_html, url=url, charset=charset))


def _parse_known(body: bytes, name: str, as_html: Callable[[bytes], Parsed]) -> Parsed:
    _refuse_binary(body, name)
    head = _decode(body[:4_000], "", partial_ok=True)
    if _HTML_START.match(head) or len(_HTML_TAG.findall(head)) >= 3:
        return as_html(body)
    if head.lstrip().startswith("<?xml"):
        raise ParseError(f"{name} looks like XML, not like an article. {PASTE}")
    return parse_plain(body, filename=name)


def _read_html(body: bytes, url: str, charset: str) -> dict[str, Any]:
    """Text and facts as a JSON value. This is what runs under limits."""
    source = _decode(body, charset, declared=True).replace("\0", "")
    parser = lxml.html.HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ParseError(f"The page has no readable article text. {PASTE}") from error
    facts = read_facts(tree, url)
    etree.strip_elements(tree, "template", with_tail=False)  # never shown by a browser
    asks = bool(tree.xpath("//input[@type='password']"))
    found = trafilatura.bare_extraction(tree, url=url or None, include_comments=False, include_tables=False)
    paragraphs = [line.strip() for line in str(getattr(found, "text", "") or "").split("\n") if line.strip()]
    if paragraphs and paragraphs[0] == facts.title:
        del paragraphs[0]
    text = "\n\n".join(paragraphs)
    if len(text) < _TEASER and (facts.walled or asks or _WALL.search(text)):
        raise ParseError(f"The page asks for a login or a subscription before it shows the article. {PASTE}")
    if len(text) < _SHORTEST:
        raise ParseError(f"The page has no readable article text. {PASTE}")
    texts.check(text)
    return {"text": text, "facts": asdict(facts) | _written(facts)}


def _written(facts: Facts) -> dict[str, str | None]:
    return {
        "published": facts.published.isoformat() if facts.published else None,
        "modified": facts.modified.isoformat() if facts.modified else None,
    }


def _moment(value: str | None) -> Moment | None:
    if value is None:
        return None
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def _decode(body: bytes, charset: str, *, declared: bool = False, partial_ok: bool = False) -> str:
    """Bytes to text: byte order mark, then what the server or page declares, UTF-8, Windows-1252."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body.decode(encoding, "replace")
    inside = _DECLARED.search(body[:2_048]) if declared else None
    for name in (charset, inside.group(1).decode("ascii") if inside else ""):
        if encoding := _known(name):
            return body.decode(encoding, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body, final=not partial_ok)
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _known(name: str) -> str:
    """A text encoding fit for the web, or ""; the web writes Latin-1 and means Windows-1252."""
    try:
        found = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    if found in ("iso8859-1", "ascii"):
        return "cp1252"
    # UTF-16 was told by its mark; a page that declares it without one is in fact ASCII-compatible
    return found if _ENCODINGS.match(found) else ""


def _refuse_binary(body: bytes, name: str) -> None:
    """Raise ParseError, naming what it looks like, for bytes that are no text."""
    if len(body) > BYTES_MAX:
        raise ParseError(f"{name} is larger than {BYTES_MAX // 1_000_000} MB. {PASTE}")
    start = body[:1_024].lstrip()
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            raise ParseError(f"{name} looks like {kind}, not text. Open it, copy the text and paste it.")
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    controls = sum(body.count(code) for code in range(32) if code not in b"\t\n\v\f\r")
    if controls > len(body) / 100:
        raise _binary(name)


def _binary(name: str) -> ParseError:
    return ParseError(f"{name} holds binary data, not text. Open it, copy the text and paste it.")


def _shown(filename: str) -> str:
    """A file name fit to be shown: no path, no control characters, not endless."""
    name = PureWindowsPath(filename).name
    return "".join(c for c in name if c.isprintable())[-80:] or "The file"
