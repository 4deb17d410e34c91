"""The print of a text: hashes of its three-word shingles, and the keys under which a copy finds it. Pure.

Shingles and resemblance: Broder, "On the resemblance and containment of documents" (1997). Keys: MinHash of
128 values in 64 bands of two (Indyk and Motwani 1998; Leskovec, Rajaraman and Ullman, ch. 3), which find a
text with a quarter of its shingles in common in 98 of 100 cases; 16 more bands over the beginning alone find
a story cut to its first paragraphs, since copies are cut from below.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .words import own_words

Hashes: TypeAlias = NDArray[np.uint32]

SCHEME = "shingles-1"  # prints of another scheme cannot be compared
SHINGLE = 3  # words
VALUES = 128  # of the whole text
HEAD_VALUES = 32
HEAD_WORDS = 120
BAND = 2  # values in one key
SHORTEST = 20  # shingles; a shorter text resembles by chance
SAME = 0.4  # share of the shorter text that makes it the same text
SAME_SHORT = 0.55  # for a text below SHORT shingles: an alert of two sentences has less to differ in
SHORT = 45
CARRIED = 0.6  # part of a sentence's shingles that a copy must have for the sentence to stand in it
NEAR = 0.8  # resemblance from which one print stands for another in the index
_COMMON = frozenset(
    (
        "a about after all also an and are as at be been but by could did do for from had has "
        "have he her his if in into is it its it's more no not of on or out over said say says "
        "she so some than that the their them they this to under up was we were what when where "
        "which who will with would according told reported reporters statement added monday "
        "tuesday wednesday thursday friday saturday sunday "
    ).split()
)
_rng = np.random.default_rng(20250609)  # fixed for ever: stored keys depend on it
_FACTORS = _rng.integers(1, 2**63, size=VALUES, dtype=np.uint64) | np.uint64(1)
_ADDENDS = _rng.integers(0, 2**63, size=VALUES, dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_PLACES = np.array([0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Print:
    """What is kept of a text: its shingles as sorted 32-bit hashes, and its keys as signed 32-bit numbers."""

    hashes: Hashes
    keys: tuple[int, ...]

    @property
    def comparable(self) -> bool:
        """Whether the text has enough words of its own to be told from others."""
        return len(self.hashes) >= SHORTEST


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts share: the part of the shorter one, resemblance (of both together), and the verdict."""

    containment: float
    resemblance: float
    same: bool


def print_of(text: str) -> Print:
    """Return the print of an article's text; one too short to be compared has no keys."""
    runs = own_words(text)
    hashes = _hashes(runs)
    if len(hashes) < SHORTEST:
        return Print(hashes, ())
    keys = _keys(hashes, VALUES, 0) + _keys(_hashes(_head(runs)), HEAD_VALUES, VALUES // BAND)
    return Print(hashes, tuple(dict.fromkeys(keys)))


def shared(one: Hashes, other: Hashes) -> Shared:
    """Return what two prints share, counted over all their shingles."""
    shorter = min(len(one), len(other))
    if shorter < SHORTEST:
        return Shared(0.0, 0.0, same=False)
    both = len(np.intersect1d(one, other, assume_unique=True))
    containment = both / shorter
    needed = SAME if shorter >= SHORT else SAME_SHORT
    return Shared(containment, both / (len(one) + len(other) - both), same=containment >= needed)


def stands_in(sentence: Hashes, text: Hashes) -> bool:
    """Return whether a sentence stands in a text; one with no words of its own (a quotation) is taken to."""
    if not len(sentence):
        return True
    return bool(np.isin(sentence, text).sum() >= CARRIED * len(sentence))


def packed(hashes: Hashes) -> bytes:
    """Return hashes as bytes for storing; `unpacked` reads them."""
    return hashes.astype("<u4").tobytes()


def unpacked(data: bytes | memoryview) -> Hashes:
    """Return the hashes that `packed` wrote."""
    return np.frombuffer(data, dtype="<u4")


def _head(runs: Sequence[list[str]]) -> list[list[str]]:
    """Return the first words, whole runs cut where the head ends."""
    left, head = HEAD_WORDS, []
    for run in runs:
        head.append(run[:left])
        left -= len(run)
        if left <= 0:
            break
    return head


def _hashes(runs: Iterable[list[str]]) -> Hashes:
    """Return the distinct hashes of all shingles that hold a word with content."""
    parts = [_of_run(run) for run in runs if len(run) >= SHINGLE]
    if not parts:
        return np.empty(0, dtype=np.uint32)
    return np.unique(np.concatenate(parts))


def _of_run(run: Sequence[str]) -> Hashes:
    words = np.array([_word(word) for word in run], dtype=np.uint64)
    content = np.array([word not in _COMMON for word in run])
    size = len(run) - SHINGLE + 1
    mixed = np.zeros(size, dtype=np.uint64)
    said = np.zeros(size, dtype=bool)
    for place in range(SHINGLE):
        mixed += words[place : place + size] * _PLACES[place]
        said |= content[place : place + size]
    mixed ^= mixed >> np.uint64(29)
    return np.asarray((mixed * _MIX) >> np.uint64(32), dtype=np.uint32)[said]


@lru_cache(maxsize=200_000)
def _word(word: str) -> int:
    return zlib.crc32(word.encode()) + 1


def _keys(hashes: Hashes, values: int, first: int) -> list[int]:
    """Return one key for each band of the MinHash signature; bands are told apart by their number."""
    if not len(hashes):
        return []
    spread = hashes.astype(np.uint64)[None, :] * _FACTORS[:values, None] + _ADDENDS[:values, None]
    signature = (spread >> np.uint64(32)).min(axis=1)
    bands = signature.reshape(-1, BAND)
    numbers = np.arange(first, first + len(bands), dtype=np.uint64) + np.uint64(1)
    key = (bands[:, 0] * _PLACES[0] + bands[:, 1] * _PLACES[1] + numbers * _PLACES[2]) * _MIX
    return [int(value) for value in (key >> np.uint64(32)).astype(np.uint32).astype(np.int32)]
