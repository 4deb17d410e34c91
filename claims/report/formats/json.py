"""An edition as JSON: the content as frozen, with the seal that proves it. docs/report-format.md."""

from __future__ import annotations

import json
from typing import Any

CONTENT_TYPE = "application/json; charset=utf-8"


def render(content: dict[str, Any], sha256: str) -> bytes:
    """Return the file: {"content": ..., "sha256": ...}, keys sorted, two spaces, one final line break."""
    whole = {"content": content, "sha256": sha256}
    return (json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
