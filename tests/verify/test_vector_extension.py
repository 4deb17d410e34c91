"""A server of one's own without pgvector says what to do, instead of failing somewhere in a migration."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import psycopg
import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from claims.migrations.schema.functions import have_vectors


@pytest.fixture
def bare(db: None) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a database without any extension, owned by a role that may make none."""
    params = {
        key: value
        for key, value in connection.get_connection_params().items()
        if key not in {"cursor_factory", "context", "prepare_threshold"}
    }
    with psycopg.connect(**params, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS without_vectors")
        server.execute("CREATE DATABASE without_vectors TEMPLATE template0")
        other = ConnectionHandler({"default": {**connection.settings_dict, "NAME": "without_vectors"}})[
            "default"
        ]
        yield other
        other.close()
        server.execute("DROP DATABASE without_vectors")


def test_a_database_without_the_extension_says_what_to_run(bare):
    with pytest.raises(CommandError) as refused:
        have_vectors(None, SimpleNamespace(connection=bare))
    assert "in database without_vectors as a superuser: CREATE EXTENSION vector;" in str(refused.value)


def test_a_database_that_has_it_is_left_alone(db):
    have_vectors(None, SimpleNamespace(connection=connection))


def test_too_old_an_extension_is_refused(bare):
    with bare.cursor() as cursor:
        cursor.execute("CREATE SCHEMA old")
        cursor.execute("CREATE TABLE old.pg_extension AS SELECT 'vector' AS extname, '0.7.4' AS extversion")
        cursor.execute("SET search_path = old, pg_catalog")
    with pytest.raises(CommandError, match=r"pgvector 0\.7\.4 is too old"):
        have_vectors(None, SimpleNamespace(connection=bare))
