"""Where the very same words stand in another text. Pure.

A place is found only when its words stand in the new text once and as the same words: "12 boats" is not
found in "112 boats", and "12" not in "12.5" or "12 thousand". A numeral that changed is never found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]
POINTS = ".,;:!?…\"'“”‘’«»()[]{}*_ \t\r\n"
SCALES = frozenset(
    "hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens "
    "percent per half quarter third point and-a-half".split()
)
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_WORD = re.compile(r"[^\s]+")


@dataclass(frozen=True)
class Place:
    """Where words stand: their envelope, and the sentence around them (empty when it is not known)."""

    start: int
    end: int
    sentence: Span = (0, 0)


@dataclass(frozen=True)
class Found:
    """Where they stand now: how far they moved, and whether their sentence is the same, and where."""

    shift: int
    same: bool
    sentence: Span


def find(old: str, place: Place, new: str) -> Found | None:
    """Return where the words of `place` in `old` stand in `new`, None unless the same words are there once.

    Words that stand there several times are told apart by their sentence, if that stands there once.
    """
    spots = list(_spots(old, place.start, place.end, new))
    start, end = around = _sentence(old, place)
    whole = list(_spots(old, start, end, new)) if around != (place.start, place.end) else spots
    if len(whole) == 1:
        shift = whole[0] - start
        if place.start + shift in spots:
            return Found(shift, True, (start + shift, end + shift))
    if len(spots) != 1:
        return None
    shift = spots[0] - place.start
    return Found(shift, False, (place.start + shift, place.end + shift))


def shifted(old: str, new: str, spans: list[list[int]], shift: int) -> list[list[int]]:
    """Return the spans that hold the same text when moved by `shift`; the others are left out."""
    return [
        [start + shift, end + shift]
        for start, end in spans
        if start + shift >= 0 and old[start:end] == new[start + shift : end + shift]
    ]


def same_words(old: str, new: str) -> bool:
    """Return whether two texts differ in white space at most."""
    return old.split() == new.split()


def _sentence(text: str, place: Place) -> Span:
    start, end = place.sentence
    if start <= place.start and place.end <= end <= len(text):
        return start, end
    return place.start, place.end


def _spots(old: str, start: int, end: int, new: str) -> Iterator[int]:
    """Yield where the words stand in `new` as the same words, their neighbours leaving them what they are."""
    exact = old[start:end]
    before, after = _edges(old, start, end)
    at = new.find(exact) if exact.strip() else -1
    while at >= 0:
        if _edges(new, at, at + len(exact)) == (before, after):
            yield at
        at = new.find(exact, at + 1)


def _edges(text: str, start: int, end: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return what belongs to the words on either side: the rest of a broken word, a number word beyond."""
    left = text[max(0, start - 80) : start]
    right = text[end : end + 80]
    stuck_left = re.search(r"\S*\Z", left)
    stuck_right = re.match(r"\S*", right)
    broken = (stuck_left[0] if stuck_left else "", stuck_right[0] if stuck_right else "")
    words_left = _WORD.findall(left[: len(left) - len(broken[0])])
    words_right = _WORD.findall(right[len(broken[1]) :])
    return (
        (broken[0].strip(POINTS), _number(words_left[-1:])),
        (broken[1].strip(POINTS), "" if _closes(broken[1]) else _number(words_right[:1])),
    )


def _closes(stuck: str) -> bool:
    return any(mark in stuck for mark in ".!?;")


def _number(words: list[str]) -> str:
    """Return the neighbour when it is part of a number, "" for any other word."""
    word = words[0].strip(POINTS).lower() if words else ""
    return word if word in SCALES or word in NUMBERS or word[:1].isdigit() else ""
