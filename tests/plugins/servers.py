"""The servers of a test run: one PostgreSQL and one Valkey, started by the controller, shared by its workers.

Their addresses follow from the directory, so they stand in the environment before the settings are read.
With DATABASE_URL and REDIS_URL set nothing is started: the tests use those servers.
"""

from __future__ import annotations

import os
import subprocess

import django
import pytest
from django.conf import settings

from tests.plugins import template
from tracker.embedded import paths
from tracker.embedded.testing import TemporaryServers

_servers: TemporaryServers | None = None
_making: subprocess.Popen[bytes] | None = None  # the process that migrates the database the workers copy


def set_django_up() -> None:
    """Put the servers' addresses into the environment, then load Django: plugins import models."""
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
    django.setup()
    # xdist workers inherit the environment. With this name in it pytest-django would read their settings
    # before they have a Valkey number of their own, and a test's hints would go to another number's queue.
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    if "second-source-test-" in str(settings.STATIC_ROOT):
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # or every client warns that it is not there
    # Static files are read where they lie: a fresh clone has collected none, a live server knows no hashes.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def _own_number(redis_url: str, number: int) -> str:
    """Return the embedded server's address with a database number of its own; others stay as they are."""
    return (
        redis_url.replace("?db=0", f"?db={number % 16}") if "second-source-test-" in redis_url else redis_url
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers in the controller (or the only process)."""
    global _making  # noqa: PLW0603
    if _servers is not None and not config.option.collectonly:
        _servers.start()
        if config.getoption("numprocesses", None):
            _making = template.begin(_servers.data_dir)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    if _making is not None:
        _making.terminate()
    if _servers is not None:
        _servers.stop()
