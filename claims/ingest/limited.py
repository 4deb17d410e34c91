"""Run a parser where it can do no harm: in a forked child with a clock and a memory limit.

Some pages make an honest parser work for minutes (200,000 attributes on one tag) or eat all memory,
inside C code that no exception reaches. A fork costs a few milliseconds, since the parser is loaded
already; a killed child takes nothing with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from typing import Any, NoReturn

from claims.ingest.errors import IngestError, ParseError

MEMORY_MB = 1_000
_RESULT_MAX = 32_000_000


class LimitExceeded(Exception):
    """The child ran out of time or memory, or crashed."""


def run_limited(job: Callable[[], Any], *, seconds: float) -> Any:
    """The JSON value that `job` returns, computed in a child process.

    Raises ParseError with the job's words when it raised an IngestError, LimitExceeded when it did not
    come back within `seconds`, took more than MEMORY_MB beyond what this process uses, or crashed.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _child(job, writer, seconds)
    os.close(writer)
    try:
        data = _read(reader, time.monotonic() + seconds)
    finally:
        os.close(reader)
        _end(child)
    try:
        kind, value = json.loads(data)
    except ValueError as error:
        raise LimitExceeded from error
    if kind == "refused":
        raise ParseError(value)
    if kind == "failed":
        raise LimitExceeded(value)
    return value


def _child(job: Callable[[], Any], writer: int, seconds: float) -> NoReturn:
    """Never returns, whatever happens: a copy of the worker must not go on as a second worker."""
    try:
        _limit(seconds)
        try:
            answer: tuple[str, Any] = ("done", job())
        except IngestError as error:
            answer = ("refused", str(error))
        except BaseException as error:  # also MemoryError, SystemExit
            answer = ("failed", f"{type(error).__name__}: {error}"[:500])
        with open(writer, "wb", closefd=False) as pipe:
            pipe.write(json.dumps(answer).encode())
    finally:
        os._exit(0)


def _limit(seconds: float) -> None:
    signal.set_wakeup_fd(-1)  # the worker's own signal handling is not for the copy
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cpu = int(seconds) + 1  # the end of a child whose parent was killed
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    with contextlib.suppress(OSError, ValueError):  # not on every system
        with open("/proc/self/statm") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        limit = used + MEMORY_MB * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _read(reader: int, deadline: float) -> bytes:
    """All the child writes. Nothing when the deadline passes first."""
    poll, data = select.poll(), bytearray()
    poll.register(reader, select.POLLIN)
    while (rest := deadline - time.monotonic()) > 0 and len(data) < _RESULT_MAX:
        if poll.poll(rest * 1000):
            piece = os.read(reader, 65_536)
            if not piece:
                return bytes(data)
            data += piece
    return b""


def _end(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)
