"""Throw-away servers, for tests and commands: the programs of `make run`, in a temporary directory."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from .home import open_home
from .postgres import start_postgres
from .process import Child
from .valkey import start_valkey


class TemporaryServers:
    """A PostgreSQL and a Valkey, without fsync, that live as long as a test run or a command."""

    def __init__(self, *, valkey: bool = True) -> None:
        self._valkey = valkey
        self.data_dir = Path(tempfile.mkdtemp(prefix="second-source-test-"))
        self.data_dir.chmod(0o711)  # started by root, the servers' own account has to pass through
        self._children: list[Child] = []
        self._base = self.data_dir

    def start(self) -> None:
        """Start them, from the main thread; they end with this process even when it is killed."""
        home = open_home(self.data_dir)
        self._base = home.base
        self._children.append(start_postgres(home, durable=False))
        if self._valkey:
            self._children.append(start_valkey(home, durable=False))

    def stop(self) -> None:
        """Stop both and remove their files."""
        for child in reversed(self._children):
            child.stop()
        self._children.clear()
        for directory in {self._base, self.data_dir}:
            shutil.rmtree(directory, ignore_errors=True)
