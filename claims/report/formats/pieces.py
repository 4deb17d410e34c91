"""A file written piece by piece: what stands before the claims, each claim, what stands after them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from claims.models import ExportKind

from . import csv, json, markdown
from .sealed import UNSEALED, Sealed

Content = dict[str, Any]


@dataclass(frozen=True)
class Pieces:
    """The parts of a file; `row` takes the content of one claim, whose position says if it is the first."""

    head: bytes
    row: Callable[[Content], bytes]
    tail: bytes


def pieces(kind: str, around: Content, sealed: Sealed | None) -> Pieces:
    """Return the parts of a file in the format `kind`; `around` is its content without the claims."""
    if kind == ExportKind.CSV:
        return Pieces(csv.head(), lambda claim: csv.row(around, claim, sealed), b"")
    if kind == ExportKind.MARKDOWN:
        return Pieces(markdown.head(around, sealed or UNSEALED), markdown.row(around), b"")
    return Pieces(
        json.head(around, sealed),
        lambda claim: json.row(claim, first=claim["position"] == 1),
        json.tail(around, sealed),
    )
