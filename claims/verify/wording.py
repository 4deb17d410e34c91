"""What two statements have in common in words, and whether two names mean one voice. Pure: no Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

STOP = frozenset(
    (
        "a about after again all also among an and another any are as at be because been before being "
        "between both but by can could did do does during each early far few first for from further "
        "had has have he her his how in into is it its just last least like made more most much no "
        "not of on one only or other our out over own part per said same say says she since so some "
        "still such than that the their them then there these they this those through to told two "
        "under until up upon very was week were what when where which while who will with within "
        "would year yesterday monday tuesday wednesday thursday friday saturday sunday january "
        "february march april may june july august september october november december overnight "
        "morning night today hour day "
    ).split()
)
NEGATIONS = re.compile(r"\b(?:not|no|never|none|denied|denies|without|rejected|untrue)\b|n['’]t\b", re.I)
# Words that say what was done with the thing counted. Figures of two different deeds are not compared.
DEEDS: dict[str, str] = {
    "destroyed": r"destroy\w*|shot|shoot\w*|down(?:ed|ing)|intercept\w*|brought down|repel\w*",
    "jammed": r"jam(?:med|ming)\w*|neutrali[sz]\w*|suppress\w*|electronic warfare|lost (?:from|on) radar",
    "launched": r"launch\w*|fired|sent|aimed|unleash\w*",
    "hit": r"hit|struck|strikes?|reached|got through|came through|landed|fell",
    "killed": r"kill\w*|died|dead|deaths?|toll",
    "hurt": r"injur\w*|wound\w*|hurt",
    "missing": r"missing|unaccounted",
    "handed over": r"return\w*|handed|receiv\w*|transfer\w*|(?:brought|come|came) (?:back|home)"
    r"|took delivery|repatriat\w*|recover\w*|given back",
    "promised": r"ready|prepared to|would give|will give|plans? to|agreed",
    "damaged": r"damag\w*",
    "evacuated": r"evacuat\w*|displac\w*",
    "arrested": r"arrest\w*|detain\w*",
}
_DEEDS = {deed: re.compile(rf"\b(?:{pattern})\b", re.I) for deed, pattern in DEEDS.items()}
_CAPITALISED = re.compile(r"(?<=[\w,’'] )[A-Z][\w’'-]{2,}")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a claim. `local`: the name means somebody in one article only; `outlet`: its own voice."""

    id: str
    name: str
    kind: str = "person"
    about: str = ""  # role and organisation
    local: bool = False
    party: str = ""

    @property
    def outlet(self) -> bool:
        """Whether an outlet speaks for itself."""
        return self.kind == "outlet"

    @property
    def named(self) -> bool:
        """Whether the voice can be told from others: a name that holds beyond one article."""
        return bool(self.id) and not self.local and self.kind not in {"anonymous", "outlet", "collective"}


def stem(word: str) -> str:
    """Return a crude stem that joins "drones" and "drone", "destroyed" and "destroying"."""
    word = word.casefold().replace("’", "'").removesuffix("'s").strip("'-")
    for ending in ("ing", "ied", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending in {"ied", "ies"} else "")
    return word.removesuffix("e") if len(word) > 4 else word


def content_words(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning; country names stand for their adjectives."""
    words = (word.casefold().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text))
    return frozenset(_nation(word) or stem(word) for word in words if word not in STOP and len(word) > 2)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter statement's words the other one has, 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def deeds(text: str) -> frozenset[str]:
    """Return what was done with the things counted, as far as the words tell."""
    return frozenset(deed for deed, pattern in _DEEDS.items() if pattern.search(text))


def places(text: str) -> frozenset[str]:
    """Return the names in a statement, except of countries: two statements that name other places differ."""
    words = [word.casefold().replace("’", "'").removesuffix("'s") for word in _CAPITALISED.findall(text)]
    return frozenset(word for word in words if word not in STOP and word not in _countries())


def negated(text: str) -> bool:
    """Return whether the statement denies something."""
    return NEGATIONS.search(text) is not None


def same_voice(one: Voice, other: Voice) -> bool:
    """Return whether both are one voice: one source, or names that differ in spelling only."""
    if one.id and one.id == other.id:
        return True
    if not (one.named and other.named):
        return False
    mine, yours = _name_words(one.name), _name_words(other.name)
    if not mine or not yours:
        return False
    if mine == yours:
        return True
    surname = mine[-1] == yours[-1] and min(len(mine), len(yours)) == 1
    return surname and "person" in {one.kind, other.kind}


def same_side(one: Voice, other: Voice) -> bool:
    """Return whether the two share a side: a country in their names or offices, or the party they are."""
    if one.party and one.party == other.party and not nations(one) - nations(other):
        return True
    return bool(nations(one) & nations(other))


def nations(voice: Voice) -> frozenset[str]:
    """Return the countries that a voice's name and office speak of."""
    text = f"{voice.name} {voice.about}".casefold().replace("’", "'")
    words = [word.removesuffix("'s") for word in _WORD.findall(text)]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return frozenset(found for word in [*words, *pairs] if (found := _nation(word)))


def _name_words(name: str) -> list[str]:
    words = [word.casefold().replace("’", "'").removesuffix("'s") for word in _WORD.findall(name)]
    kept = [word for word in words if word not in {"the", "of"}]
    return [_nation(word) or _spelling(word) for word in kept]


def _spelling(word: str) -> str:
    """Return one spelling for the ways a Slavic name ends: Zelensky, Zelenskiy, Zelenskyy."""
    return re.sub(r"(?:iy|ii|yy|yi|ij|i)$", "y", word)


def _nation(word: str) -> str:
    return _nations().get(word, "")


@cache
def _lexicon() -> tuple[tuple[str, ...], ...]:
    text = resources.files(__package__).joinpath("lexicon/nations.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(name.casefold() for name in line.split("\t")) for line in lines)


@cache
def _nations() -> dict[str, str]:
    """Return country, adjective and capital, each leading to its country."""
    return {name: names[0] for names in _lexicon() for name in names if name}


@cache
def _countries() -> frozenset[str]:
    return frozenset(name for names in _lexicon() for name in names[:2] if name)
