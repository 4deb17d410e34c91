"""Every address once more, each request in transactions of its own, as the running server has them."""

from __future__ import annotations

import pytest

from tests.security import test_routes
from tests.security.test_routes import EDITOR, ROUTES, RULED, address_of, assert_none, signed_in

no_broker = test_routes.no_broker
people = pytest.fixture(test_routes.people_of)
world = pytest.fixture(test_routes.world_of)


@pytest.mark.django_db(transaction=True)
def test_no_address_breaks_where_no_test_holds_a_transaction(people, world):
    """Inside a test's transaction a lock works that fails in the running server."""
    client = signed_in(people[EDITOR])
    broken = []
    for name in RULED:
        for method in ("get", "post"):
            address = address_of(name, world)
            answer = getattr(client, method)(address, ROUTES[name].data if method == "post" else {})
            if answer.status_code >= 500:
                broken.append(f"{method} {name}")
    assert_none(broken)
