"""Where the embedded servers keep things below DATA_DIR, and the addresses that follow from it.

Settings import this module, so it only computes: no server is asked, nothing heavy is imported. The one
thing it may write is a secret that did not exist yet.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

SHORT_NAME = "second-source"
DATABASE = "second_source"
ROLE = "app"
POSTGRES_PORT = 5432  # names the socket file only; always spelled out, or PGPORT would leak in
SOCKET_LIMIT = 100  # sun_path holds 104 bytes on macOS and 108 on Linux, the final NUL included


def run_dir(data_dir: Path) -> Path:
    """Return the directory of both sockets: DATA_DIR/run, or a short private one when that is too long."""
    wanted = data_dir.resolve() / "run"
    if len(os.fsencode(wanted / f".s.PGSQL.{POSTGRES_PORT}")) <= SOCKET_LIMIT:
        return wanted
    return Path("/tmp") / f"{SHORT_NAME}-{os.geteuid()}-{mark(data_dir)}"  # noqa: S108 - 0700, owner checked


def mark(data_dir: Path) -> str:
    """Return ten characters that stand for this DATA_DIR in places outside it."""
    return hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:10]


def database_url(data_dir: Path) -> str:
    """Return the address of the embedded PostgreSQL as `tracker.env.database` reads it."""
    host = quote(str(run_dir(data_dir)), safe="/")
    return f"postgres://{ROLE}@/{DATABASE}?host={host}&port={POSTGRES_PORT}"


def valkey_socket(data_dir: Path) -> Path:
    """Return the socket of the embedded Valkey."""
    return run_dir(data_dir) / "valkey.sock"


def redis_url(data_dir: Path) -> str:
    """Return the address of the embedded Valkey in redis-py's form, `unix:///path?db=0`."""
    return f"unix://{quote(str(valkey_socket(data_dir)), safe='/')}?db=0"


def broker_url(url: str) -> str:
    """Return a REDIS_URL as Celery's transport spells it: a socket is `redis+socket://`, the rest as is."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def kept_secret(data_dir: Path, name: str = "secret_key", length: int = 50) -> str:
    """Return the secret DATA_DIR/<name>, made at first need (owner-only) and the same ever after.

    `length` counts random bytes. Where DATA_DIR cannot be written the value lives for this process only:
    `manage.py up` refuses such a directory in words, and a read-only command still runs.
    """
    return kept_text(data_dir, name, lambda: secrets.token_urlsafe(length))


def kept_text(data_dir: Path, name: str, make: Callable[[], str]) -> str:
    """Return the secret of a form of its own DATA_DIR/<name>, which `make` makes at first need."""
    path = data_dir / name
    with suppress(OSError):
        if not path.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            _create_once(path, make())
    with suppress(OSError):
        return path.read_text(encoding="utf-8").strip()
    return make().strip()


def known_secret(data_dir: Path, name: str) -> str:
    """Return the secret DATA_DIR/<name> of an older release, empty when there is none."""
    with suppress(OSError):
        return (data_dir / name).read_text(encoding="utf-8").strip()
    return ""


def write_secret(path: Path, value: str) -> None:
    """Write a secret in place of the one that is there, whole or not at all."""
    part = _part(path, value)
    part.replace(path)


def _create_once(path: Path, value: str) -> None:
    """Write `value` unless the file is there; a linked temporary file, so nobody ever reads half of it."""
    if path.exists():
        return
    part = _part(path, value)
    try:
        os.link(part, path)
    except FileExistsError:  # another process was first: its value stands
        part.unlink()
    except OSError:  # a file system without links
        part.replace(path)
    else:
        part.unlink()


def _part(path: Path, value: str) -> Path:
    """Write `value` beside `path`, for its owner only; returns where."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value.strip() + "\n")
    return part
