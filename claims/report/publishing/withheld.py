"""An edition without the names of staff. Pure.

Each person becomes "Person 1", "Person 2" and so on, the same one throughout the edition, so that readers see
that whoever approved is not who proposed. Words that people wrote are left as they are: `named_in` finds
names in them, for whoever publishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# Where an edition holds the name of somebody of the newsroom.
OF_STAFF = frozenset(
    {"frozen_by", "by", "author", "approver", "proposed_by", "confirmed_by", "decided_by", "reviewed_by"}
)
SEALED = "withheld_from"


def people_of(content: Any) -> list[str]:
    """Return the names of staff in the content, each once, in the order in which they come."""
    return list(dict.fromkeys(_names(content)))


def without_names(content: dict[str, Any], people: Iterable[str], sha256: str) -> dict[str, Any]:
    """Return the content with "Person 1" for the first of `people`, and so on.

    The edition that the newsroom keeps is named by its seal, `sha256`, under edition.withheld_from.
    """
    called = {name: f"Person {place}" for place, name in enumerate(people, 1)}
    found: dict[str, Any] = _called(content, called)
    found["edition"] = {**found["edition"], SEALED: sha256}
    return found


def called(people: Iterable[str], part: Any) -> Any:
    """Return a part of the content (one claim, say) with "Person 1" for the first of `people`, and so on."""
    return _called(part, {name: f"Person {place}" for place, name in enumerate(people, 1)})


def named_in(content: Any, people: Iterable[str]) -> list[str]:
    """Return which of `people` are named in words of the content, outside the places for names of staff."""
    words = "\n".join(_words(content))
    return [
        name
        for name in dict.fromkeys(people)
        if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)
    ]


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in OF_STAFF and isinstance(value, str):
                yield value
            else:
                yield from _names(value)
    elif isinstance(part, list):
        for value in part:
            yield from _names(value)


def _called(part: Any, names: Mapping[str, str]) -> Any:
    if isinstance(part, dict):
        return {
            key: names.get(value, "Somebody")
            if key in OF_STAFF and isinstance(value, str)
            else _called(value, names)
            for key, value in part.items()
        }
    return [_called(value, names) for value in part] if isinstance(part, list) else part


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key not in OF_STAFF:
                yield from _words(value)
    elif isinstance(part, list):
        for value in part:
            yield from _words(value)
    elif isinstance(part, str):
        yield part
