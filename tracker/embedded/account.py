"""The operating-system account of the embedded servers, and directories only that account may enter.

PostgreSQL refuses to run as root. Started by root, the servers therefore run as a system account of their
own; started by anybody else, they run as that person and nothing here changes an owner.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from .paths import SHORT_NAME

CLEAN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}  # PGPORT and its like would leak in


class CannotStart(Exception):
    """Something outside the program stands in the way; the message says what, and what to do."""


class Identity(TypedDict, total=False):
    """The arguments of subprocess that change the account of a child."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account that servers are switched to."""

    uid: int
    gid: int
    name: str


def server_account(data: Path) -> Account | None:
    """Return the account for the servers whose files lie in `data`; None means: stay who you are.

    A directory that already belongs to an ordinary account keeps it, so that `sudo make run` after
    `make run` works. Otherwise a system account is reused or made, and `nobody` is the last resort.
    """
    if os.geteuid() != 0:
        return None
    owner = data.stat().st_uid if data.exists() else 0
    for key in (owner, SHORT_NAME.replace("-", "")):
        if key and (found := _lookup(key)):
            return found
    return _made(SHORT_NAME.replace("-", "")) or _nobody()


def _lookup(key: int | str) -> Account | None:
    """Return the account of that number or name."""
    try:
        entry = pwd.getpwuid(key) if isinstance(key, int) else pwd.getpwnam(key)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _made(name: str) -> Account | None:
    """Return a new system account without home or shell, None where this machine cannot make one."""
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        return None
    command = [tool, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run([*command, "--shell", "/usr/sbin/nologin", name], capture_output=True, check=False)  # noqa: S603
    return _lookup(name)


def _nobody() -> Account:
    """Return the account that owns nothing."""
    account = _lookup("nobody")
    if account is None:
        raise CannotStart("PostgreSQL does not run as root, and this machine has no other account to use.")
    return account


def identity(account: Account | None) -> Identity:
    """Return what subprocess needs to run a child as `account`."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def runs_as(account: Account | None, *argv: str | Path) -> bool:
    """Return whether the account can run the command and it succeeds."""
    try:
        done = subprocess.run(  # noqa: S603
            argv,
            capture_output=True,
            check=False,
            cwd="/",
            env={"PATH": "/usr/bin:/bin"},
            **identity(account),
        )
    except OSError:
        return False
    return done.returncode == 0


def can_enter(account: Account | None, directory: Path) -> bool:
    """Return whether the account reaches what lies in the directory (a 0700 parent stops it)."""
    return account is None or runs_as(account, "/bin/sh", "-c", 'cd "$0"', directory)


def private_dir(path: Path, account: Account | None) -> Path:
    """Return the directory, made if need be, owned by the account and closed to all others.

    Raises CannotStart when somebody else put something there: in a shared temporary directory that
    would be an attempt to get between the servers and their clients.
    """
    allowed = {os.geteuid()} | ({account.uid} if account else set())
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in allowed:
        raise CannotStart(f"{path} belongs to somebody else. Remove it, or choose another DATA_DIR.")
    if account and found.st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path
