"""Shared by all tests: the servers they run against, and the people and things they speak of."""

from __future__ import annotations

import os
import sys

# A run starts dozens of processes that load what this one does. What is compiled is kept for them, also where
# Python is told to keep nothing: else each compiles it again, and pytest rewrites every assertion again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

pytest.register_assert_rewrite("tests.plugins", "tests.cast")

from tests.plugins import servers, template  # noqa: E402 - after the line above, or its asserts stay plain

servers.set_django_up()

pytest_plugins = [
    *(f"tests.plugins.{name}" for name in ("servers", "quick", "standing", "browser", "workers", "order")),
    "tests.cast",
]

# How quick this machine is at the moment is no property of the code: examples may take their time.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let each process of a run copy the one database that was migrated."""
    template.take()
