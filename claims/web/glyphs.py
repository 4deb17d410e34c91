"""The icons of the sprite as drawings of their own, for charts that also stand where no page is."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

SPRITE = "icons.svg"
_SYMBOL = re.compile(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>', re.DOTALL)
_GROUND = re.compile(r'<path stroke="none"[^>]*/>')


@cache
def glyphs() -> dict[str, str]:
    """Return the shapes of every icon by its name, in a square of 24. Raises FileNotFoundError."""
    path = finders.find(SPRITE)
    if not isinstance(path, str):
        raise FileNotFoundError(SPRITE)
    found = _SYMBOL.findall(Path(path).read_text(encoding="utf-8"))
    return {name: _GROUND.sub("", shapes).strip() for name, shapes in found}
