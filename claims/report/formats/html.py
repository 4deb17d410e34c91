"""An edition as one HTML file that needs nothing else: styles and icons inside, no script, no web fonts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from .figures import pictures_of
from .page import page_of
from .sealed import Sealed

CONTENT_TYPE = "text/html; charset=utf-8"
STYLESHEETS = ("css/tokens.css", "css/app.css", "css/charts.css", "css/report.css")
SPRITE = "icons.svg"


def render(content: dict[str, Any], sealed: Sealed) -> bytes:
    """Return the file, to be opened from a disk without a network."""
    context = {"page": page_of(content, sealed), "charts": pictures_of(content["claims"])}
    page = str(render_to_string("claims/report/edition_file.html", context))
    # What stands for the parts holds a "<" or a plain quotation mark, so no text of a report can be taken
    # for it: there both are escaped.
    page = page.replace("<style></style>", f"<style>\n{_own(*STYLESHEETS)}</style>", 1)
    page = page.replace("<svg></svg>", _own(SPRITE).replace("<svg ", "<svg hidden ", 1), 1)
    return page.replace(f'href="{static(SPRITE)}#', 'href="#').encode()


@cache
def _own(*names: str) -> str:
    """Return our own styles or icons as they stand in static/."""
    return "\n".join(Path(_found(name)).read_text(encoding="utf-8") for name in names)


def _found(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return path
