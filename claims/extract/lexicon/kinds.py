"""What kind of source a noun phrase names, by its head noun and a few words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from claims.extract.types import SourceKind

_FOLDER = Path(__file__).parent
_KINDS: dict[str, SourceKind] = {
    "government": "government",
    "military": "military",
    "organisation": "organisation",
    "collective": "collective",
    "document": "document",
    "anonymous": "anonymous",
}
MEDIA_NOUNS = frozenset(
    "broadcaster channel newspaper daily weekly magazine radio television station newswire outlet website"
    " tabloid podcast paper programme".split()
)
_WITHHELD = re.compile(
    r"\b(?:condition of anonymity|not (?:be|to be|being) (?:named|identified)|familiar with|briefed on"
    r"|knowledge of (?:the|his|her|their)|close to (?:the|him|her|them)|unnamed|anonymous|unidentified"
    r"|unconfirmed|(?:on|requested|asked for|insisted on|sought) anonymity|whose (?:name|identity)"
    r"|(?:direct|first-hand|inside) knowledge|knowledge of|involved in the (?:talks|discussions|negotiations)"
    r"|declined to be (?:named|identified)|withheld|speaking privately|(?:not|un)\s?authori[sz]ed to)\b",
    re.I,
)
_ASKED = re.compile(
    r"\W*(?:\w+\W+){0,5}?(?:condition of anonymity|(?:requested|asked for|insisted on|sought) anonymity"
    r"|(?:ask|request|declin|wish|prefer|want)\w* (?:not )?to (?:not )?be (?:named|identified)"
    r"|not (?:be|to be|being) (?:named|identified)|(?:was|were|is|are)(?: not|n['’]t) authori[sz]ed)",
    re.I,
)
_INSTITUTION = re.compile(
    r"\b(?:Inc|Corp|Ltd|LLC|PLC|plc|NV|AG|SA|Co|Group|Institute|University|College|Bank|Union|Association|Society"
    r"|Foundation|Trust|Electric|Foods|News|Times|Post|Agency|Alliance|Club|Hospital|School|Company|Holdings"
    r"|Partners|Network|Party|Campaign|Center|Centre|Federation|Learning|Press|Radio|TV)\b"
)
_OFFICIAL = re.compile(
    r"\b(?:Ministry|Department|Council|Police|Government|Commission|Committee|Court|Authority|County|Parliament"
    r"|Senate|Congress|House|Office|Administration|Kremlin|Pentagon|Treasury|Embassy|FBI|CIA|NATO|EU|UN|IRS|DOJ"
    r"|Justice|Board)\b"
)
_MEDIUM = re.compile(
    r"\b(?:radio|TV|television|news|newspaper|magazine|times|post|herald|tribune|gazette|journal|podcast|echo|argus"
    r"|broadcaster|channel|daily|BBC|CNN|ITV|NBC|CBS|ABC|NPR|RTE|Reuters|Bloomberg|AFP|AP|TASS|Xinhua|Guardian"
    r"|Telegraph|Mail|Sun|Mirror|Politico|Facebook|Twitter|Telegram|WhatsApp|Instagram|LinkedIn|TikTok|YouTube"
    r"|Bluesky|Weibo|Truth Social|X)\b",
    re.I,
)
_ARMED = re.compile(
    r"\b(?:army|navy|air force|armed forces|military|defence forces|general staff|marines)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Noun:
    """A lexicon line: what a head noun names, whether one alone is a person, and one named before."""

    kind: SourceKind
    person: bool
    epithet: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A lexicon line: what a title is ("address", "office", "rank", "kin") and the pronoun it shows."""

    group: str
    pronoun: str


@lru_cache(maxsize=1)
def nouns() -> dict[str, Noun]:
    """Return the head nouns known to name sources."""
    rows = (line.split("\t") for line in _lines("kinds.tsv"))
    return {word: Noun(_KINDS[kind], bool(person), person == "epithet") for word, kind, person in rows}


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """Return the country for each capital that speaks for one."""
    return dict(line.split("\t") for line in _lines("capitals.tsv"))


@lru_cache(maxsize=1)
def nations() -> dict[str, str]:
    """Return the nation that an adjective names ("Ukrainian": "Ukraine")."""
    return dict(line.split("\t") for line in _lines("demonyms.tsv"))


@lru_cache(maxsize=1)
def callings() -> dict[str, frozenset[str]]:
    """Return for a noun of description the nouns it may stand for ("regulator": "authority", ...)."""
    rows = (line.split("\t") for line in _lines("callings.tsv"))
    return {noun: frozenset(others.split()) for noun, others in rows}


@lru_cache(maxsize=1)
def titles() -> dict[str, Title]:
    """Return the words that stand before a name without being part of it, in lower case."""
    rows = (line.split("\t") for line in _lines("titles.tsv"))
    return {word: Title(group, pronoun) for word, group, pronoun in rows}


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Return the pronoun ("he", "she") that usually goes with a given name in lower case."""
    return dict(line.split("\t") for line in _lines("given_names.tsv"))


def _lines(name: str) -> list[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def asks_anonymity(following: str) -> bool:
    """Whether the words right behind a source say that it asked not to be named."""
    return bool(_ASKED.match(following))


def is_withheld(phrase: str) -> bool:
    """Whether a phrase says that the speaker's identity is kept back."""
    return bool(_WITHHELD.search(phrase))


def kind_of(phrase: str, lemma: str, *, plural: bool, label: str = "") -> SourceKind:
    """Return the kind of source of a phrase that names no person.

    `lemma` is the head noun, `label` the entity label of the head ("ORG", "GPE", ...).
    """
    if is_withheld(phrase):
        return "anonymous"
    if _ARMED.search(phrase) and lemma in ("force", "forces", "army", "navy", "military", "staff", "marines"):
        return "military"
    noun = compound_noun(phrase, lemma)
    if noun is not None:
        return noun.kind if plural or not noun.person else "person"
    if label == "NORP":
        return "collective" if plural else "person"
    if plural and lemma.islower() and not phrase[:1].isupper():
        return "collective"
    if _OFFICIAL.search(phrase) or label == "GPE":
        return "government"
    if _INSTITUTION.search(phrase) or label in ("ORG", "FAC", "PRODUCT", "WORK_OF_ART"):
        return "organisation"
    return "collective" if plural else "person"


def compound_noun(phrase: str, lemma: str) -> Noun | None:
    """Return the lexicon line of the head noun with the words before it ("central bank"), else alone."""
    words = phrase.lower().replace("’", "'").split()
    stem = lemma[: max(3, len(lemma) - 2)]
    at = next((number for number, word in enumerate(words) if word.startswith(stem)), 0)
    for size in (3, 2, 1):
        before = words[max(0, at - size) : at]
        noun = nouns().get(" ".join([*before, lemma])) if len(before) == size else None
        if noun is not None:
            return noun
    return nouns().get(lemma)


def is_medium(name: str) -> bool:
    """Whether a name is plainly that of a news outlet or of a place where people post."""
    return bool(_MEDIUM.search(name))


def is_institution(name: str) -> bool:
    """Whether a proper name is plainly that of a body, not of a person."""
    return bool(_INSTITUTION.search(name) or _OFFICIAL.search(name))
