"""How far a file is that is written whole or in large parts, told to its row while it is written."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

from claims import flow
from claims.models import Export
from claims.states import JobState

Content = dict[str, Any]
TOLD_EVERY = 1.0  # seconds


class NoSuchMoment(RuntimeError):
    """The report or event was not begun at the moment."""


class Progress:
    """Tells the row of a job how far its file is, a second apart. Raises flow.LostLease."""

    def __init__(self, job: Export, *, total: int | None = None, done: int = 0) -> None:
        self._job, self.done = job, done
        self._mine = Export.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token)
        if total is not None:
            job.total = total
        self._tell(total=job.total)

    def step(self, number: int = 1) -> None:
        """So many more are done."""
        self.reached(self.done + number)

    def reached(self, number: int) -> None:
        """So many are done."""
        self.done = min(number, self._job.total)
        if time.monotonic() - self._told >= TOLD_EVERY:
            self._tell()

    def over(self, rows: Iterable[Content]) -> Iterator[Content]:
        """Yield the rows, each a step."""
        for row in rows:
            yield row
            self.step()

    def _tell(self, **more: int) -> None:
        self._told = time.monotonic()
        if not self._mine.update(done=self.done, **more):
            raise flow.LostLease(str(self._job))
