"""`record_grants`: print the SQL that takes the record out of the application's hands, or gives it back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from tracker.embedded import record_keeper


class Command(BaseCommand):
    """For a server of your own: pipe it to psql as a superuser, in the application's database."""

    help = "Print the SQL after which the application can add to the record and nothing else."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--back", action="store_true", help="give it back, before migrations")
        parser.add_argument("--role", help="the application's role (default: the user of DATABASE_URL)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the statements."""
        role = options["role"] or connection.settings_dict["USER"]
        statements = record_keeper.hand_back(role) if options["back"] else record_keeper.hand_over(role)
        self.stdout.write(f"BEGIN;\n{statements}\nCOMMIT;")
