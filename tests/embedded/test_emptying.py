"""The tables are empty after a test with real transactions, however they were emptied."""

from __future__ import annotations

import pytest
from django.apps import apps

from tests.plugins import quick
from tests.review.acting import act


def filled() -> set[str]:
    return {model.__name__ for model in apps.get_models() if model.objects.exists()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("large", [quick.LARGE, 0], ids=["deleted", "truncated"])
def test_nothing_is_left_but_what_the_migrations_made(as_user, bob, twelve, monkeypatch, large):
    assert act(as_user(bob), twelve, "accept").status_code == 303
    assert {"Claim", "AuditEntry", "AuditChain", "User", "Session"} <= filled(), "the control: there are rows"
    monkeypatch.setattr(quick, "LARGE", large)
    if not quick.empty():
        pytest.skip("no superuser of the test database at hand")
    assert filled() == {"ContentType", "Permission"}
