"""What an event is called: the kind of thing and the place that its claims speak of, in plain words. Pure.

Nothing is added to what the claims say. Where they show no kind, the headline of the article with most of
them stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from ..meaning.aims import aims_of
from ..meaning.counted import group_of, kind_of
from ..meaning.told import Told
from ..meaning.words import plain_words
from .kinship import SHORT, Days, length

LENGTH = 120  # letters of a headline that are kept
SHARE = 0.2  # of the claims must speak of the kind
ENOUGH = 2  # claims of three or more must: one alone may speak of something beside it
NIGHT = re.compile(r"\bovernight\b|\b(?:in|over|during) the night\b|\bat night\b", re.I)
TALKS = "Talks"
_TALKS = re.compile(r"\b(?:talks|negotiations|summit)\b", re.I)
_BLOWS = frozenset({"Attack", "Strike"})
_STATES = ("body", "prisoner")  # groups of units that say what people are, before any other noun for them
_AIMED = frozenset({"on", "against"})
_SITE = r"(?:airfield|air ?base|base|airport|port|plant|refinery|depot|station|bridge|hospital)"
_AT = re.compile(rf"\b(on|against|in|at|near) ((?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?: {_SITE}\b)?)")


@dataclass(frozen=True, slots=True)
class Named:
    """The name, days and place that the claims of an event give it."""

    title: str
    starts_on: date | None = None
    ends_on: date | None = None
    place: str = ""


def named(claims: Sequence[Told], places: Sequence[str], headline: str) -> Named:
    """Return what an event is called after its claims; `places` and the `headline` as written."""
    days = days_of(claims)
    place = _commonest(
        [place for place in places if place], enough=max(_few(claims), SHARE * len(places) / 2)
    )
    starts_on, ends_on = days or (None, None)
    return Named(_title(claims, place, headline, days)[:300], starts_on, ends_on, place[:200])


def days_of(claims: Sequence[Told]) -> Days | None:
    """Return the days that most claims are about, short spans before long ones; None when none says."""
    known = Counter(told.days for told in claims if told.days)
    short = {days: number for days, number in known.items() if length(days) <= SHORT}
    found = sorted((short or known).items(), key=lambda item: (-item[1], -length(item[0]), item[0]))
    return found[0][0] if found else None


def _title(claims: Sequence[Told], place: str, headline: str, days: Days | None) -> str:
    kind, of_things = _kind(claims)
    mine = [told for told in claims if kind in _kinds_of(told)]
    things = _things(mine) if of_things else ""
    where = _where(claims, mine, "" if things else place, kind) if kind else ""
    if not kind or not (where or things):
        return headline[:LENGTH].strip() or _shortest(claims)
    night = _at_night(claims) and bool(days) and kind in _BLOWS
    words = f"Overnight {kind.lower()}" if night else kind
    return " ".join(part for part in (words, things, where) if part)


def _kind(claims: Sequence[Told]) -> tuple[str, bool]:
    """Return the kind that most claims speak of, and whether the things counted belong to its name."""
    if sum(TALKS in _kinds_of(told) for told in claims) * 2 >= len(claims) > 0:
        return TALKS, False
    counts = Counter(kind for told in claims for kind in _kinds_of(told) - {TALKS})
    order = list(dict.fromkeys(_kinds().values()))
    weighed = {kind: counts[kind[0]] * (1 + kind[2]) for kind in order if counts[kind[0]]}
    best = max(weighed, key=lambda kind: (weighed[kind], -order.index(kind)), default=None)
    if best is None or counts[best[0]] < max(_few(claims), SHARE * len(claims)):
        return "", False
    return best[0], best[1]


def _kinds_of(told: Told) -> frozenset[str]:
    """Return the kinds that a claim speaks of; a meeting by its words, since no figure counts it."""
    talks = frozenset({TALKS}) if _TALKS.search(told.statement) else frozenset[str]()
    return talks | {_kinds()[deed][0] for deed in told.deeds if deed in _kinds()}


def _few(claims: Sequence[Told]) -> int:
    """Return how many claims must at least say what a name tells: of three or more, one alone may digress."""
    return ENOUGH if len(claims) > 2 else 1


def _things(mine: Sequence[Told]) -> str:
    """Return "of bodies" when half of the claims of that kind speak of one thing."""
    nouns = Counter(noun for told in mine for noun in _nouns(told))
    noun = min(nouns, key=lambda noun: (-nouns[noun], noun), default="")
    return f"of {_plural(noun)}" if noun.isalpha() and nouns[noun] * 2 >= len(mine) else ""


def _nouns(told: Told) -> frozenset[str]:
    """Return what a claim speaks of: "the remains of 1,212 soldiers" are bodies, whatever is counted."""
    groups = {group_of(kind_of(word)[2]) for word in plain_words(told.statement)}
    state = next((group for group in _STATES if group in groups), "")
    return frozenset({state} if state else {kind_of(row.unit)[2] for row in told.figures if row.unit})


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return noun if noun.endswith("s") or noun in {"people", "children", "men", "women"} else f"{noun}s"


def _where(claims: Sequence[Told], mine: Sequence[Told], place: str, kind: str) -> str:
    """Return "on Ukraine" or "in Odesa": as most claims of the kind have it, else where they are filed.

    An attack that struck several places of a country was one on that country.
    """
    said = Counter(
        match for told in mine for match in set(_AT.findall(told.statement)) if not _month(match[1])
    )
    names = Counter(dict.fromkeys((name for _, name in said), 0))
    for (_, name), number in said.items():
        names[name] += number
    name = min(names, key=lambda name: (-names[name], name), default=place)
    if name != place and names[name] < max(_few(claims), SHARE * len(claims)):
        name = place
    if kind in _BLOWS and names[name] * 2 < len(mine) and (struck := _struck(claims, mine)):
        return struck
    words = [match for match in said if match[1] == name]
    word = min(words, key=lambda match: (match[0] not in _AIMED, -said[match], match))[0] if words else "in"
    aimed = word in _AIMED or kind not in _BLOWS or re.search(rf"{_SITE}$", name)
    return f"{word if aimed else 'in'} {name}" if name else ""


def _struck(claims: Sequence[Told], mine: Sequence[Told]) -> str:
    """Return "on Russia" when most attacks strike one country, "by Russia" when they come from one."""
    aims = aims_of([(told, told.outlet) for told in claims])
    sides = [side for aim in aims for side in (("on", aim.on), ("by", aim.by))]
    lands = Counter(side for side in sides if side[1])
    best = min(lands, key=lambda row: (-lands[row], row[0] != "on", row), default=None)
    if best is None or lands[best] < max(_few(claims), len(mine) / 2):
        return ""
    return f"{best[0]} {best[1].title()}"


def _month(name: str) -> bool:
    return bool(
        re.match(
            r"(?:January|February|March|April|May|June|July|August|September|October|November|December|\w+day)\b",
            name,
        )
    )


def _at_night(claims: Sequence[Told]) -> bool:
    """Whether the claims speak of a night: by a word, or by two days that follow each other."""
    told = sum(
        bool(NIGHT.search(each.statement)) or bool(each.days and length(each.days) == 1) for each in claims
    )
    return told > 0 and told * 4 >= len(claims)


def _commonest(names: Sequence[str], enough: float) -> str:
    counts = Counter(names)
    best = min(counts, key=lambda name: (-counts[name], name), default="")
    return best if counts[best] >= max(1, enough) else ""


def _shortest(claims: Sequence[Told]) -> str:
    return min((told.statement for told in claims), key=lambda words: (len(words), words), default="Event")[
        :LENGTH
    ]


@cache
def _kinds() -> dict[str, tuple[str, bool, int]]:
    """Return deed, then the event's kind, whether it names things, and how strongly it marks an event."""
    text = resources.files(__package__).joinpath("kinds.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {deed: (kind, things == "of", int(weight)) for deed, kind, things, weight in rows}
