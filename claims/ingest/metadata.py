"""What a page says of itself: title, outlet, byline, times, address. Pure, on a parsed tree.

Publishers' structured data (JSON-LD) is read first, then Open Graph and meta elements, then what is
visible. Every value is data from a stranger: it is cut to one line of plain text, addresses must be
http or https, and nothing of it is executed or fetched.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from claims.ingest.stamps import Moment, read_moment

_JSON_MAX = 1_000_000
_LINE_MAX = 500
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "cxenseparse:recs:publishtime",
    "date",
)
_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified")
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_TITLE = ("og:title", "twitter:title", "dc.title", "parsely-title")
_OUTLET = ("og:site_name", "application-name", "dc.publisher", "cre")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found; empty where the page is silent. `walled` means it says it is not free to read."""

    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: Moment | None = None
    modified: Moment | None = None
    canonical_url: str = ""
    language: str = ""
    walled: bool = False


def read_facts(tree: Any, url: str = "") -> Facts:
    """The facts of a page from its lxml tree; `url` is the address it came from."""
    data = _article_data(tree)
    meta = _meta(tree)
    outlet = _line(_name(data.get("publisher"))) or _first(meta, _OUTLET)
    return Facts(
        title=_title(tree, data, meta, outlet),
        outlet=outlet,
        byline=_byline(tree, data, meta),
        published=_moment(data.get("datePublished"), meta, _PUBLISHED) or _time_element(tree),
        modified=_moment(data.get("dateModified"), meta, _MODIFIED),
        canonical_url=_canonical(tree, meta, url),
        language=_line(tree.get("lang") or "").split("-")[0].lower()[:3],
        walled=str(data.get("isAccessibleForFree", "")).lower() in ("false", "no", "0"),
    )


def _article_data(tree: Any) -> dict[str, Any]:
    """The JSON-LD object of the article, with references to other objects of the page resolved."""
    objects = list(_json_objects(tree))
    by_id = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str) and len(item) > 1}
    articles = [item for item in objects if _is_article(item)]
    if not articles:
        return {}
    best = max(articles, key=lambda item: ("datePublished" in item) + ("headline" in item))
    return {key: _resolved(value, by_id) for key, value in best.items()}


def _json_objects(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        raw = (script.text or "").strip()
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        raw = re.sub(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*\Z", "", raw)
        try:
            value = json.loads(raw, strict=False) if len(raw) <= _JSON_MAX else None
        except (ValueError, RecursionError):
            continue
        yield from _walk(value, depth=0)


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Objects at the top, in lists and graphs, and the main entity of a page object."""
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _walk(value.get(key), depth + 1)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    return any(
        isinstance(kind, str) and re.search(r"(?:Article|BlogPosting|Reportage\w*)\Z", kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, by_id) for item in value[:50]]
    if isinstance(value, dict) and "name" not in value:
        return by_id.get(str(value.get("@id")), value)
    return value


def _name(value: Any) -> str:
    """The name or names in a JSON-LD value: a string, an object, or a list of them."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(name for item in value[:20] if (name := _name(item))))
    if isinstance(value, dict):
        return _name(value.get("name"))
    text = _line(value) if isinstance(value, str) else ""
    return "" if re.match(r"https?:", text) else text


def _meta(tree: Any) -> dict[str, str]:
    """The first content of each meta element, by lower-case name, property or itemprop."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = _line(element.get("content") or "")
        for attribute in ("property", "name", "itemprop"):
            key = (element.get(attribute) or "").strip().lower()
            if key and content:
                found.setdefault(key, content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _moment(value: Any, meta: dict[str, str], names: tuple[str, ...]) -> Moment | None:
    value = value[0] if isinstance(value, list) and value else value
    found = read_moment(value) if isinstance(value, str) else None
    return found or next((m for name in names if name in meta and (m := read_moment(meta[name]))), None)


def _time_element(tree: Any) -> Moment | None:
    """The visible time of publication: marked so, or the only one in the head of the article."""
    marked = tree.xpath("//time[@datetime][@itemprop='datePublished' or @pubdate]")
    others = tree.xpath("//article//header//time[@datetime] | //article/time[@datetime]")
    return next((m for time in [*marked, *others][:3] if (m := read_moment(time.get("datetime")))), None)


def _title(tree: Any, data: dict[str, Any], meta: dict[str, str], outlet: str) -> str:
    headings = [text for h1 in tree.xpath("//h1")[:5] if (text := _line(h1.text_content()))]
    title: str = (
        _line(data.get("headline"))
        or _first(meta, _TITLE)
        or (headings[0] if len(headings) == 1 else "")
        or _line(tree.findtext(".//title") or "")
    )
    if outlet:  # "Record drone attack | The Outlet"
        title = re.sub(rf"\s+[|–—-]\s+{re.escape(outlet)}\s*\Z", "", title, flags=re.IGNORECASE)
    return title


def _byline(tree: Any, data: dict[str, Any], meta: dict[str, str]) -> str:
    byline = _name(data.get("author")) or _first(meta, _AUTHOR)
    if not byline or re.match(r"https?:", byline):
        visible = tree.xpath("//*[@rel='author' or @itemprop='author' or contains(@class, 'byline')]")
        byline = _line(visible[0].text_content()) if visible else ""
    byline = re.sub(r"\Aby\s+", "", byline, flags=re.IGNORECASE)
    return byline if len(byline) <= 200 else ""


def _canonical(tree: Any, meta: dict[str, str], url: str) -> str:
    links = [link.get("href") for link in tree.xpath("//link[@rel='canonical'][@href]")[:1]]
    for address in [*links, meta.get("og:url", "")]:
        try:
            absolute = str(urljoin(url, address.strip()))
            parts = urlsplit(absolute)
        except ValueError:
            continue
        if address and parts.scheme in ("http", "https") and parts.hostname and len(absolute) <= 2_000:
            return absolute
    return ""


def _line(value: Any) -> str:
    """One line of plain text: entities and white space undone, markup in it dropped."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(value[: 4 * _LINE_MAX])
    text = re.sub(r"<[^<>]{0,200}>", " ", text) if "<" in text else text
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LINE_MAX]
