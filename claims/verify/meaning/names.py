"""Names in the words of a claim: who and what it speaks of besides its speaker. Pure: no Django."""

from __future__ import annotations

import re
from functools import lru_cache

from .words import STOP, is_country, nation_of

_CAPITALISED = re.compile(r"[^\W\d_][\w’'-]*")
_OPENS = re.compile(r"(?:^|[.!?:;]\s+|[“\"(]\s*)$")
_WHERE = re.compile(r"\b(?:in|at|near|over|around|outside|inside|across|from|to|into|of)\s+(?:\w+ern\s+)?$")
_SPELLED = re.compile(r"(?:iy|ii|yy|yi|ij|i)$")
# Words that open or close names of many things: Storm Nestor and Storm Olga share nothing.
_COMMON = frozenset(
    (
        "storm hurricane typhoon cyclone operation lake mount river island islands airport hospital bank "
        "street "
        "court cup league party bay port bridge road park square hall centre station valley mountain flight "
        "airlines group holdings corporation inc ltd plc foundation association federation institute"
    ).split()
)
_SHORT = {"us": "united states", "uk": "united kingdom"}  # written in capitals, else they are words
TITLES = frozenset(
    (
        "president minister ministry prime chief general spokesman spokeswoman spokesperson governor "
        "mayor secretary chairman chair chairwoman director executive officer senator king queen prince "
        "doctor dr mr mrs ms sir company club board council committee agency department office police "
        "army force forces air navy staff headquarters center centre institute university government "
        "authorities officials union united states national state city north south east west new more "
        "most many some about around nearly almost over under only up at least early final first second "
        "third both all none vice senior acting interior defence defense health foreign finance justice "
        "emergencies emergency aide adviser advisor"
    ).split()
)


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """Return one spelling for the ways a name is written: Zelensky, Zelenskiy, Zelenskyy."""
    word = word.casefold().replace("’", "'").removesuffix("'s")
    return _SPELLED.sub("y", word) if len(word) > 4 else word


def names_of(text: str, *, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the words of `text` that are names, countries as their country; titles of office left out.

    A word that opens a sentence is a name when a country, when `known` has it, or when a name follows.
    """
    found: set[str] = set()
    matches = list(_CAPITALISED.finditer(text))
    for place, match in enumerate(matches):
        word = match.group()
        if not word[0].isupper() or (len(word) < 3 and not word.isupper()) or len(word) < 2:
            continue
        folded = word.casefold().replace("’", "'").removesuffix("'s")
        if (folded in STOP or folded in TITLES or folded in _COMMON) and not (
            folded in _SHORT and word.isupper()
        ):
            continue
        if _OPENS.search(text[: match.start()]) and not _is_name_at_start(folded, place, matches, known):
            continue
        found.add(_name(folded, text[: match.start()]))
    return frozenset(found)


def _name(folded: str, before: str) -> str:
    """Return the name under which a word is filed: a capital after "in" is a town, else its government."""
    if folded in _SHORT:
        return _SHORT[folded]
    if is_country(folded) or not _WHERE.search(before):
        return nation_of(folded) or spelling(folded)
    return spelling(folded)


def _is_name_at_start(folded: str, place: int, matches: list[re.Match[str]], known: frozenset[str]) -> bool:
    if nation_of(folded) or spelling(folded) in known:
        return True
    after = matches[place + 1] if place + 1 < len(matches) else None
    close = after is not None and after.start() - matches[place].end() == 1
    return bool(after and close and after.group()[0].isupper() and not after.group().isupper())
