"""Structured data of a public claim page, for search engines.

A claim is a ClaimReview where it is rated; it stands in the page as JSON-LD, in a block that runs nothing.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString

from ..formats import claimreview
from ..formats.sealed import Sealed

Content = dict[str, Any]
IN_MARKUP = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def of_claim(claim: Content, *, around: Content, sealed: Sealed, address: str) -> Content:
    """Return the structured data of one claim of a published edition.

    `around` is the content of the edition without its claims, `sealed` the seal of the whole, `address` the
    public address of the claim's page. All is as readers have it: without names of staff unless the desk
    wishes them.
    """
    return claimreview.of(around, claim, sealed, url=address)


def spelled(data: Content | None) -> SafeString:
    """Return the data as JSON that can stand in a page: no text of a claim ends the block. "" for none."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True).translate(IN_MARKUP) if data else ""
    return SafeString(text)
