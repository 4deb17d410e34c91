"""An edition as JSON: the content as frozen, with the seal that proves it. docs/report-format.md."""

from __future__ import annotations

import json
from typing import Any

from .sealed import Sealed

CONTENT_TYPE = "application/json; charset=utf-8"


def render(content: dict[str, Any], sealed: Sealed) -> bytes:
    """Return the file: content, seal and signature, keys sorted, two spaces, one final line break."""
    whole = {"content": content, **_proof(sealed)}
    return (json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def head(content: dict[str, Any], sealed: Sealed | None) -> bytes:
    """Return what stands before the first claim; `head`, `row` of each claim and `tail` make the same file.

    Without a seal (a list that is not frozen) the file has no keys `sha256` and `signature`.
    """
    return _around(content, sealed)[0]


def tail(content: dict[str, Any], sealed: Sealed | None) -> bytes:
    """Return what stands after the last claim."""
    return _around(content, sealed)[1]


def row(claim: dict[str, Any], *, first: bool) -> bytes:
    """Return one claim, with the comma before it unless it is the first."""
    text = json.dumps(claim, ensure_ascii=False, indent=2, sort_keys=True)
    return (("" if first else ",") + f"\n{text}".replace("\n", "\n" + " " * 6)).encode()


def _proof(sealed: Sealed | None) -> dict[str, Any]:
    return {"sha256": sealed.sha256, "signature": sealed.data} if sealed else {}


def _around(content: dict[str, Any], sealed: Sealed | None) -> tuple[bytes, bytes]:
    """Return the file without claims, cut where they belong.

    A list that holds 0 alone marks the place: raw line breaks stand between values only, so no text of a
    claim can be taken for it.
    """
    whole = {"content": {**content, "claims": [0]}, **_proof(sealed)}
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    before, after = text.split('\n    "claims": [\n      0\n    ]', 1)
    return (before + '\n    "claims": [').encode(), ("\n    ]" + after).encode()
