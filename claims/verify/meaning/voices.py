"""Whether two names are one voice, one authority, or two sides. Pure: no Django."""

from __future__ import annotations

import re
from itertools import pairwise

from .names import spelling
from .told import Voice
from .words import nation_of, plain_words

_EMPTY = frozenset(
    (
        "the of for and in on at by to a an its his her their from with near according per senior chief deputy "
        "vice acting former head spokesman spokeswoman spokesperson spokespeople official officials authority "
        "authorities source sources person people familiar matter mr mrs ms dr sir latest data report reports "
        "statement citing said group company firm executive president minister prime secretary general director "
        "adviser advisor aide mayor governor lawyer analyst expert three two several some unnamed"
    ).split()
)
STATE = re.compile(
    r"\b(?:president|minister|ministry|government|kremlin|army|military|air force|navy|general staff|police"
    r"|governor|mayor|prosecutors?|investigators?|committee|authorit\w+|officials?|defen[cs]e|security service"
    r"|intelligence|state|county|parliament|foreign|health|interior|emergenc\w+|aide|headquarters)\b",
    re.I,
)
STATE_KINDS = frozenset({"government", "military"})


def voice_words(name: str, about: str) -> frozenset[str]:
    """Return the words that tell one voice from another: names and offices, countries as their country."""
    kept = (word for word in plain_words(f"{name} {about}") if word not in _EMPTY)
    return frozenset(nation_of(word) or spelling(word) for word in kept)


def voice_nations(name: str, about: str) -> frozenset[str]:
    """Return the countries that a voice's name and office speak of."""
    words = plain_words(f"{name} {about}")
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return frozenset(found for word in [*words, *pairs] if (found := nation_of(word)))


def made_voice(
    *, id: str, name: str, kind: str, about: str = "", local: bool = False, party: str = ""
) -> Voice:
    """Return a voice with what its name says about it."""
    return Voice(id, name, kind, about, local, party, voice_words(name, about), voice_nations(name, about))


def same_voice(one: Voice, other: Voice) -> bool:
    """Return whether both are one voice: one source, or names that differ in spelling or length only."""
    if one.id and one.id == other.id:
        return True
    if one.outlet or other.outlet or not one.words or not other.words:
        return False
    if not (one.named and other.named):
        return False
    mine, yours = _bare(one), _bare(other)
    if mine == yours:
        return True
    surname = bool(mine and yours) and mine[-1] == yours[-1] and min(len(mine), len(yours)) == 1
    return surname and "person" in {one.kind, other.kind}


def _bare(voice: Voice) -> list[str]:
    words = [word for word in plain_words(voice.name) if word not in {"the", "of"}]
    return [nation_of(word) or spelling(word) for word in words]


def same_side(one: Voice, other: Voice) -> bool:
    """Return whether one authority stands behind both: a country, a body that both names speak of."""
    if one.party and one.party == other.party and not one.nations - other.nations:
        return True
    if one.nations and other.nations:
        return bool(one.nations & other.nations) and (is_state(one) and is_state(other))
    return bool(proper(one) & proper(other))


def is_state(voice: Voice) -> bool:
    """Return whether a voice speaks for a state or one of its bodies."""
    return voice.kind in STATE_KINDS or bool(STATE.search(f"{voice.name} {voice.about}"))


def proper(voice: Voice) -> frozenset[str]:
    """Return the words of a voice that are names (of persons, companies, places)."""
    words = re.findall(r"\b[A-Z][\w’'-]+", f"{voice.name} {voice.about}")
    return frozenset(spelling(word) for word in words) & voice.words
