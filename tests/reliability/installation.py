"""A whole installation as a person runs it: `manage.py up` in a process, with data of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg

from tracker.embedded.home import open_home
from tracker.embedded.plan import free_port
from tracker.embedded.postgres import connect
from tracker.embedded.process import birth

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "SECRET_KEY", "DEMO_PASSWORD", "PORT", "HOST")
START = 180.0  # seconds; about 20 on an idle machine, three times that on a crowded one


def until(condition: Callable[[], object], seconds: float) -> bool:
    """Return whether the condition came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


def new_data_dir() -> Path:
    """Return a directory that the servers' account can pass through."""
    path = Path(tempfile.mkdtemp(prefix="second-source-test-"))
    path.chmod(0o711)
    return path


def descendants(pid: int) -> dict[int, str]:
    """Return the births of all processes below this one, by process id."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found: list[int] = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return {one: mark for one in found[1:] if (mark := birth(one))}


class Installation:
    """One DATA_DIR and the process that serves it."""

    def __init__(self, data_dir: Path | None = None, port: int | None = None) -> None:
        self.data_dir = data_dir or new_data_dir()
        # Spread by process: two test runs on one machine must not take over each other's ports.
        self.port = port or free_port("127.0.0.1", 18_100 + os.getpid() % 400 * 20)
        self.process: subprocess.Popen[str] | None = None
        self._output = self.data_dir.with_name(self.data_dir.name + ".out")

    def start(self, *, wait: bool = True, **environ: str) -> Installation:
        """Start it, and wait for the closing block."""
        with self._output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=ROOT,
                env=self.environ(environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )
        if wait:
            assert until(lambda: "is running." in self.output() or not self.running(), START), self.output()
            assert self.running(), self.output()
        return self

    def environ(self, extra: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of a person who set only DATA_DIR and PORT."""
        plain = {name: value for name, value in os.environ.items() if name not in OURS}
        return plain | {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), **extra}

    def output(self) -> str:
        """Return what the terminal shows so far."""
        return self._output.read_text()

    def running(self) -> bool:
        """Return whether the supervisor runs."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        assert self.process is not None
        return self.process.pid

    def child(self, name: str) -> int:
        """Return the process id of one child, by the name people read."""
        rows = re.findall(
            r'"name": "([^"]+)", "pid": (\d+)', (self.data_dir / "processes.json").read_text(encoding="utf-8")
        )
        return int(dict(rows)[name])

    @property
    def login(self) -> str:
        """The address of the sign-in page."""
        return f"http://127.0.0.1:{self.port}/accounts/login/"

    def page(self) -> int | None:
        """Return the status of the sign-in page, None when nobody answers."""
        try:
            with urllib.request.urlopen(self.login, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the supervisor."""
        os.kill(self.pid, number)

    def database_answers(self) -> bool:
        """Return whether the embedded PostgreSQL accepts connections."""
        try:
            with connect(open_home(self.data_dir)):
                return True
        except psycopg.OperationalError:
            return False

    def stop(self, number: signal.Signals = signal.SIGINT, seconds: float = 45) -> int:
        """Stop it, and return its exit code."""
        assert self.process is not None
        if self.running():
            self.send(number)
        return self.process.wait(seconds)

    def remove(self) -> None:
        """Stop it if it runs, and remove its files."""
        if self.running():
            self.stop(signal.SIGTERM)
        home = open_home(self.data_dir)
        for directory in {home.run, home.base, self.data_dir}:
            shutil.rmtree(directory, ignore_errors=True)
        self._output.unlink(missing_ok=True)
