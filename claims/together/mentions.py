"""Mentions in plain text: @name of a person, found and told apart from the words around. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# A user name as accounts allow it. What a word precedes is an address of mail, not a mention.
TOKEN = re.compile(r"(?<![\w@.+-])@([\w.@+-]{1,150})")
BEHIND = ".@+-"  # may end a sentence as well as a name


@dataclass(frozen=True)
class Piece:
    """Words of a comment; `name` is set where they mention somebody."""

    words: str
    name: str = ""


def mentioned(text: str, usernames: Iterable[str]) -> set[str]:
    """Return those of `usernames` that `text` mentions, whatever their case."""
    known = {name.casefold(): name for name in usernames}
    return {known[key] for _, _, key in _found(text, known)}


def pieces(text: str, names: Mapping[str, str]) -> list[Piece]:
    """Return `text` in pieces; `names` are display names by user name. Joined, the words are the text."""
    known = {name.casefold(): shown for name, shown in names.items()}
    found, at = [], 0
    for start, end, key in _found(text, known):
        found += [Piece(text[at:start]), Piece(text[start:end], known[key])]
        at = end
    return [piece for piece in [*found, Piece(text[at:])] if piece.words]


def _found(text: str, known: Mapping[str, str]) -> Iterable[tuple[int, int, str]]:
    """Yield where a known name is mentioned: start (at the @), end, and its key."""
    for match in TOKEN.finditer(text):
        name = match[1]
        while name and name.casefold() not in known and name[-1] in BEHIND:
            name = name[:-1]
        if name.casefold() in known:
            yield match.start(), match.start() + 1 + len(name), name.casefold()
