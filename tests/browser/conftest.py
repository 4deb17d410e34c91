"""What all browser tests share: a database that is at rest before it is emptied; rounds through all pages."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from claims.models import Role
from tests.browser.rounds import OPEN, Round
from tests.plugins.workers import wait_until
from tests.security.test_routes import world_of

world = pytest.fixture(world_of)


BUSY = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
          AND pid <> pg_backend_pid() AND state <> 'idle'"""


@pytest.fixture(autouse=True)
def at_rest(request, transactional_db):
    """Wait for the answers that a page had still asked for, or emptying the tables meets them."""
    yield
    if "chromium" in request.fixturenames:
        for context in request.getfixturevalue("chromium").contexts:
            context.close()
    assert wait_until(lambda: not _answering() and not _busy(), 30), (_answering(), _busy())


def _answering() -> list[str]:
    """Return the threads of the live server that still have a browser at the other end."""
    return [thread.name for thread in threading.enumerate() if "process_request_thread" in thread.name]


def _busy() -> int:
    with connection.cursor() as cursor:
        cursor.execute(BUSY)
        return int(cursor.fetchone()[0])


@pytest.fixture
def round_of(chromium, live_server, alice, ada, dana):
    """Return how to begin a round with a kind of screen."""
    begun = []
    people = {Role.EDITOR: alice, Role.ADMIN: ada, Role.VIEWER: dana, OPEN: None}

    def begin(**options):
        begun.append(Round(chromium, live_server.url, people, **options))
        return begun[-1]

    yield begin
    for each in begun:
        each.end()
