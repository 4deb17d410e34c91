"""The public keys by which anybody checks what this installation signed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from claims import signing

from . import cached

CONTENT_TYPE = "text/plain; charset=utf-8"
WORDS = """\
Public keys of {site} (Ed25519). The first signs now, the others did before; what they signed stays valid.
OpenSSL reads the first key of a file: save the one you need by itself.
"""


@login_not_required
@require_safe
def signing_keys(request: HttpRequest) -> HttpResponseBase:
    """Send the present key and the retired ones as PEM, each with its id and fingerprint."""
    keys = signing.public_keys()
    return cached.page(request, cached.tag_of("keys", *keys), lambda: spelled(keys), CONTENT_TYPE)


def spelled(keys: list[signing.PublicKey]) -> str:
    """Return the keys as one text that is PEM with words between."""
    blocks = [f"key {key.id}\nSHA-256 {key.fingerprint}\n{key.pem}" for key in keys]
    return "\n".join([WORDS.format(site=settings.SITE_URL), *blocks])
