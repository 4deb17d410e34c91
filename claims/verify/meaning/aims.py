"""Who attacks whom by the words of a claim: two sides that strike each other are two stories. Pure.

Read are the country before a verb of attack, the one behind "on", "against" or "in", whose drones they are,
and who shot them down: that is done over one's own land. Nothing is said where words show several countries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .told import Told
from .voices import is_state
from .words import lines

_AIR = r"(?:drones?|missiles?|rockets?|projectiles?|UAVs?)"
_BLOW = (
    r"(?:(?:air ?|counter-?)?(?:strikes?|attacks?|raids?)|assaults?|barrages?|salvos?|bombardments?|shelling"
    r"|bombing|volleys?)"
)
_ATTACK = re.compile(
    rf"\b(?:{_AIR}|{_BLOW}|struck|hits?|hitting|attacked|bombed|shelled|pounded|warplanes?|air defen[cs]es?)"
    r"\b",
    re.I,
)
_AT_WORKS = (
    r"(?! (?:factor|plant|maker|depot|site|base|launcher|production|warehouse|operator|unit|program|industr))"
)
_LAND = r"<(?P<land>[^|>]+)\|(?:name|own|adjective)>"
_ANY = r"<(?P<land>[^|>]+)\|\w+>"
# Words between a country and what it did; an article or a preposition begins something else.
_OTHER = r"(?:an?|the|in|at|on|over|near|by|of|from|to|was|were|is|are|been|being|and|said|says)\b"
_SUBJECT = rf"{_LAND}(?: (?!{_OTHER})[\w’'-]+){{0,5}}?"
_BEFORE = re.compile(
    r"\b(?:in|at|on|over|near|against|across|from|into|of|to|by|with|inside)\s+(?:the )?$", re.I
)
_STRIKES = (
    r"(?:launch(?:es|ed)?|fire[sd]?|aim(?:s|ed)|sends?|sent|unleash(?:es|ed)|use[sd]|deploy(?:s|ed)|struck|strikes?|hits?"
    r"|attack(?:s|ed)|bomb(?:s|ed)|shell(?:s|ed)|target(?:s|ed)|pound(?:s|ed)|bombard(?:s|ed)|raid(?:s|ed)|kill(?:s|ed)"
    r"|wound(?:s|ed)|injure[sd])(?! by\b)"
)
_STOPS = (
    r"(?:intercept(?:s|ed)|shot|shoots?|down(?:s|ed)|brought|destroy(?:s|ed)|repel(?:s|led)|jam(?:s|med)"
    r"|suppress(?:es|ed)|neutrali[sz](?:es|ed))"
)
_HELP = r"(?: (?:had|has|have|also|again|then|only|just|since))*"
_BY = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_SUBJECT}{_HELP} {_STRIKES}\b",
        rf"\b(?:launched|fired|sent|aimed|used|unleashed|deployed|struck|hit|attacked|shelled|bombed|{_BLOW})\b[^.;:]{{0,60}}?"
        rf" by (?:the )?{_LAND}",
        rf"<(?P<land>[^|>]+)\|(?:own|adjective)> (?:[\w’'-]+ ){{0,2}}?(?:{_AIR}|{_BLOW})\b{_AT_WORKS}",
    )
)
_ON = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?:on|at|against|over|across|into|towards?|in|inside|near|targeting) (?:(?!an?\b)[\w-]+ ){0,3}?"
        + _ANY,
        r"\b(?:struck|strikes?|striking|hits?|hitting|attack(?:s|ed|ing)|target(?:s|ed|ing)|bomb(?:s|ed|ing)|shell(?:s|ed|ing)"
        rf"|damag(?:es|ed|ing)) (?:(?!by\b|in\b|at\b|on\b)[\w’'-]+ ){{0,3}}?{_ANY}(?! {_AIR}\b{_AT_WORKS})",
    )
)
_OVER_OWN = re.compile(rf"{_SUBJECT}{_HELP} {_STOPS}\b[^.;:]*?\b(?:{_AIR}|targets|weapons)\b", re.I)
_SHOT_DOWN = frozenset({"destroyed", "jammed"})
# Who counts what came down where it was aimed is the one that was aimed at.
_ARRIVED = re.compile(
    r"\b(?:reach(?:es|ed|ing)|(?:got|came|broke) through|landed|fell|fallen|penetrated)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Aim:
    """The country that attacks and the one that is struck, "" where it is not known."""

    by: str = ""
    on: str = ""

    def turned(self, other: Aim) -> bool:
        """Whether two attacks go opposite ways: who strikes in one is struck in the other."""
        return bool(self.by and self.by == other.on) or bool(self.on and self.on == other.by)


def aims_of(claims: Sequence[tuple[Told, Hashable]]) -> list[Aim]:
    """Return who attacks whom in each claim, given with its article; their order does not matter.

    By its words, else as its speaker has it elsewhere in the article. Where only one side is told, the other
    is that of all attacks of these claims which tell both.
    """
    aims = [aim_of(told) for told, _ in claims]
    speakers = [_speaker(told, article) for told, article in claims]
    said: dict[Hashable, set[str]] = defaultdict(set)
    for speaker, aim in zip(speakers, aims, strict=True):
        if aim.on:
            said[speaker].add(aim.on)
    for at, speaker in enumerate(speakers):
        if speaker and aims[at] == Aim() and len(said[speaker]) == 1 and is_attack(claims[at][0]):
            aims[at] = Aim(on=_one(said[speaker]))
    pairs = {(aim.by, aim.on) for aim in aims if aim.by and aim.on}
    return [_whole(aim, pairs) for aim in aims]


def _speaker(told: Told, article: Hashable) -> Hashable:
    voice = told.voice
    return (article, voice.id or voice.name) if voice.name and not voice.outlet else None


def _whole(aim: Aim, pairs: set[tuple[str, str]]) -> Aim:
    if aim.on and not aim.by:
        return Aim(_one({by for by, on in pairs if on == aim.on}), aim.on)
    if aim.by and not aim.on:
        return Aim(aim.by, _one({on for by, on in pairs if by == aim.by}))
    return aim


def is_attack(told: Told) -> bool:
    """Whether a claim speaks of an attack by its words."""
    return _ATTACK.search(told.statement) is not None


def aim_of(told: Told) -> Aim:
    """Return who attacks whom, as far as the claim and the office of who says it tell."""
    if not is_attack(told):
        return Aim()
    found = _aim(told.statement)
    if found.on or not told.deeds & (_SHOT_DOWN | {"hit"}):
        return found
    return _not_itself(Aim(found.by, _own_land(told)))


def _own_land(told: Told) -> str:
    """Return the land of who speaks: officials of a town or region, a state that counts what it shot down."""
    voice = told.voice
    if voice.outlet:
        return ""
    local = _one(
        {
            match["land"]
            for match in re.finditer(r"<(?P<land>[^|>]+)\|town>", _marked(f"{voice.name} {voice.about}"))
        }
    )
    units = " ".join(figure.unit for figure in told.figures)
    shot = told.deeds & _SHOT_DOWN and re.search(_AIR, f"{told.statement} {units}")
    counts = (shot or _ARRIVED.search(told.statement)) and is_state(voice)
    return local or (_one(voice.nations) if counts else "")


@lru_cache(maxsize=8192)
def _aim(statement: str) -> Aim:
    text = _marked(statement)
    by = {land for pattern in _BY for match in pattern.finditer(text) if (land := _subject(text, match))}
    own = {land for match in _OVER_OWN.finditer(text) if (land := _subject(text, match))}
    on = {match["land"] for pattern in _ON for match in pattern.finditer(text)} - by
    return _not_itself(Aim(_one(by - own), _one(own or on)))


def _subject(text: str, match: re.Match[str]) -> str:
    """Return the land of a match unless it says only where: "in Russia a strike killed"."""
    where = match.start() == match.start("land") - 1 and _BEFORE.search(text[: match.start()])
    return "" if where else match["land"]


def _not_itself(aim: Aim) -> Aim:
    return aim if aim.by != aim.on else Aim()


def _one(lands: set[str] | frozenset[str]) -> str:
    return next(iter(lands)) if len(lands) == 1 else ""


def _marked(text: str) -> str:
    """Return the text with each country, its adjective and its towns as a mark: "<russia|own> army"."""
    return _mention().sub(_mark, text)


def _mark(match: re.Match[str]) -> str:
    land, kind = _known()[match["word"]]
    return f"<{land}|{'own' if match['own'] and kind == 'name' else kind}>"


@cache
def _mention() -> re.Pattern[str]:
    words = sorted(_known(), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w-])(?P<word>{'|'.join(map(re.escape, words))})(?P<own>['’]s)?(?![\w-])")


@cache
def _known() -> dict[str, tuple[str, str]]:
    """Return what names a land: word, then its country and whether it is a name, an adjective or a town."""
    known: dict[str, tuple[str, str]] = {}
    for country, *names in lines("lands"):
        known |= dict.fromkeys(names, (country.casefold(), "town"))
    for country, *names in lines("bodies"):
        known |= dict.fromkeys(names, (country.casefold(), "name"))
    for country, adjective, *capitals in lines("nations"):
        known |= dict.fromkeys(filter(None, (country, *capitals)), (country.casefold(), "name"))
        known |= dict.fromkeys([adjective] if adjective else [], (country.casefold(), "adjective"))
    return known
