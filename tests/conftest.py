"""Shared by all tests: the servers they run against, and the people and things they speak of."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("tests.plugins", "tests.cast")

from tests.plugins import servers  # noqa: E402 - after the line above, or its asserts stay plain

servers.set_django_up()

pytest_plugins = [
    "tests.plugins.servers",
    "tests.plugins.browser",
    "tests.plugins.workers",
    "tests.plugins.order",
    "tests.cast",
]

# How quick this machine is at the moment is no property of the code: examples may take their time.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
