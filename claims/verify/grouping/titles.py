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

from ..meaning.counted import kind_of
from ..meaning.told import Told
from .kinship import SHORT, Days, length

LENGTH = 120  # letters of a headline that are kept
SHARE = 0.2  # of the claims must speak of the kind
ENOUGH = 2  # claims of three or more must: one alone may speak of something beside it
NIGHT = re.compile(r"\bovernight\b|\b(?:in|over|during) the night\b|\bat night\b", re.I)
_AIMED = frozenset({"on", "against"})
_AT = re.compile(r"\b(on|against|in|at|near) ((?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)")


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
    place = _commonest([place for place in places if place], enough=SHARE * len(places) / 2)
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
    where = _where(claims, place, kind)
    things = _things(claims, kind) if of_things else ""
    if not kind or not (where or things):
        return headline[:LENGTH].strip() or _shortest(claims)
    night = _at_night(claims) and bool(days) and kind in {"Attack", "Strike"}
    words = f"Overnight {kind.lower()}" if night else kind
    return " ".join(part for part in (words, things, where) if part)


def _kind(claims: Sequence[Told]) -> tuple[str, bool]:
    """Return the kind that most claims speak of, and whether the things counted belong to its name."""
    counts = Counter(
        kind for told in claims for kind in {_kinds()[deed] for deed in told.deeds if deed in _kinds()}
    )
    order = list(dict.fromkeys(_kinds().values()))
    best = max(counts, key=lambda kind: (counts[kind] * (1 + kind[2]), -order.index(kind)), default=None)
    if best is None or counts[best] < max(ENOUGH if len(claims) > 2 else 1, SHARE * len(claims)):
        return "", False
    return best[0], best[1]


def _things(claims: Sequence[Told], kind: str) -> str:
    """Return "of bodies" when most figures of that kind count one thing."""
    mine = [told for told in claims if any(_kinds().get(deed, ("",))[0] == kind for deed in told.deeds)]
    nouns = Counter(kind_of(figure.unit)[2] for told in mine for figure in told.figures if figure.unit)
    noun, number = nouns.most_common(1)[0] if nouns else ("", 0)
    return f"of {_plural(noun)}" if noun.isalpha() and number * 2 >= len(mine) else ""


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return noun if noun.endswith("s") or noun in {"people", "children", "men", "women"} else f"{noun}s"


def _where(claims: Sequence[Told], place: str, kind: str) -> str:
    """Return "on Ukraine" or "in Odesa": as the statements have it, else the place they are filed under."""
    said = Counter(
        match for told in claims for match in set(_AT.findall(told.statement)) if not _month(match[1])
    )
    name = min(said, key=lambda match: (-said[match], match))[1] if said else place
    number = sum(said[match] for match in said if match[1] == name)
    if name != place and number < max(2, SHARE * len(claims)):
        name = place
    words = [match for match in said if match[1] == name]
    word = min(words, key=lambda match: (match[0] not in _AIMED, -said[match], match))[0] if words else "in"
    aimed = word in _AIMED or kind not in {"Attack", "Strike"}
    return f"{word if aimed else 'in'} {name}" if name else ""


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
