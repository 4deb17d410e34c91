"""Where the servers' files and programs lie when the servers run as another account.

As root, with a checkout below a 0700 home, the account of the servers can reach neither the data nor the
programs. The data then live below /var/lib, with links in DATA_DIR, and the programs are copied there.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from . import paths
from .account import Account, CannotStart, can_enter, private_dir, runs_as, server_account

SHARED = Path("/var/lib") / paths.SHORT_NAME
PARTS = ("postgres", "valkey", "run")


@dataclass(frozen=True)
class Home:
    """The places of one installation: `base` is DATA_DIR, or the reachable place that stands in for it."""

    data_dir: Path
    base: Path
    account: Account | None

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.base / "postgres"

    @property
    def valkey(self) -> Path:
        """The append-only file of Valkey."""
        return self.base / "valkey"

    @property
    def run(self) -> Path:
        """The directory of the sockets, as the servers name it."""
        wanted = paths.run_dir(self.data_dir)
        return self.base / "run" if wanted.parent == self.data_dir else wanted

    def log(self, name: str) -> Path:
        """The log file of one process."""
        return self.data_dir / "log" / f"{name}.log"


def open_home(data_dir: Path) -> Home:
    """Return the home of the servers below DATA_DIR, with its private directories made."""
    data_dir = data_dir.resolve()
    make_data_dir(data_dir)
    account = server_account(data_dir / "postgres")
    home = Home(data_dir, _base(data_dir, account), account)
    private_dir(home.run, account)
    private_dir(home.valkey, account)
    return home


def make_data_dir(data_dir: Path) -> None:
    """Make DATA_DIR and its log directory; raises CannotStart where that is not possible.

    Root keeps it open for passing through, because the servers' account has to.
    """
    try:
        data_dir.mkdir(mode=0o755 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        (data_dir / "log").mkdir(mode=0o700, exist_ok=True)
        probe = data_dir / f".writable.{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"The data directory {data_dir} cannot be written ({error.strerror}). "
            "Choose another one: make run DATA_DIR=/path/to/directory"
        ) from error


def _base(data_dir: Path, account: Account | None) -> Path:
    """Return where the servers keep their files: where the links say, else DATA_DIR if they can enter it."""
    link = data_dir / "postgres"
    if link.is_symlink():
        base = Path(os.readlink(link)).parent
        if not base.is_dir():
            raise CannotStart(f"The database of {data_dir} was kept in {base}, which is gone.")
        return base
    if can_enter(account, data_dir):
        return data_dir
    if any((data_dir / part).exists() for part in PARTS):
        name = account.name if account else "this account"
        raise CannotStart(f"{name} can no longer enter {data_dir}. Open its parent directories (chmod o+x).")
    base = SHARED / paths.mark(data_dir)
    open_directory(base)
    for part in PARTS:
        (data_dir / part).symlink_to(base / part)
    return base


def open_directory(path: Path) -> None:
    """Make a directory that everybody may pass through, whatever the umask."""
    for directory in (path.parent, path):
        directory.mkdir(exist_ok=True)
        directory.chmod(0o755)


def program(package: str, inside: str, account: Account | None) -> Path:
    """Return the path of a program inside an installed package, copied if the account cannot run it there.

    Only the file is used, never the package's Python code: that would open parent directories to everyone.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise CannotStart(f"The package {package} is not installed. Run: make clean run")
    root = Path(spec.origin).parent
    if not os.access(root / inside, os.X_OK) and os.access(root / inside, os.W_OK):
        (root / inside).chmod(0o755)
    if runs_as(account, root / inside, "--version"):
        return root / inside
    copy = SHARED / "programs" / f"{package}-{version(package.replace('_', '-'))}"
    if not runs_as(account, copy / package / inside, "--version"):
        _copy_package(root, copy)
    if not runs_as(account, copy / package / inside, "--version"):
        raise CannotStart(f"{root / inside} does not run on this machine.")
    return copy / package / inside


def _copy_package(root: Path, copy: Path) -> None:
    """Copy a package and its `.libs` sibling (found by a relative path) to where everybody may read them."""
    open_directory(copy.parent)
    part = copy.with_name(f".{copy.name}.{os.getpid()}")
    for folder in (root, root.with_name(f"{root.name}.libs")):
        if folder.is_dir():
            shutil.copytree(folder, part / folder.name)
    for path in (part, *part.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    shutil.rmtree(copy, ignore_errors=True)
    part.rename(copy)
