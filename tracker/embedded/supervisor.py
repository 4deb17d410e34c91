"""One process that starts everything in order, keeps it running, and stops it in the reverse order.

Start: PostgreSQL, Valkey, database and files brought up to date, web, beat, worker.
Stop:  web, beat, worker, Valkey, PostgreSQL; a second Ctrl-C shortens the waiting.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tracker import env

from . import outside, paths, record_keeper
from .account import CannotStart
from .home import Home, make_data_dir, open_home
from .keeper import GaveUp, Keeper
from .plan import OnlyOne, Plan, check_port
from .postgres import connect, start_postgres
from .process import Child, remember, start, stop_leftovers, tied_to_parent
from .programs import ROOT, environment, programs
from .progress import Progress
from .valkey import start_valkey

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK = 0.2  # seconds between two looks at the children
PAGE_PATIENCE = 60.0  # seconds the first page may take


class Asked(BaseException):
    """A signal asks to stop while things are still starting; not an Exception, so that nothing retries it."""


class Supervisor:
    """Owns every process of one installation from start to stop."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self._plan = plan
        self._progress = progress
        self._keepers: list[Keeper] = []
        self._signals: list[str] = []
        self._starting = True

    def run(self) -> int:
        """Run until asked to stop; return the exit code: 0 when asked, 1 when something gave up.

        Raises CannotStart when it cannot begin; whatever had been started is stopped first.
        """
        with self._signals_caught():
            make_data_dir(self._plan.data_dir)
            lock = OnlyOne(self._plan)
            lock.acquire()
            try:
                self._start()
                self._watch()
            except Asked:
                pass
            except GaveUp as error:
                self._progress.say(f"\n{error}\n")
                return 1
            finally:
                self._stop()
                lock.release()
        return 0

    # --- signals ------------------------------------------------------------------------------------
    @contextmanager
    def _signals_caught(self) -> Iterator[None]:
        """Handle our signals meanwhile; one that was ignored on purpose (nohup) stays ignored."""
        before = {s: signal.getsignal(s) for s in SIGNALS}
        for number in SIGNALS:
            if number is signal.SIGINT or before[number] is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """Note the signal; while starting, break out of whatever is being waited for."""
        self._signals.append(signal.Signals(number).name)
        if self._starting:
            self._starting = False
            raise Asked

    def _hurried(self) -> bool:
        """Return whether the person has asked twice."""
        return len(self._signals) > 1

    # --- start --------------------------------------------------------------------------------------
    def _start(self) -> None:
        """Start everything and say where it is."""
        plan, progress = self._plan, self._progress
        progress.say(f"Second Source starts with the data in {plan.data_dir}")
        found = stop_leftovers(plan.data_dir / "processes.json")
        if found:
            progress.say("  An earlier run had been killed; stopped what was left: " + ", ".join(found))
        check_port(plan.host, plan.port)
        self._start_servers()
        with self._record():
            people = self._prepare()
        for program in reversed(programs(plan)):
            self._keep(start(program))
        self._wait_for_page()
        self._starting = False
        progress.block("Second Source is running.", self._rows(people))

    def _start_servers(self) -> None:
        """Start the embedded servers that no address replaces; wait for the others."""
        plan, step = self._plan, self._progress.step
        home: Home | None = None
        if not (plan.database_url and plan.redis_url):
            home = open_home(plan.data_dir)
            if home.account:
                self._progress.say(f"  The servers run as the account {home.account.name}, not as root.")
            if home.base != home.data_dir:
                self._progress.say(
                    f"  That account cannot enter {home.data_dir}: its files are in {home.base}."
                )
        if plan.database_url:
            with step("Waiting for the database of DATABASE_URL"):
                outside.wait_for_database(plan.database_url)
        elif home:
            with step("Starting PostgreSQL"):
                self._keep(start_postgres(home))
        if plan.redis_url:
            with step("Waiting for the server of REDIS_URL"):
                outside.wait_for_redis(plan.redis_url)
        elif home:
            with step("Starting Valkey"):
                self._keep(start_valkey(home))

    @contextmanager
    def _record(self) -> Iterator[None]:
        """Give the embedded server's record to the application for its migrations, and take it away again."""
        if self._plan.database_url:
            yield  # a superuser's work: docs/operations.md
            return
        home = open_home(self._plan.data_dir)
        with connect(home, paths.DATABASE) as connection:
            record_keeper.run(connection, record_keeper.hand_back(paths.ROLE))
        yield
        with connect(home, paths.DATABASE) as connection:
            record_keeper.run(connection, record_keeper.hand_over(paths.ROLE))

    def _keep(self, child: Child) -> None:
        """Take care of a child from now on; the list is in the order of stopping."""
        self._keepers.insert(0, Keeper(child, self._progress.say))
        self._remember()

    def _remember(self) -> None:
        remember((keeper.child for keeper in self._keepers), self._plan.data_dir / "processes.json")

    def _prepare(self) -> list[tuple[str, str]]:
        """Bring database, static files and demo up to date; return who can sign in as (name, role)."""
        file = self._plan.data_dir / "people.json"
        command = [sys.executable, "-m", "tracker.embedded.prepare", str(file)]
        done = subprocess.run(  # noqa: S603
            [*command, "--demo"] if self._plan.demo else command,
            env=environment(self._plan) | {"DEMO_PASSWORD": self._password()},
            cwd=ROOT,
            check=False,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tied_to_parent(signal.SIGKILL),
        )
        if done.returncode != 0:
            raise CannotStart("The database could not be brought up to date; the reason is above.")
        return [(str(name), str(role)) for name, role in json.loads(file.read_text(encoding="utf-8"))]

    def _password(self) -> str:
        """Return the password of the demo people: as given, else made at the first run."""
        return env.text("DEMO_PASSWORD") or paths.kept_secret(self._plan.data_dir, "demo_password", 9)

    def _wait_for_page(self) -> None:
        """Return once the first page answers; raises CannotStart when the web server stops instead."""
        web = self._keepers[0].child
        end = time.monotonic() + PAGE_PATIENCE
        with self._progress.step("Starting web, beat and worker"):
            while (status := outside.page_status(self._plan)) is None:
                if not web.running() or time.monotonic() > end:
                    raise CannotStart(f"The web server does not answer. Its last words:\n{web.last_words()}")
                time.sleep(0.05)
        if status >= 500:
            self._progress.say(f"  The first page answers with an error ({status}): see {web.program.log}")

    def _rows(self, people: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return what a person needs to know now."""
        plan = self._plan
        rows = [("Address", plan.address)]
        for number, (name, role) in enumerate(people):
            rows.append(("" if number else "Sign in as", f"{name:<10} {role}"))
        if people:
            rows.append(("Password", f"{self._password()}  (the same for all of them)"))
        rows += [("Data", str(plan.data_dir)), ("Logs", str(plan.data_dir / "log"))]
        return [*rows, ("Stop", f"Ctrl-C here, or: kill {os.getpid()}")]

    # --- run and stop -------------------------------------------------------------------------------
    def _watch(self) -> None:
        """Look after the children until a signal asks to stop."""
        while not self._signals:
            now = time.monotonic()
            if any([keeper.check(now) for keeper in self._keepers]):  # a list: every one gets its look
                self._remember()
            time.sleep(TICK)

    def _stop(self) -> None:
        """Stop what runs, newest work first, the servers under it last."""
        self._starting = False
        if not self._keepers:
            return
        again = "" if self._hurried() else " (Ctrl-C again to wait less)"
        self._progress.say(f"\nStopping{again}")
        for keeper in self._keepers:
            with self._progress.step(f"Stopping {keeper.child.name}"):
                keeper.child.stop(self._hurried)
        (self._plan.data_dir / "processes.json").unlink(missing_ok=True)
        self._progress.say("Everything has stopped.")
