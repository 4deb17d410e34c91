"""A sentence before and after: the nearest one in the new text, and the numerals that are new in it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

NEAR = 0.45  # of the words shared; less is another sentence
NUMERAL = re.compile(
    r"\d(?:[\d.,]*\d)?%?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Piece:
    """A part of a sentence; `changed` marks a numeral that the other sentence does not have."""

    text: str
    changed: bool = False


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, roughly, without empty ones."""
    return [part.strip() for part in _ENDS.split(text) if part and part.strip()]


def nearest(old: str, among: list[str]) -> str:
    """Return the sentence of `among` that is most like `old`, "" when none is like it."""
    words = Counter(_words(old))
    best, found = 0.0, ""
    for sentence in among:
        others = Counter(_words(sentence))
        shared = sum((words & others).values())
        if not shared or 2 * shared / (sum(words.values()) + sum(others.values())) < max(NEAR, best - 0.2):
            continue
        likeness = SequenceMatcher(None, _words(old), _words(sentence), autojunk=False).ratio()
        if likeness >= NEAR and likeness > best:
            best, found = likeness, sentence
    return found


def marked(sentence: str, other: str) -> list[Piece]:
    """Return the pieces of `sentence`, the numerals that `other` does not have marked."""
    there = Counter(match[0].lower() for match in NUMERAL.finditer(other))
    pieces, at = [], 0
    for match in NUMERAL.finditer(sentence):
        if there[match[0].lower()]:
            there[match[0].lower()] -= 1
            continue
        pieces += [Piece(sentence[at : match.start()]), Piece(match[0], changed=True)]
        at = match.end()
    return [piece for piece in [*pieces, Piece(sentence[at:])] if piece.text]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
