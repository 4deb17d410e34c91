"""What stands in a public address: 160 bits that nobody can guess and no copy of the database gives away.

The row keeps a random seed and the SHA-256 of the token. The token is made from the seed with the key of the
installation, so the desk can copy the address at any time, and is found by its hash. With another SECRET_KEY
old addresses go on working, but can no longer be shown: a new address can then be made.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from claims.models import PublicLink

BYTES = 20
LENGTH = 27  # of a token, in letters, digits, "-" and "_"


def new_seed() -> str:
    """Return 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def token_from(seed: str) -> str:
    """Return the token that belongs to a seed in this installation."""
    digest = salted_hmac("claims.report.public", seed, algorithm="sha256").digest()[:BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(token: str) -> str:
    """Return the SHA-256 by which a token is found."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def path_of(link: PublicLink) -> str:
    """Return the path of a public address, "" when this installation cannot make it any more."""
    token = token_from(link.seed)
    return reverse("claims:public", args=[token]) if hash_of(token) == link.token_hash else ""


def address_of(link: PublicLink) -> str:
    """Return the whole public address, "" when this installation cannot make it any more."""
    path = path_of(link)
    return f"{settings.SITE_URL}{path}" if path else ""
