"""Real Celery processes that serve the database of a test."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parent.parent.parent


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that serves this test's database."""
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    if database["PORT"]:
        url += f"&port={database['PORT']}"
    return {**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR", **more}


def start(*arguments: str, log: Path | None = None, **more: str) -> subprocess.Popen[bytes]:
    """Start `celery -A tracker ARGUMENTS` in a session of its own; what it says goes to `log`."""
    with open(log or os.devnull, "ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tracker", *arguments],
            cwd=ROOT,
            env=environment(**more),
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def start_with_sweeper(beat: Path, lease: int = 2) -> subprocess.Popen[bytes]:
    """Start a worker of two processes whose work is lost to another after `lease` seconds of silence.

    The sweeper, whose file is `beat`, is its child: it loads nothing of its own, and is killed with it.
    """
    own = ("-c", "2", "-P", "prefork", "-B", "-s", str(beat))
    return start("worker", *own, WORK_LEASE_SECONDS=str(lease))


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children at once, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(happened: Callable[[], bool], patience: float) -> bool:
    """Return whether `happened` came true within `patience` seconds."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.1)
    return False


def through_kills(
    beat: Path, how_far: Callable[[], int], total: int, over: Callable[[], bool], times: int = 3
) -> None:
    """Let workers do a job of `total` rows, killing them `times` in its middle; fails when it does not end.

    `beat` is the sweeper's file. A kill counts when the job was begun and not done.
    """
    processes: list[subprocess.Popen[bytes]] = []
    killed_busy = 0
    try:
        for _ in range(times):
            before = how_far()
            processes.append(start_with_sweeper(beat))
            wait_until(lambda before=before: how_far() > before, 60)  # type: ignore[misc]
            time.sleep(random.uniform(0, 0.1))
            kill(processes[-1])
            killed_busy += 0 < how_far() < total
        assert killed_busy, "no kill came in the middle of work: the test proves nothing"
        processes.append(start_with_sweeper(beat))
        assert wait_until(over, 120), how_far()
    finally:
        for process in processes:
            kill(process)


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that does this test's work, with the sweeper; its log is printed, so a failure shows it."""
    log = tmp_path / "worker.log"
    process = start("worker", "-c", "1", "-P", "prefork", "-B", "-s", str(tmp_path / "beat"), log=log)
    yield process
    kill(process)
    print(log.read_text(encoding="utf-8", errors="replace")[-3000:])
