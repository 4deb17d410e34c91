"""Public pages that cost little: made once, kept for some minutes, answered with 304 to who has them.

The tag names everything a page is made from: the edition, the desk's choices, the later editions and the
templates of this release. A page that is taken back is gone at once here; caches between us and the reader
keep it for FRESH seconds at most.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Callable
from functools import cache as once
from pathlib import Path
from typing import Any, TypeVar

import redis
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

FRESH = 60  # seconds
KEPT = 600  # seconds that a made page is kept
LARGEST = 300_000  # bytes, compressed, of a page that is kept: the store is shared with the queue
CONTENT_TYPE = "text/html; charset=utf-8"
FAILURES = (redis.RedisError, OSError)
log = logging.getLogger(__name__)
T = TypeVar("T")


@once
def release() -> str:
    """Return a hash of the templates and styles that public pages are made from."""
    whole = hashlib.sha256()
    for folder, pattern in (("templates/claims/report", "*.html"), ("static/css", "*.css")):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob(pattern)):
            whole.update(path.read_bytes())
    return whole.hexdigest()


def tag_of(*parts: object) -> str:
    """Return the entity tag of what is made from `parts`."""
    everywhere = (release(), settings.SITE_URL, settings.CORRECTIONS_CONTACT)
    said = "\n".join(str(part) for part in (*everywhere, *parts))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def page(
    request: HttpRequest, tag: str, make: Callable[[], str], content_type: str = CONTENT_TYPE
) -> HttpResponseBase:
    """Return the page that `tag` names, made by `make` unless it is kept; 304 to who has it."""
    same = get_conditional_response(request, etag=tag)
    response: HttpResponseBase = same or HttpResponse(_body(tag, make), content_type=content_type)
    return marked(response, tag)


def marked(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Return the response with its tag, which anybody may keep for FRESH seconds."""
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={FRESH}"
    return response


def remembered(key: str, make: Callable[[], T], seconds: int) -> T:
    """Return what is kept under `key`, else what `make` returns, kept for `seconds`.

    A store that fails costs time, not the page.
    """
    kept: T | None = _kept(key)
    if kept is not None:
        return kept
    made = make()
    _keep(key, made, seconds)
    return made


def _body(tag: str, make: Callable[[], str]) -> bytes:
    key = f"public-page:{tag}"
    packed: bytes | None = _kept(key)
    if packed is not None:
        return zlib.decompress(packed)
    body = make().encode()
    packed = zlib.compress(body, 1)
    if len(packed) <= LARGEST:
        _keep(key, packed, KEPT)
    return body


def _kept(key: str) -> Any:
    try:
        return cache.get(key)
    except FAILURES:
        return None


def _keep(key: str, value: object, seconds: int) -> None:
    try:
        cache.set(key, value, seconds)
    except FAILURES:
        log.warning("What a public page is made from could not be kept.")
