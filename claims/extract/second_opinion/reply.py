"""From the words of an answer to raw claims: fences, prose around, cut-off and nested JSON are borne.

Whatever is not of the expected shape is left out; nothing here is believed yet (validate.py decides).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_CLAIMS = 150  # of one answer
MOST_PIECES = 8  # of one claim
LONGEST = 1_500  # characters of one piece
_STARTS = 25  # places in an answer where JSON is looked for
_DEPTH = 3  # objects around the list of claims
_OPENING = re.compile(r"[{\[]")
_CUT_OFF = re.compile(r'"claims"\s*:\s*\[')
_DECODER = json.JSONDecoder()


class BadAnswer(Exception):
    """The answer holds no list of claims."""


@dataclass(frozen=True, slots=True)
class RawClaim:
    """A claim as the model wrote it, only its shape checked. `source` and `cue` are "" for null."""

    paragraph: int | None
    spans: tuple[str, ...]
    source: str = ""
    cue: str = ""
    statement: str = ""
    quantities: tuple[str, ...] = ()


def raw_claims(content: str) -> list[RawClaim]:
    """Return the claims of an answer, at most MOST_CLAIMS; raises BadAnswer when it holds no list of them."""
    found = _whole(content)
    if found is None:
        found = _cut_off(content)
    if found is None:
        raise BadAnswer("the answer holds no list of claims")
    return [claim for item in found[:MOST_CLAIMS] if (claim := _claim(item)) is not None]


def _whole(content: str) -> list[Any] | None:
    """Return the first list of claims among the JSON values of an answer; an empty one only if no other."""
    empty: list[Any] | None = None
    for value in _values(content):
        claims = _claims_in(value, _DEPTH)
        if claims:
            return claims
        empty = claims if empty is None else empty
    return empty


def _values(content: str) -> Iterator[Any]:
    """Yield the outermost JSON objects and lists of `content`."""
    at = 0
    for _ in range(_STARTS):
        start = _OPENING.search(content, at)
        if start is None:
            return
        try:
            value, at = _DECODER.raw_decode(content, start.start())
        except (ValueError, RecursionError):
            at = start.end()
        else:
            yield value


def _claims_in(value: Any, depth: int) -> list[Any] | None:
    if isinstance(value, list):
        return value if value and all(isinstance(item, dict) and "spans" in item for item in value) else None
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("claims"), list):
        return list(value["claims"])
    inner = (_claims_in(item, depth - 1) for item in value.values()) if depth else iter(())
    return next((claims for claims in inner if claims), None)


def _cut_off(content: str) -> list[Any] | None:
    """Return the whole claims of an answer that ends in the middle."""
    opening = _CUT_OFF.search(content)
    if opening is None:
        return None
    found: list[Any] = []
    at = opening.end()
    while len(found) < MOST_CLAIMS and (start := content.find("{", at)) >= 0:
        try:
            value, at = _DECODER.raw_decode(content, start)
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found or None


def _claim(item: Any) -> RawClaim | None:
    if not isinstance(item, dict):
        return None
    spans = _texts(item.get("spans"))
    number = item.get("paragraph")
    if not spans:
        return None
    return RawClaim(
        paragraph=number if isinstance(number, int) and not isinstance(number, bool) else None,
        spans=spans,
        source=_text(item.get("source")),
        cue=_text(item.get("cue")),
        statement=_text(item.get("statement")),
        quantities=_texts(item.get("quantities")),
    )


def _texts(value: Any) -> tuple[str, ...]:
    """Return a list of texts; () when one is none, or when there are too many."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or len(items) > MOST_PIECES:
        return ()
    texts = tuple(_text(item) for item in items)
    return texts if all(texts) else ()


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) and len(value) <= LONGEST else ""
