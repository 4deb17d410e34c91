"""What the person at the terminal reads: one line per step with its time, then one clear block."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

WIDTH = 52


class Progress:
    """Writes to standard output and never fails because nobody reads it any more (a closed terminal)."""

    def __init__(self) -> None:
        self._open = False

    def say(self, text: str = "") -> None:
        """Write a line; it ends the line of a step that is still going on."""
        self._write(("\n" if self._open else "") + text + "\n")
        self._open = False

    @contextmanager
    def step(self, label: str) -> Iterator[None]:
        """Show a label while the body runs, then how long it took in seconds."""
        started = time.monotonic()
        self._write(f"  {label} ".ljust(WIDTH, "."))
        self._open = True
        yield
        self._write(("" if self._open else " " * WIDTH) + f" {time.monotonic() - started:5.1f} s\n")
        self._open = False

    def end_line(self) -> None:
        """End the line of a step that did not finish."""
        if self._open:
            self.say("")

    def block(self, title: str, rows: Iterable[tuple[str, str]]) -> None:
        """Write a title and a table of names and values."""
        self.say(f"\n{title}\n")
        for name, value in rows:
            self.say(f"  {name:<10} {value}")
        self.say()

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stdout.write(text)
            sys.stdout.flush()
