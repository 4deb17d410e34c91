"""One child process: started so that it cannot outlive the supervisor, stopped step by step."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .account import Account, CannotStart, identity

LOG_LIMIT = 10_000_000  # bytes; a log longer than this is set aside at the next start
HURRY = 3.0  # seconds left to each signal once the person at the terminal insists
PR_SET_PDEATHSIG = 1
# Looked up before any fork: between fork and exec as little as possible may happen.
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """How to start and stop one process.

    `stop` lists signals with the seconds granted to each; they go to the process alone, so that a master
    lets its children finish. Only when none has helped is the whole group killed. `orphaned` is the
    signal the kernel sends when the supervisor itself is gone.
    """

    name: str
    argv: tuple[str, ...]
    environ: Mapping[str, str]
    log: Path
    stop: tuple[tuple[signal.Signals, float], ...]
    orphaned: signal.Signals
    account: Account | None = None
    directory: Path = Path("/")


@dataclass
class Child:
    """A program that runs, or has run."""

    program: Program
    process: subprocess.Popen[bytes]
    log_start: int
    _group_killed: bool = False

    @property
    def name(self) -> str:
        """The name people read in messages."""
        return self.program.name

    @property
    def pid(self) -> int:
        """The process id, which is also the id of its group and session."""
        return self.process.pid

    def running(self) -> bool:
        """Return whether the process is still there."""
        return self.process.poll() is None

    def last_words(self, lines: int = 12) -> str:
        """Return the end of what this run wrote to its log."""
        with self.program.log.open("rb") as file:
            file.seek(self.log_start)
            text = file.read().decode("utf-8", "replace")
        return "\n".join(text.strip().splitlines()[-lines:])

    def stop(self, hurried: Callable[[], bool] = lambda: False) -> None:
        """Stop the process: each signal of its program in turn, HURRY seconds each once `hurried()`."""
        for sent, grace in self.program.stop:
            with suppress(ProcessLookupError):
                self.process.send_signal(sent)
            if self._gone_within(grace, hurried):
                break
        self.kill_group()
        self.process.wait()

    def _gone_within(self, seconds: float, hurried: Callable[[], bool]) -> bool:
        """Return whether the process ended in that time."""
        began = time.monotonic()
        while self.running():
            waited = time.monotonic() - began
            if waited > seconds or (hurried() and waited > HURRY):
                return False
            time.sleep(0.02)
        return True

    def kill_group(self) -> None:
        """Kill whatever is left of the process and its descendants; only once: pids are reused."""
        if self._group_killed:
            return
        self._group_killed = True
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def start(program: Program) -> Child:
    """Start a program in a session of its own, its output in its log file.

    Call it from the main thread only: the kernel's notice of a parent's death is about the thread.
    Raises CannotStart when the program cannot be executed.
    """
    _set_aside(program.log)
    with program.log.open("ab") as log:
        log_start = log.tell()
        try:
            process = subprocess.Popen(  # noqa: S603
                program.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=program.directory,
                env=dict(program.environ),
                start_new_session=True,
                preexec_fn=tied_to_parent(program.orphaned),
                **identity(program.account),
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotStart(f"{program.name} cannot be started: {error}") from error
    return Child(program, process, log_start)


def tied_to_parent(orphaned: signal.Signals) -> Callable[[], None]:
    """Return what a child does before exec, so that it gets the signal when its parent dies.

    It has to run after the change of account, which clears the setting; subprocess does it in that order.
    """
    parent = os.getpid()

    def before_exec() -> None:
        if _prctl is not None:
            _prctl(PR_SET_PDEATHSIG, int(orphaned))
        if os.getppid() != parent:  # the parent died in between
            os._exit(1)

    return before_exec


def _set_aside(log: Path) -> None:
    """Rename a log that has grown long; one earlier log is kept."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))


def birth(pid: int) -> str | None:
    """Return a mark of when this process began, None when there is none: a pid alone may be reused."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return _birth_by_ps(pid) if sys.platform != "linux" else None
    state, start_time = fields.split()[0], fields.split()[19]
    return None if state == "Z" else start_time


def _birth_by_ps(pid: int) -> str | None:
    """Return the start time that `ps` prints, where there is no /proc."""
    command = ["/bin/ps", "-o", "lstart=", "-p", str(pid)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return shown.stdout.strip() or None


def remember(children: Iterable[Child], path: Path) -> None:
    """Write down what runs, for a next start that finds it still running."""
    rows = [
        {"name": c.name, "pid": c.pid, "birth": birth(c.pid), "signal": int(c.program.stop[0][0])}
        for c in children
    ]
    part = path.with_suffix(".part")
    part.write_text(json.dumps(rows), encoding="utf-8")
    part.replace(path)


def stop_leftovers(path: Path, seconds: float = 20) -> list[str]:
    """Stop what an earlier, killed supervisor left behind; return the names of what was found.

    Without this a new server could start beside an old one on the same files.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    left = [row for row in rows if row["birth"] and birth(row["pid"]) == row["birth"]]
    for row in left:
        with suppress(ProcessLookupError):
            os.kill(row["pid"], row["signal"])
    end = time.monotonic() + seconds
    while any(birth(row["pid"]) == row["birth"] for row in left) and time.monotonic() < end:
        time.sleep(0.05)
    for row in left:
        with suppress(ProcessLookupError):
            os.killpg(row["pid"], signal.SIGKILL)
    return [row["name"] for row in left]
