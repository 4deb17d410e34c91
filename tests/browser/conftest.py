"""Rounds through all pages: the world they find, and who goes."""

from __future__ import annotations

import pytest

from claims.models import Role
from tests.browser.rounds import OPEN, Round
from tests.security import test_routes

world = test_routes.world


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
