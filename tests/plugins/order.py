"""In which order test files are handed to the processes of `make test`: the long ones first.

A file stays whole (`--dist loadfile`), so that what its tests share is made once. Handed out last, a file of
two minutes would keep one process busy while the other has nothing left.

Marks that put tests into groups (`--dist loadgroup`) are not used: with pytest 9.2 pytest-xdist 3.8 does not
see them, and says nothing.
"""

from __future__ import annotations

import pytest

LONG_FIRST = (
    "tests/browser/test_every_page.py",
    "tests/reliability/test_killed_worker.py",
    "tests/verify/test_match_command.py",
    "tests/reliability/",
    "tests/browser/",
    "tests/verify/test_any_order.py",
    "tests/asof/",
    "tests/embedded/",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort by place in the list above; within a file, and after the list, nothing is moved."""
    items.sort(
        key=lambda item: next((n for n, name in enumerate(LONG_FIRST) if item.nodeid.startswith(name)), 99)
    )
