"""An edition on its way into an archive: read once, and its PDF set while other files are written."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from claims.models import ExportKind, ReportEdition

from .. import frozen
from ..formats import html
from ..formats.sealed import Sealed
from ..formats.whole import written
from ..signatures import sealed_of

Content = dict[str, Any]
LOOK_EVERY = 0.5  # seconds, at a PDF that is not there yet


class GivenUp(RuntimeError):
    """Nobody waits for the PDF any more."""


class Printed:
    """The files of one edition. Everything is laid down in a folder of its own; `close` takes it away."""

    def __init__(self, edition: ReportEdition, step: Callable[[int], None]) -> None:
        self._pk, self._sealed, self._step = edition.pk, sealed_of(edition), step
        self._folder = tempfile.TemporaryDirectory()
        self._around: Content | None = None
        self._pdf: _Ahead | None = None

    def begin(self, *, pdf: bool) -> None:
        """Read the edition, and begin with its PDF if that is wanted; once is enough."""
        if self._around is not None:
            return
        self._around, _ = frozen.around(self._pk)
        with self._claims.open("wb") as file:
            for text in frozen.texts(self._pk):
                file.write(text.encode() + b"\n")
        if pdf:
            self._pdf = _Ahead(self._around, self.claims, self._sealed, Path(self._folder.name) / "pdf")

    def claims(self) -> Iterator[Content]:
        """Yield the claims in their order."""
        with self._claims.open("rb") as file:
            yield from map(json.loads, file)

    def write(self, kind: str, claims: Iterator[Content], sink: IO[bytes]) -> None:
        """Write the file in a format whose claims come from `claims`; the PDF is its own affair."""
        if self._around is None:
            raise RuntimeError("begin first")
        if kind == ExportKind.PDF and self._pdf is not None:
            self._pdf.into(sink, self._step)
        elif kind == "html":
            sink.write(html.render({**self._around, "claims": list(claims)}, self._sealed))
        else:
            with written(kind, self._around, claims, self._sealed) as file:
                shutil.copyfileobj(file, sink)

    @property
    def _claims(self) -> Path:
        return Path(self._folder.name) / "claims.jsonl"

    def close(self) -> None:
        """Give up what is not finished and remove what was laid down."""
        if self._pdf is not None:
            self._pdf.stop()
        self._folder.cleanup()


class _Ahead(threading.Thread):
    """Sets a PDF beside the other work: most of it is done by processes of its own (formats/pdf.py)."""

    def __init__(
        self, around: Content, claims: Callable[[], Iterator[Content]], sealed: Sealed, file: Path
    ) -> None:
        super().__init__(name="archive-pdf", daemon=True)
        self._given, self._file = (around, claims, sealed), file
        self._done = self._told = 0
        self._over = False
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Write the file, and keep what went wrong for whoever waits."""
        around, claims, sealed = self._given
        try:
            made = written(ExportKind.PDF, around, self._counted(claims()), sealed)
            with made, self._file.open("wb") as file:
                shutil.copyfileobj(made, file)
        except BaseException as error:
            self._error = error

    def _counted(self, claims: Iterator[Content]) -> Iterator[Content]:
        for claim in claims:
            if self._over:
                raise GivenUp
            yield claim
            self._done += 1

    def into(self, sink: IO[bytes], step: Callable[[int], None]) -> None:
        """Wait for the file and write it into `sink`; `step` is told how far it is. Raises what it raised."""
        while self.is_alive():
            self.join(LOOK_EVERY)
            self._tell(step)
        self._tell(step)
        if self._error is not None:
            raise self._error
        with self._file.open("rb") as file:
            shutil.copyfileobj(file, sink)

    def _tell(self, step: Callable[[int], None]) -> None:
        done = self._done
        step(done - self._told)
        self._told = done

    def stop(self) -> None:
        """Give up; ends with the part that is being set."""
        self._over = True
        self.join()
