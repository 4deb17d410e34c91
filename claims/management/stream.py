"""Documents of the match command: JSON lines read, or refused in words. Pure: no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from claims.extract.given import Given


class BadLine(ValueError):
    """A line of input that is no document; the message says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it comes in; `claims` is None when they are to be found."""

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: datetime | None = None
    day_only: bool = False
    claims: tuple[Given, ...] | None = None


def read_document(line: str) -> Document:
    """Return the document of one JSON line.

    Raises:
        BadLine: the line is no JSON object with strings "doc_id" and "text", or a field makes no sense.
    """
    try:
        data = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLine(f"not JSON ({error})") from error
    if not isinstance(data, dict):
        raise BadLine("not a JSON object")
    published, day_only = _published(data.get("published"))
    return Document(
        id=_text(data, "doc_id", needed=True),
        text=_text(data, "text", needed=True),
        title=_text(data, "title"),
        outlet=_text(data, "outlet"),
        url=_text(data, "url"),
        published=published,
        day_only=day_only,
        claims=_claims(data.get("claims")),
    )


def _text(data: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
    value = data.get(key)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise BadLine(f'"{key}" is {"missing" if value is None else "no text"}')
    if needed and not value.strip():
        raise BadLine(f'"{key}" is empty')
    return value.replace("\0", " ")


def _published(value: Any) -> tuple[datetime | None, bool]:
    if value in (None, ""):
        return None, False
    try:
        day = date.fromisoformat(value) if len(value) == len("2025-06-09") else None
        moment = datetime(day.year, day.month, day.day, 12) if day else datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadLine(f'"published" is no ISO date: {value!r}') from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC), day is not None


def _claims(value: Any) -> tuple[Given, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise BadLine('"claims" is no list')
    return tuple(_claim(item) for item in value)


def _claim(value: Any) -> Given:
    if not isinstance(value, dict):
        raise BadLine("a claim is not a JSON object")
    return Given(
        id=_text(value, "claim_id", needed=True),
        text=_text(value, "text", needed=True),
        speaker=_text(value, "speaker"),
        quote=_text(value, "content_quote"),
    )
