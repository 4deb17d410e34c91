"""Typed readers of the environment. `NAME_FILE` may name a file that holds the value of `NAME`."""

from __future__ import annotations

import os
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


class BadSetting(Exception):
    """A setting holds a value that cannot be used; the message names it and what is wanted."""


def text(name: str, default: str = "") -> str:
    """Return the variable, or the stripped content of the file that `NAME_FILE` points to."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE: {path} cannot be read ({error.strerror})") from error
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable; raises BadSetting for anything that is neither."""
    value = text(name, "yes" if default else "no").strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise BadSetting(f"{name} must be yes or no, not {value!r}")


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number >= `least`; raises BadSetting otherwise."""
    value = text(name, str(default)).strip()
    if not value.lstrip("-").isdigit() or int(value) < least:
        raise BadSetting(f"{name} must be a whole number of at least {least}, not {value!r}")
    return int(value)


def amount(name: str, default: str = "") -> Decimal | None:
    """Return a sum of money or the like >= 0, None when it is empty; raises BadSetting otherwise."""
    value = text(name, default).strip()
    if not value:
        return None
    try:
        found = Decimal(value)
    except InvalidOperation as error:
        raise BadSetting(f"{name} must be a number such as 0.15, not {value!r}") from error
    if not found.is_finite() or not 0 <= found < 1_000_000_000:
        raise BadSetting(f"{name} must be a number of at least 0, not {value!r}")
    return found


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty items."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def database(url: str) -> dict[str, Any]:
    """Return Django's connection settings for `postgres://user:password@host:port/name?host=/socket`.

    A `host` in the query string (a socket directory) wins over the one in the address; other query
    values become connection options (`sslmode=require`). Raises BadSetting for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("DATABASE_URL must start with postgres:// (Second Source needs PostgreSQL)")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "second_source",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
    }


def mail(url: str, folder: str) -> dict[str, Any]:
    """Return Django's settings for sending mail by `smtp://user:password@host:587?tls=yes`.

    `smtps://` speaks TLS from the start (port 465); `console:` writes messages to the log; without an
    address they are put into files in `folder`. Raises BadSetting for anything else.
    """
    parts = urlsplit(url.strip())
    backends = "django.core.mail.backends"
    if not parts.scheme:
        if url.strip():
            raise BadSetting("EMAIL_URL must be like smtp://user:password@host:587?tls=yes, or console:")
        return {"EMAIL_BACKEND": f"{backends}.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{backends}.console.EmailBackend"}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadSetting("EMAIL_URL must start with smtp:// or smtps:// and name a host, or be console:")
    try:
        port = parts.port or (465 if parts.scheme == "smtps" else 25)
    except ValueError as error:
        raise BadSetting("EMAIL_URL: the port must be a number") from error
    return {
        "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": dict(parse_qsl(parts.query)).get("tls", "").lower() in TRUE,
    }
