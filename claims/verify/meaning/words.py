"""Words of a statement: stems, what was done, and whether it denies. Pure: no Django."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

STOP = frozenset(
    (
        "a about after again all almost also among an and another any are around as at be because been "
        "before being between both but by can could did do does during each early few first for from "
        "further had has have he her his how in into is it its just last least like made many more most "
        "much nearly no not of on one only or other our out over own part per said same say says she "
        "since so some still such than that the their them then there these they this those through to "
        "told two under until up upon very was week were what when where which while who will with within "
        "would year yesterday monday tuesday wednesday thursday friday saturday sunday january february "
        "march april may june july august september october november december overnight morning afternoon "
        "evening night today hour day month according per people person three four five six seven eight "
        "nine ten dozen hundred thousand million billion"
    ).split()
)
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|den(?:y|ies|ied|ial)|without|reject(?:s|ed)?|untrue|false"
    r"|refus(?:e|es|ed|al|ing) to"
    r"|fake|fabricat\w+|invention|dismiss(?:es|ed) (?:as|the|claims?|reports?)|ruled out|rules out|disput\w+"
    r"|contradict\w*|cannot)\b|n['’]t\b",
    re.I,
)
# What looks like a denial: a bound ("no fewer than"), an offer that is turned down ("rejected the bid").
_NO_DENIAL = re.compile(
    r"\b(?:(?:no|not) (?:fewer|less|more|later|earlier|longer) than|not (?:only|just|merely)"
    r"|reject(?:s|ed)? (?:\S+ ){0,3}?(?:bids?|offers?|proposals?|deals?|plans?|appeals?|requests?|demands?"
    r"|applications?|[$£€]\S+))\b",
    re.I,
)
_UP = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|grow(?:s|n|ing|th)?|grew|increas\w+|climb\w*|up|gain\w*|higher|improv\w+"
    r"|recover(?:s|ed|ing|y)|expand\w*|accelerat\w+|more than prices)\b",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:fall(?:s|en|ing)?|fell|drop\w*|shr(?:ink|inks|ank|unk|inking)|declin\w+|down|los(?:e|es|t|ing)"
    r"|decreas\w+|lower|worsen\w*|slow(?:s|ed|ing)?|contract(?:s|ed|ing)|plung\w+|less than prices)\b",
    re.I,
)
_OF_COUNTS = re.compile(
    r"\b(?:confirm\w*|official\w*|known|report\w*|count\w*|number|total|tally|figures?|ris\w+|rose|climb\w*|grow\w*"
    r"|grew|reach\w*|stands?|stood|put|cut|revis\w+|rais\w+|lower\w*|estimat\w*|believed|thought|now|new|latest|still"
    r"|least|than|some|nearly|almost|roughly|around|about)\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def stem(word: str) -> str:
    """Return a crude stem that joins "drones" and "drone", "destroyed" and "destroying"."""
    word = word.casefold().replace("’", "'").removesuffix("'s").strip("'-")
    for ending in ("ing", "ied", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending in {"ied", "ies"} else "")
    return word.removesuffix("e") if len(word) > 4 else word


def plain_words(text: str) -> list[str]:
    """Return the words of `text` in small letters, straight quotes, without a final 's."""
    return [word.casefold().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text)]


def content_words(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning; country names stand for their adjectives."""
    kept = (word for word in plain_words(text) if word not in STOP and len(word) > 2)
    return frozenset(nation_of(word) or stem(word) for word in kept)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the smaller set the other one has, 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share that two sets have in common of all they have, 0 to 1 (Jaccard)."""
    return len(one & other) / len(one | other) if one or other else 0.0


def deeds(text: str) -> frozenset[str]:
    """Return what was done with the things counted, as far as the words tell."""
    return frozenset(deed for deed, pattern in _deeds() if pattern.search(text))


def rest(text: str) -> frozenset[str]:
    """Return the words that carry meaning besides what was done and how a count goes: its conditions."""
    for _, pattern in _deeds():
        text = pattern.sub(" ", text)
    return content_words(_OF_COUNTS.sub(" ", text))


def denies(text: str) -> bool:
    """Return whether the statement denies something; "did not open without notice" denies twice, so not."""
    return len(_DENIES.findall(_NO_DENIAL.sub(" ", text))) % 2 == 1


def trend(text: str) -> int:
    """Return 1 when a statement says that something rises, -1 that it falls, 0 for neither or both."""
    return int(_UP.search(text) is not None) - int(_DOWN.search(text) is not None)


def nation_of(word: str) -> str:
    """Return the country that a word stands for ("ukrainian", "kyiv"), "" for any other word."""
    return _nations().get(word, "")


def is_country(word: str) -> bool:
    """Return whether a word is a country's name or adjective (not its capital)."""
    return word in _countries()


def is_nation(name: str) -> bool:
    """Return whether a name is a country's: half of all articles speak of it."""
    return name in _nations()


def lines(name: str) -> list[tuple[str, ...]]:
    """Return the fields of a lexicon file, comments left out."""
    text = resources.files(__package__).joinpath(f"lexicon/{name}.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _deeds() -> list[tuple[str, re.Pattern[str]]]:
    return [(key, re.compile(rf"\b(?:{'|'.join(words)})\b", re.I)) for key, *words in lines("deeds")]


@cache
def _nations() -> dict[str, str]:
    """Return country, adjective and capital, each leading to its country."""
    return {name.casefold(): names[0].casefold() for names in lines("nations") for name in names if name}


@cache
def _countries() -> frozenset[str]:
    return frozenset(name.casefold() for names in lines("nations") for name in names[:2] if name)
