"""`checkpoint`: sign the ends of all chains of the record and print the signature for keeping."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError

from claims import seal


class Command(BaseCommand):
    """Run it from cron; what it prints belongs where nobody who can change the database reaches."""

    help = "Sign the ends of all chains of the record since the last checkpoint, and print them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each new checkpoint, or that nothing was written since the last."""
        try:
            made = seal.checkpoint()
        except OperationalError as error:
            self.stderr.write(f"The record did not come to rest, try again: {error}")
            raise SystemExit(1) from error
        for mark in made:
            self.stdout.write(seal.line(mark))
        if not made:
            self.stdout.write("nothing new since the last checkpoint")
