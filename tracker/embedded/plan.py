"""What one start of the supervisor is to do: read from the environment, refused in words."""

from __future__ import annotations

import errno
import ipaddress
import json
import os
import socket
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO

from tracker import env

from .account import CannotStart

HIGHEST_PORT = 65_535


@dataclass(frozen=True)
class Plan:
    """Where to listen, where data live, which servers are given from outside, how many processes."""

    data_dir: Path
    host: str
    port: int
    database_url: str
    redis_url: str
    web_workers: int
    web_threads: int
    worker_concurrency: int
    stop_grace: int
    demo: bool
    second_opinion: bool = False

    @property
    def address(self) -> str:
        """The address a person on this machine opens."""
        return f"http://{bracketed(reachable_host(self.host))}:{self.port}/"


def read_plan(data_dir: Path) -> Plan:
    """Return the plan; raises CannotStart with a sentence about the first setting that cannot be used."""
    cores = os.cpu_count() or 1
    try:
        return Plan(
            data_dir=data_dir.resolve(),
            host=env.text("HOST").strip() or "127.0.0.1",
            port=_port(env.number("PORT", 8000, least=1)),
            database_url=env.text("DATABASE_URL"),
            redis_url=env.text("REDIS_URL"),
            web_workers=env.number("WEB_WORKERS", 2, least=1),
            web_threads=env.number("WEB_THREADS", 4, least=1),
            worker_concurrency=env.number("WORKER_CONCURRENCY", min(2, cores), least=1),
            stop_grace=env.number("STOP_GRACE", 20, least=1),
            demo=env.flag("DEMO", True),
            second_opinion=bool(env.text("SECOND_OPINION_URL").strip()),
        )
    except env.BadSetting as error:
        raise CannotStart(str(error)) from error


def _port(number: int) -> int:
    if number > HIGHEST_PORT:
        raise CannotStart(f"PORT must be at most {HIGHEST_PORT}, not {number}")
    return number


def reachable_host(host: str) -> str:
    """Return the host to open in a browser here: a server that listens everywhere is reached at localhost."""
    try:
        everywhere = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host
    return "localhost" if everywhere else host


def bracketed(host: str) -> str:
    """Return a host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def check_port(host: str, port: int) -> None:
    """Raise CannotStart when nobody can listen there, naming a free port if that is the trouble."""
    problem = _bind(host, port)
    if problem is None:
        return
    if problem.errno == errno.EADDRINUSE:
        raise CannotStart(
            f"Port {port} on {host} is taken by another program. "
            f"This one is free: make run PORT={free_port(host, port + 1)}"
        )
    if problem.errno == errno.EACCES:
        raise CannotStart(f"Port {port} needs more rights than you have. Try: make run PORT=8000")
    raise CannotStart(f"HOST {host} cannot be listened on ({problem.strerror or problem}).")


def free_port(host: str, first: int) -> int:
    """Return a port that is free now: the next of twenty, or any."""
    for port in range(first, min(first + 20, HIGHEST_PORT + 1)):
        if _bind(host, port) is None:
            return port
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _bind(host: str, port: int) -> OSError | None:
    """Return the error of listening there for a moment, None when it works."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            # As the web server does: without it a connection just closed would look like a port taken.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(1)
    except OSError as error:
        return error
    return None


class OnlyOne:
    """A lock on DATA_DIR that the kernel drops with the process, however it ends."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._path = plan.data_dir / "running.json"
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock; raises CannotStart naming the process that has it."""
        file = self._path.open("a+", encoding="utf-8")
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise CannotStart(_running_already(file.read())) from error
        file.truncate(0)
        json.dump({"pid": os.getpid(), "address": self._plan.address}, file)
        file.flush()
        self._file = file

    def release(self) -> None:
        """Drop the lock."""
        if self._file:
            self._file.truncate(0)
            self._file.close()
            self._file = None


def _running_already(text: str) -> str:
    """Return the sentence for a second start."""
    try:
        known = json.loads(text)
        return (
            f"Second Source is already running: {known['address']} (process {known['pid']}). "
            f"To stop it: kill {known['pid']}"
        )
    except (ValueError, KeyError):
        return "Second Source is already starting or stopping with this data directory."
