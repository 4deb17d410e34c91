"""What stands for all tests of a module: made once, where each test would otherwise make the same again.

It lies in a transaction around the module's tests. Each test has its own inside it, as ever, so what a test
does to the rows is taken back after it; what it does to the objects in memory would stay, so every test gets
copies of those. A module with tests that commit can have nothing standing: they would wait for it for ever.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

T = TypeVar("T")
COMMITS = {"transactional_db", "live_server"}


def commits(item: pytest.Item) -> bool:
    """Return whether a test works without a transaction around it."""
    marked = item.get_closest_marker("django_db")
    return bool(marked and marked.kwargs.get("transaction")) or bool(COMMITS & set(item.fixturenames))


@pytest.fixture(scope="module")
def standing(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[Callable[[], T]], Callable[[], T]]]:
    """Return what makes something once for the module: `standing(make)` gives what gives copies of it."""
    module = request.node.nodeid
    at_fault = [
        item.nodeid
        for item in request.session.items
        if item.nodeid.startswith(f"{module}::") and commits(item)
    ]
    assert not at_fault, f"nothing can stand in a module with tests that commit: {at_fault}"
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined] # freezing asks for a transaction of its own

    def made(make: Callable[[], T]) -> Callable[[], T]:
        with django_db_blocker.unblock():
            once = make()
        return lambda: copy.deepcopy(once)

    with django_db_blocker.unblock():
        around.__enter__()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
