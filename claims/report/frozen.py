"""A frozen edition read piece by piece, so that one of very many claims never stands in memory at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

from django.db import connection

from .formats.sealed import Sealed
from .signatures import sealed

Content = dict[str, Any]
AT_ONCE = 100  # claims that come with one round trip


def around(pk: UUID) -> tuple[Content, Sealed]:
    """Return the content of an edition without its claims, and its seal with the signature."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (content - 'claims')::text, sha256, signatures::text FROM claims_reportedition"
            " WHERE id = %s",
            [pk],
        )
        text, sha256, signatures = cursor.fetchone()
    return json.loads(text), sealed(sha256, json.loads(signatures))


def claims(pk: UUID, behind: int = 0) -> Iterator[Content]:
    """Yield the claims of an edition in their order, those behind the first `behind`."""
    yield from map(json.loads, texts(pk, behind))


def texts(pk: UUID, behind: int = 0) -> Iterator[str]:
    """Yield the same as JSON, each in one line."""
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(
            "SELECT claim::text FROM claims_reportedition,"
            " jsonb_array_elements(content->'claims') WITH ORDINALITY AS claims(claim, place)"
            " WHERE id = %s AND place > %s ORDER BY place",
            [pk, behind],
        )
        while rows := cursor.fetchmany(AT_ONCE):
            yield from (text for (text,) in rows)
