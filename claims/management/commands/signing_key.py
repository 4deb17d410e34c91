"""`signing_key`: show the keys by which others check what this installation signed, or change it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import signing

ELSEWHERE = (
    "The key is the setting SIGNING_KEY. Make a new one with `openssl genpkey -algorithm ed25519`, set it, "
    "and add the public key that this command prints to RETIRED_SIGNING_KEYS."
)


class Command(BaseCommand):
    """Without an option nothing is changed."""

    help = "Print the public keys of this installation; --new makes a new key and keeps the old public one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option."""
        parser.add_argument("--new", action="store_true", help="sign with a new key from now on")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the keys, after a new one was made if that was asked for."""
        if options["new"]:
            try:
                before, now = signing.rotate()
            except signing.GivenFromOutside as error:
                raise CommandError(ELSEWHERE) from error
            self.stdout.write(f"key {now.id} signs from now on; what key {before.id} signed stays valid")
        for place, key in enumerate(signing.public_keys()):
            self.stdout.write(
                f"{'signs now' if place == 0 else 'retired'}: {key.id} SHA-256 {key.fingerprint}"
            )
            self.stdout.write(key.pem)
