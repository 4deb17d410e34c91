"""Run by the supervisor in a process of its own: migrations, static files, seeds, in one Django start.

Writes who can sign in with the demo password to the file named as its argument, for the closing block.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands

from .progress import Progress

MOST_PEOPLE = 8


def main(people: Path, demo: bool) -> None:
    """Bring everything up to date, a line per step."""
    django.setup()
    progress = Progress()
    with progress.step("Bringing the database up to date"):
        call_command("migrate", interactive=False, verbosity=0)
    with progress.step("Collecting static files"):
        call_command("collectstatic", interactive=False, verbosity=0)
    if demo and "seed" in get_commands():
        with progress.step("Loading the demo newsroom"):
            call_command("seed", verbosity=0)
    people.write_text(json.dumps(_who_can_sign_in(os.environ.get("DEMO_PASSWORD", "")) if demo else []))


def _who_can_sign_in(password: str) -> list[tuple[str, str]]:
    """Return name and role of the earliest accounts that still have the demo password."""
    accounts = get_user_model().objects.filter(is_active=True).order_by("date_joined", "pk")[:MOST_PEOPLE]
    return [
        (user.get_username(), str(getattr(user, "role", "")))
        for user in accounts
        if user.check_password(password)
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), demo="--demo" in sys.argv)
