"""Whether two names are one voice, one authority, or two sides. Pure: no Django."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from .names import names_of, spelling
from .told import Voice
from .words import lines, nation_of, plain_words

_EMPTY = frozenset(
    (
        "the of for and in on at by to a an its his her their from with near according per senior chief "
        "deputy vice acting former head spokesman spokeswoman spokesperson spokespeople official "
        "officials authority authorities source sources person people familiar matter mr mrs ms dr sir "
        "latest data report reports statement citing said group company firm executive president minister "
        "prime secretary general director adviser advisor aide mayor governor lawyer analyst expert three "
        "two several some unnamed"
    ).split()
)
STATE = re.compile(
    r"\b(?:(?<!vice )(?<!vice-)president|minister|ministry|government|kremlin|army|military|air force|navy"
    r"|general staff|police|governor|mayor|prosecutors?|investigators?|committee|authorit\w+|officials?"
    r"|defen[cs]e|intelligence|security service|law enforcement|(?<!islamic )state|county|parliament|foreign"
    r"|health|interior|emergenc\w+|aide|headquarters|white house|fsb|fbi|pentagon|idf|fema|cdc|fda)\b",
    re.I,
)
STATE_KINDS = frozenset({"government", "military"})


@lru_cache(maxsize=8192)
def voice_words(name: str, about: str) -> frozenset[str]:
    """Return the words that tell one voice from another: names and offices, countries as their country."""
    kept = (word for word in plain_words(f"{name} {about}") if word not in _EMPTY)
    return frozenset(nation_of(word) or spelling(word) for word in kept)


@lru_cache(maxsize=8192)
def voice_nations(name: str, about: str) -> frozenset[str]:
    """Return the countries that a voice's name and office speak of."""
    text = f"{name} {about}"
    words = plain_words(text)
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    named = {found for word in [*words, *pairs] if (found := nation_of(word))}
    return frozenset(named | {country for country, body in _bodies() if body.search(text)})


@cache
def _bodies() -> list[tuple[str, re.Pattern[str]]]:
    """Return the countries of bodies whose names do not say it: the FSB, the White House."""
    rows = [(row[0].casefold(), [re.escape(name) for name in row[1:]]) for row in lines("bodies")]
    return [(country, re.compile(rf"\b(?:{'|'.join(names)})\b")) for country, names in rows]


def made_voice(
    *,
    id: str,
    name: str,
    kind: str,
    about: str = "",
    said_as: str = "",
    local: bool = False,
    party: str = "",
) -> Voice:
    """Return a voice with what its name and office say about it; `said_as` is how the article names it."""
    if said_as and kind != "outlet" and said_as.casefold() not in f"{name} {about}".casefold():
        about = f"{about} {said_as}".strip()
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
    if mine == yours or _short_for(one.name, other.name) or _short_for(other.name, one.name):
        return True
    surname = bool(mine and yours) and mine[-1] == yours[-1] and min(len(mine), len(yours)) == 1
    return surname and "person" in {one.kind, other.kind}


def _short_for(short: str, name: str) -> bool:
    """Whether a name in capitals is made of the first letters of the other: ABS, Bureau of Statistics."""
    word = short.removeprefix("the ").removeprefix("The ")
    letters = "".join(part[0] for part in re.findall(r"\b[A-Z][\w’'-]+", name))
    return word.isupper() and 2 <= len(word) <= 6 and word in (letters, letters.removeprefix("T"))


def _bare(voice: Voice) -> list[str]:
    words = [word for word in plain_words(voice.name) if word not in {"the", "of"}]
    return [nation_of(word) or spelling(word) for word in words]


def same_side(one: Voice, other: Voice) -> bool:
    """Return whether one authority stands behind both: a country, a body that both names speak of."""
    if one.party and one.party == other.party and not one.nations - other.nations:
        return True
    if _within(one, other) or _within(other, one):
        return True
    if one.nations and other.nations:
        return bool(one.nations & other.nations) and (is_state(one) or is_state(other))
    return bool(proper(one) & proper(other))


def _within(one: Voice, other: Voice) -> bool:
    """Whether one body's name is a part of the other's: Statistics Bureau, Australian Statistics Bureau."""
    if "person" in {one.kind, other.kind} or one.outlet or other.outlet:
        return False
    mine, yours = set(_bare(one)), set(_bare(other))
    return 2 <= len(mine) < len(yours) and mine <= yours


def is_state(voice: Voice) -> bool:
    """Return whether a voice speaks for a state or one of its bodies."""
    return voice.kind in STATE_KINDS or bool(STATE.search(f"{voice.name} {voice.about}"))


def body_words(voice: Voice) -> frozenset[str]:
    """Return the names in a voice's role and organisation: the firm, club or place it speaks for."""
    own = frozenset(spelling(word) for word in plain_words(voice.name))
    return (names_of(f"for {voice.about}") | voice.tied) - own


def proper(voice: Voice) -> frozenset[str]:
    """Return the words of a voice that are names (of persons, companies, places)."""
    words = re.findall(r"\b[A-Z][\w’'-]+", f"{voice.name} {voice.about}")
    return frozenset(spelling(word) for word in words) & voice.words | voice.tied
