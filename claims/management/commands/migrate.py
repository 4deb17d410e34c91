"""Django's own `migrate`, with a sentence for a database that stops in the middle of the first 25."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

REPLACED = frozenset(import_module("claims.migrations.0001_schema").Migration.replaces)


class Command(Migrate):
    """Bring the database up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; raises CommandError where some, but not all, of the replaced migrations have run."""
        ran = MigrationRecorder(connections[options["database"]]).applied_migrations().keys() & REPLACED
        if ran and ran != REPLACED:
            raise CommandError(
                f"This database is of an older version and stands at {max(ran)[1]}. The steps from there to "
                f"{max(REPLACED)[1]} are one now. Take them with the last version that still had them: "
                'docs/operations.md, "An older database".'
            )
        super().handle(*args, **options)
