"""How surely every two claims are of one event: what speaks for it, weighed, as matrices. Pure: no Django.

"479 drones launched" and "one person injured" say nothing alike, yet tell of one night. What speaks for one
event is that the passages tell one story, that days, places and names agree, that the same kind of thing was
done. A long article may tell of several events: its claims are held together by standing near each other, not
by standing under one headline.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..likeness import FAR, LONG
from ..meaning.counted import counted
from ..meaning.roles import RUNNING, is_past
from ..meaning.told import Told
from ..meaning.words import is_nation
from .apart import FAMILY, parted_pairs, turned_pairs
from .kinship import Member, gaps

Matrix = NDArray[np.float32]
Vector = NDArray[np.float32]
REACH = 2.0  # claims of an article, after which a neighbour tells half as much of the passage
NEAR = 3.0  # claims between two of one article, after which their nearness has fallen to a third
UNKNOWN = 30.0  # days between publications of which one is not known


@dataclass(frozen=True, slots=True)
class Drawn:
    """A member with its vectors: of the statement, of it in its setting, of its passage, of its article."""

    member: Member
    text: Vector
    context: Vector
    passage: Vector
    story: Vector
    place: int  # which of the claims of its article it is


@dataclass(frozen=True, slots=True)
class Kin:
    """Of every two claims: how surely they are of one event (0 is even), whether they are kept apart."""

    scores: Matrix
    parted: Matrix  # 1 where the same recurring thing was done on other days
    unlike: Matrix  # 1 where things of other kinds were done: an attack, an exchange
    turned: Matrix  # 1 where two attacks go opposite ways


def passages(texts: Matrix) -> Matrix:
    """Return the vectors of the passages around the statements of one article, which come in its order."""
    places = np.arange(len(texts))
    weights = 0.5 ** (np.abs(places[:, None] - places[None]) / REACH)
    around = (weights @ texts).astype(np.float32)
    lengths = np.linalg.norm(around, axis=1, keepdims=True)
    return np.asarray(around / np.where(lengths > 0, lengths, 1), np.float32)


def kin_of(rows: Sequence[Drawn]) -> Kin:
    """Return how surely each two of the claims are of one event; the order of the rows does not matter."""
    weights = _weights()
    scores = np.full((len(rows), len(rows)), weights["one"], np.float32)
    for name, sign in signs(rows).items():
        scores += np.float32(weights.get(name, 0.0)) * sign
    unlike = _bags(rows, _families)
    members = [row.member for row in rows]
    return Kin(scores, parted_pairs(members), unlike.other, turned_pairs(members))


def signs(rows: Sequence[Drawn]) -> dict[str, Matrix]:
    """Return what speaks for one event or against it of every two claims, by name."""
    together = _equal([row.member.article for row in rows])
    found = {**_vectors(rows, together), **_shared(rows, together), **_when(rows)}
    places = np.array([row.place for row in rows], np.float32)
    found["one_article"] = together
    found["near"] = (np.exp(-np.abs(places[:, None] - places[None]) / NEAR) * together).astype(np.float32)
    return found


def _vectors(rows: Sequence[Drawn], together: Matrix) -> dict[str, Matrix]:
    found = {name: _cosines([getattr(row, name) for row in rows]) for name in ("text", "context", "passage")}
    inside = {f"{name}_in": cosines * together for name, cosines in found.items()}
    return {**found, **inside, "story": _cosines([row.story for row in rows]) * (1 - together)}


def _cosines(vectors: Sequence[Vector]) -> Matrix:
    stacked = np.array(vectors, np.float32)
    return np.asarray(stacked @ stacked.T, np.float32)


def _equal(keys: Sequence[Hashable]) -> Matrix:
    numbers: dict[Hashable, int] = {}
    of = np.array([numbers.setdefault(key, len(numbers)) for key in keys])
    return np.asarray(of[:, None] == of[None], np.float32)


# --- What two claims share -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bags:
    """Sets of words, every two held together."""

    shared: Matrix  # what both have, as a share of the smaller
    other: Matrix  # 1 where both have something, and nothing in common


def _bags(rows: Sequence[Drawn], words: Callable[[Told], frozenset[str]]) -> _Bags:
    known: dict[str, int] = {}
    sets = [[known.setdefault(word, len(known)) for word in words(row.member.told)] for row in rows]
    held = np.zeros((len(rows), max(1, len(known))), np.float32)
    for at, numbers in enumerate(sets):
        held[at, numbers] = 1
    common, sizes = held @ held.T, held.sum(axis=1)
    smaller = np.minimum.outer(sizes, sizes)
    return _Bags(common / np.maximum(1, smaller), ((common == 0) & (smaller > 0)).astype(np.float32))


def _families(told: Told) -> frozenset[str]:
    found = frozenset(FAMILY[deed] for deed in told.deeds if deed in FAMILY)
    return found or frozenset(FAMILY[deed] for deed in told.sentence_deeds if deed in FAMILY)


def _rare(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if not is_nation(name))


def _kinds(told: Told) -> frozenset[str]:
    return frozenset(kind for figure in told.figures if (kind := counted(figure).kind))


_SETS: Mapping[str, Callable[[Told], frozenset[str]]] = {
    "names": lambda told: told.names,
    "rare": lambda told: _rare(told.setting),
    "around": lambda told: _rare(told.around),
    "title": lambda told: told.title_words,
    "places": lambda told: told.places,
    "said": lambda told: told.places_said,
    "deeds": lambda told: told.deeds | told.sentence_deeds,
    "deed": lambda told: told.deeds,
    "family": _families,
    "words": lambda told: told.words,
    "sentence": lambda told: told.sentence_words,
    "subjects": lambda told: told.subjects,
    "steps": lambda told: told.steps,
    "kind": _kinds,
}
_OF_ARTICLE = frozenset({"around", "title"})  # the same for all claims of an article


def _shared(rows: Sequence[Drawn], together: Matrix) -> dict[str, Matrix]:
    found: dict[str, Matrix] = {}
    for name, words in _SETS.items():
        bags = _bags(rows, words)
        if name in _OF_ARTICLE:
            found[name] = bags.shared * (1 - together)
            continue
        found |= {name: bags.shared, f"{name}_other": bags.other, f"{name}_other_in": bags.other * together}
    return found


# --- When ------------------------------------------------------------------------------------------------


def _when(rows: Sequence[Drawn]) -> dict[str, Matrix]:
    told = [row.member.told for row in rows]
    sure = _both([row.member.sure for row in rows])
    running = np.array([bool(one.deeds & RUNNING) for one in told])
    between = gaps([row.member for row in rows])
    gap = _long(between)
    past = np.array([is_past(one) for one in told])
    return {
        "gap": gap,
        "gap_none": (between == 0).astype(np.float32),
        "gap_sure": gap * sure,
        "gap_running": gap * (running[:, None] | running[None]),
        "published": _long(_published(told)),
        "past_one": (past[:, None] != past[None]).astype(np.float32),
    }


def _both(flags: Sequence[bool]) -> Matrix:
    held = np.array(flags, np.float32)
    return np.asarray(np.outer(held, held), np.float32)


def _long(days: NDArray[Any]) -> Matrix:
    return np.asarray(np.log1p(np.minimum(days, FAR)) / LONG, np.float32)


def _published(told: Sequence[Told]) -> NDArray[np.float64]:
    at = np.array([one.told_at.timestamp() / 86400 if one.told_at else np.nan for one in told])
    return np.asarray(np.nan_to_num(np.abs(at[:, None] - at[None]), nan=UNKNOWN))


@cache
def _weights() -> dict[str, float]:
    text = resources.files("claims.verify").joinpath("weights/events.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in lines}
