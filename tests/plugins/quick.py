"""What makes a run of thousands of tests cheap, and changes nothing they see.

Tests with real transactions leave their rows in the database. Django empties every table after each, makes
the files of each table and index anew, and writes its own rows (content types, permissions) again: a fifth
of a second. Here the rows are deleted, in one statement to the server. What stands before the next test is
the same. Against a server whose superuser is not at hand Django does it its way.

Tests read the same few sentences again and again. What the sentence model says of a text is always the same
(tests/verify/vectors/test_encoder.py asks the model itself), so a process asks it once for each.
"""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

from claims.verify import readings
from claims.verify.vectors.encoder import vector_of
from tests.plugins.workers import ROOT

if TYPE_CHECKING:
    from claims.verify.vectors.encoder import Vector

KEPT = {"django_content_type", "auth_permission"}  # Django's own rows: the migrations made them
LARGE = (
    500_000  # bytes: from here on a new file is cheaper than deleting, and what was deleted still lies there
)
SIZES = "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'"

_djangos_way = TransactionTestCase._fixture_teardown


@cache
def known_vector(text: str) -> Vector:
    """Return the vector of a text, asked of the model once. It is everybody's: nobody may write to it."""
    vector = vector_of(text)
    vector.setflags(write=False)
    return vector


def pytest_configure() -> None:
    """Empty the tables in our way, and keep vectors."""
    readings.vector_of = known_vector
    TransactionTestCase._fixture_teardown = lambda case: empty() or _djangos_way(case)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Load the test files from the last one on in every second process; the others begin with the first.

    Half way each finds what the other has compiled. A file that cannot be loaded is left to collecting, which
    says why.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    if number % 2 and session.config.args == session.config.getini("testpaths"):
        for file in sorted((ROOT / "tests").rglob("test_*.py"), reverse=True):
            with suppress(Exception, pytest.skip.Exception):
                import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was loaded: it stays for the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def empty() -> bool:
    """Delete all rows of the test's database; False when its superuser is not at hand."""
    known = connection.settings_dict
    try:
        opened = psycopg.connect(
            host=known["HOST"], port=known["PORT"] or None, user="postgres", dbname=known["NAME"]
        )
    except psycopg.OperationalError:
        return False
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    names = {name: sql.Identifier(name).as_string() for name in tables if name not in KEPT}
    every = ", ".join(names.values())
    with opened:
        # No trigger fires, and whoever still writes is waited for.
        opened.execute("SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '60s'")
        opened.execute(f"LOCK {every} IN EXCLUSIVE MODE")
        sizes = dict(opened.execute(SIZES, [list(names)]).fetchall())
        if max(sizes.values()) > LARGE:
            opened.execute(f"TRUNCATE {every}")
        else:
            opened.execute(
                ";".join(f"DELETE FROM {names[name]}" for name, size in sizes.items() if size) or "SELECT"
            )
    return True
