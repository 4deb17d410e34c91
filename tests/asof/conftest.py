"""Two claims that the tests of pages of the past speak of."""

from __future__ import annotations

import pytest

from claims.models import Claim
from tests.verify.scene import earlier_claim, later_claim


@pytest.fixture
def first(foreign_desk, authority, bob) -> Claim:
    return earlier_claim(foreign_desk, authority, bob)


@pytest.fixture
def second(foreign_desk, authority) -> Claim:
    return later_claim(foreign_desk, authority)
