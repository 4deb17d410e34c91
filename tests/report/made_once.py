"""An edition, its desk and its people, made once for a module that takes them over by name:

newsroom, own, foreign_desk, alice, bob, edition = made_once.FIXTURES
"""

from __future__ import annotations

import pytest

from claims.models import Desk, Role
from tests.cast import person
from tests.report.conftest import edition_of


def newsroom_of(edition_of):
    """Return the fixture of a desk, two people and what `edition_of(bob, alice)` makes."""

    @pytest.fixture(scope="module")
    def newsroom(standing):
        def make():
            desk = Desk.objects.create(name="Foreign desk")
            alice, bob = person("alice", Role.EDITOR, desk), person("bob", Role.REPORTER, desk)
            return {"foreign_desk": desk, "alice": alice, "bob": bob, "edition": edition_of(bob, alice)}

        return standing(make)

    return newsroom


@pytest.fixture
def own(db, newsroom):
    """Return the test's own copies."""
    return newsroom()


@pytest.fixture
def foreign_desk(own):
    return own["foreign_desk"]


@pytest.fixture
def alice(own):
    return own["alice"]


@pytest.fixture
def bob(own):
    return own["bob"]


@pytest.fixture
def edition(own):
    return own["edition"]


FIXTURES = newsroom_of(edition_of), own, foreign_desk, alice, bob, edition
