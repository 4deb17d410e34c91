"""Keeps one program running: starts it again when it stops, more slowly each time, and gives up in words."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .account import CannotStart
from .process import Child, start

LIMIT = 6  # deaths within WINDOW seconds that are too many
WINDOW = 120.0
LONGEST_PAUSE = 15.0


class GaveUp(Exception):
    """A program keeps stopping; the message has its last words."""


@dataclass
class Keeper:
    """A running child and the memory of how often it has died lately."""

    child: Child
    say: Callable[[str], None]
    _deaths: deque[float] = field(default_factory=deque)
    _due: float | None = None

    def check(self, now: float) -> bool:
        """Look after the child at this moment (monotonic seconds); return whether a new one was started."""
        if self._due is not None:
            return now >= self._due and self._start_again(now)
        if self.child.running():
            return False
        self._mourn(now)
        return False

    def _mourn(self, now: float) -> None:
        """Note a death and plan the next start; raises GaveUp after too many."""
        self.child.kill_group()
        self._deaths.append(now)
        while now - self._deaths[0] > WINDOW:
            self._deaths.popleft()
        name, how = self.child.name, how_it_ended(self.child.process.returncode)
        if len(self._deaths) >= LIMIT:
            raise GaveUp(
                f"{name} stopped {LIMIT} times within {WINDOW / 60:.0f} minutes ({how}). Its last words, "
                f"from {self.child.program.log}:\n{self.child.last_words()}"
            )
        pause = pause_after(len(self._deaths))
        self._due = now + pause
        self.say(f"{name} stopped ({how}); starting it again" + (f" in {pause:.0f} s" if pause else ""))

    def _start_again(self, now: float) -> bool:
        """Start the program anew; one that cannot even be executed counts as another death."""
        self._due = None
        try:
            self.child = start(self.child.program)
        except CannotStart as error:
            self.say(str(error))
            self._mourn(now)
            return False
        self.say(f"{self.child.name} is running again (process {self.child.pid})")
        return True


def pause_after(deaths: int) -> float:
    """Return the seconds to wait after that many recent deaths: none at first, then 1, 2, 4, 8."""
    return 0.0 if deaths <= 1 else min(2.0 ** (deaths - 2), LONGEST_PAUSE)


def how_it_ended(code: int | None) -> str:
    """Return a return code in words."""
    if code is not None and code < 0:
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return f"exit code {code}"
