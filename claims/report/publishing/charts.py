"""The charts of an edition, kept for some minutes: of 10,000 claims they take seconds, and never change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from typing import Any
from uuid import UUID

from ..formats.figures import Picture, pictures_of
from . import cached

Content = dict[str, Any]


def charts_of(edition: UUID, sha256: str, content: Callable[[], Content]) -> list[Picture]:
    """Return the charts of the edition; `content` is what its readers have, which `sha256` seals."""
    kept = cached.remembered(
        f"charts:{edition}:{sha256}:{cached.release()}",
        lambda: [astuple(picture) for picture in pictures_of(content()["claims"])],
        cached.KEPT,
    )
    return [Picture(*row) for row in kept]
