"""Shared by all tests: the servers they run against."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.plugins")

from tests.plugins import servers  # noqa: E402 - after the line above, or its asserts stay plain

servers.point_settings_at_servers()

pytest_plugins = ["tests.plugins.servers"]
