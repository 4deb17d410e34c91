"""The servers of a test run: one PostgreSQL and one Valkey, started by the controller, shared by its workers.

Their addresses follow from the directory, so they stand in the environment before the settings are read.
With DATABASE_URL and REDIS_URL set nothing is started: the tests use those servers.
"""

from __future__ import annotations

import os

import pytest
from django.conf import settings

from tracker.embedded import paths
from tracker.embedded.testing import TemporaryServers

_servers: TemporaryServers | None = None


def point_settings_at_servers() -> None:
    """Put the addresses into the environment and name the settings module; call it before Django loads."""
    global _servers  # noqa: PLW0603 - made here, started and stopped by the hooks below
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    os.environ.setdefault("SECRET_KEY", "only for tests")
    if not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        _servers = TemporaryServers()
        os.environ["DATA_DIR"] = str(_servers.data_dir)
        os.environ.setdefault("DATABASE_URL", paths.database_url(_servers.data_dir))
        os.environ.setdefault("REDIS_URL", paths.redis_url(_servers.data_dir))
    elif worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["REDIS_URL"] = _own_number(os.environ["REDIS_URL"], int(worker.removeprefix("gw")) + 1)


def _own_number(redis_url: str, number: int) -> str:
    """Return the embedded server's address with a database number of its own; others stay as they are."""
    return (
        redis_url.replace("?db=0", f"?db={number % 16}") if "second-source-test-" in redis_url else redis_url
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers in the controller (or the only process)."""
    if _servers is not None and not config.option.collectonly:
        _servers.start()
    settings.DATABASES  # noqa: B018 - loads them now: pytest-django sets Django up if it finds them loaded


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    if _servers is not None:
        _servers.stop()
