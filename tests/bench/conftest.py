"""Shared by the benches of pages."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tracker import memory


@pytest.fixture
def settled() -> Iterator[None]:
    """Load and keep in memory what a web worker does before its first request (`tracker.wsgi`)."""
    before = gc.get_threshold()
    memory.settle()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)
