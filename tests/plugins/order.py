"""In which order test files are handed to the processes of `make test`.

A file stays whole (`--dist loadfile`), so that what its tests share is made once. Handed out last, a file of
two minutes would keep one process busy while the others have nothing left: long files come first. Tests that
drive a browser or kill workers wait much of their time. Were they all run at once, nobody would compute
meanwhile, so they are spread among the others.

Marks that put tests into groups (`--dist loadgroup`) are not used: with pytest 9.2 pytest-xdist 3.8 does not
see them, and says nothing.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

import pytest

WAITING = (
    "tests/browser/test_every_page.py",
    "tests/reliability/test_killed_worker.py",
    "tests/reliability/",
    "tests/browser/",
)
COMPUTING = (
    "tests/security/test_routes.py",
    "tests/report/test_audit.py",
    "tests/review/blind/",
    "tests/verify/test_match_command.py",
    "tests/verify/test_any_order.py",
    "tests/asof/",
    "tests/report/test_archive.py",
    "tests/review/test_queue.py",
    "tests/embedded/",
)


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def place_in(names: tuple[str, ...], file: str) -> int:
    """Return which of the names a file's begins with first; the number of names when with none."""
    return next((place for place, name in enumerate(names) if file.startswith(name)), len(names))


def in_order(files: list[str]) -> list[str]:
    """Return the files, long ones first, those that wait evenly among those that compute."""
    waiting = [file for file in files if place_in(WAITING, file) < len(WAITING)]
    computing = [file for file in files if file not in waiting]
    spread: list[tuple[Fraction, str]] = []
    for names, some in ((WAITING, waiting), (COMPUTING, computing)):
        some.sort(key=lambda file, names=names: place_in(names, file))  # type: ignore[misc]
        spread += [(Fraction(place, len(some)), file) for place, file in enumerate(some)]
    return [file for _, file in sorted(spread, key=lambda pair: pair[0])]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files in order; within a file nothing is moved."""
    files = [file for file, _ in groupby(items, file_of)]
    places = {file: place for place, file in enumerate(in_order(files))}
    items.sort(key=lambda item: places[file_of(item)])
