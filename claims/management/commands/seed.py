"""manage.py seed: the demo newsroom, made once; safe to run at every start."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.ingest import demo
from tracker import env


class Command(BaseCommand):
    """Make the demo desk, its people (password: DEMO_PASSWORD) and the articles of seeds/."""

    help = "Make the demo newsroom: people with the password in DEMO_PASSWORD, and the articles in seeds/."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed what is missing; says one line when something was added."""
        password = env.text("DEMO_PASSWORD")
        if not password:
            raise CommandError("Set DEMO_PASSWORD to the password that the demo people shall have.")
        demo.people_seed(password=password)
        demo.sources_seed()
        added = [item for item in demo.articles_seed() if not item.already]
        if added and options["verbosity"]:
            self.stdout.write(f"{len(added)} articles added; the workers split them into claims.")
