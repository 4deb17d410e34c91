"""One migration stands for the 25 before it: an installation that ran them has nothing to do."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from claims.management.commands.migrate import REPLACED


@pytest.fixture
def ran(db):
    """The rows that say which of our migrations have run."""
    return MigrationRecorder(connection).migration_qs.filter(app="claims")


def test_a_database_that_ran_all_that_was_replaced_is_up_to_date(ran):
    ran.filter(name="0001_schema").delete()
    assert ran.count() >= len(REPLACED)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    call_command("migrate", verbosity=0)
    assert ran.filter(name="0001_schema").exists()


def test_a_database_that_stops_half_way_says_how_to_go_on(ran):
    ran.filter(name__gte="0014").delete()
    with pytest.raises(CommandError, match=r"stands at 0013_queue_tools.*An older database"):
        call_command("migrate", verbosity=0)


def test_the_models_are_what_the_migrations_made(db):
    told = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert "No changes" in told.getvalue()
