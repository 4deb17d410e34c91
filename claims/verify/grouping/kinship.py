"""How surely two claims are of one event, though they may say quite different things of it. Pure: no Django.

"479 drones launched" and "one person injured" say nothing alike, yet tell of one night. What speaks for one
event is that the articles tell one story, that days, places and names agree, that the same kind of thing was
done. What speaks against it is another day of something that comes again: the next night's raid, the next
month's figures. A toll that rises for weeks stays one event.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from math import exp, log1p

from ..barriers import barrier
from ..likeness import FAR, LONG, Vectors, figure_pairs, measures
from ..meaning.roles import PERIOD, RUNNING, is_planned, is_total
from ..meaning.told import Told
from ..meaning.words import overlap

Days = tuple[date, date]

# What is counted anew each night, month or quarter: other days are another event.
RECURRING = PERIOD | {"hired", "unemployed", "inflation", "grew", "sales", "profit", "voted"}
SHORT = 3  # days: what lasts no longer has a day of its own
LATELY = 3  # days before publication within which an article's own days lie


@dataclass(frozen=True, slots=True)
class Member:
    """A claim as a member of an event. `days` are its own (`sure`), or those of its article's news."""

    key: Hashable
    told: Told
    article: Hashable
    days: Days | None = None
    sure: bool = False


def dated(members: Iterable[Member], known: Mapping[Hashable, Sequence[Days]] | None = None) -> list[Member]:
    """Return the members with days: their own, else those that most claims of their article are about.

    `known` adds days of an article's claims that are not among the members.
    """
    rows = list(members)
    near: dict[Hashable, Counter[Days]] = defaultdict(Counter)
    for article, days in _days_told(rows, known or {}):
        near[article][days] += 1
    return [_dated(row, near) for row in rows]


def _days_told(
    rows: Sequence[Member], known: Mapping[Hashable, Sequence[Days]]
) -> Iterable[tuple[Hashable, Days]]:
    told_at = {row.article: row.told.told_at for row in rows}
    told = [(row.article, row.told.days) for row in rows if row.article not in known]
    told += [(article, days) for article, all_days in known.items() for days in all_days]
    for article, days in told:
        published = told_at.get(article)
        if days and published and length(days) <= SHORT and _is_news(days, published.date()):
            yield article, days


def _is_news(days: Days, published: date) -> bool:
    return 0 <= (published - days[1]).days <= LATELY


def _dated(row: Member, near: Mapping[Hashable, Counter[Days]]) -> Member:
    if row.told.days:
        return replace(row, days=row.told.days, sure=True)
    if row.told.told_at is None:
        return row
    day = row.told.told_at.date()
    common = sorted(near.get(row.article, {}).items(), key=lambda item: (-item[1], item[0]))
    return replace(row, days=common[0][0] if common else (day - timedelta(days=1), day))


def length(days: Days) -> int:
    """Return how many days lie between the first and the last."""
    return (days[1] - days[0]).days


def days_between(one: Days | None, other: Days | None) -> int:
    """Return how many days lie between; two nights that share a day are one apart; 0 when unknown."""
    if one is None or other is None or one == other:
        return 0
    gap = max((other[0] - one[1]).days, (one[0] - other[1]).days)
    if gap == 0 and length(one) == length(other) == 1:
        return 1
    return max(0, gap)


def recurs(told: Told) -> bool:
    """Whether a claim speaks of one night or round of something that comes again, not of a sum or a plan."""
    return bool(told.deeds & RECURRING) and not (is_total(told) or is_planned(told))


def parted(one: Member, other: Member) -> bool:
    """Whether two claims cannot be of one event: the same recurring thing, on other days."""
    gap = days_between(one.days, other.days)
    if not gap or not one.days or not other.days or max(length(one.days), length(other.days)) > SHORT:
        return False
    mine, yours = one.told, other.told
    if not mine.deeds & yours.deeds & RECURRING:
        return False
    if not (recurs(mine) and recurs(yours)):
        return False
    if one.sure and other.sure:
        return True
    same = any(figure.low == each.low for figure in mine.figures for each in yours.figures)
    return not same and (gap > 1 or bool(figure_pairs(mine, yours)))


def kinship(one: Member, other: Member, vectors: Vectors) -> float:
    """Return how surely the claims are of one event, 0 to 1; the order of the two does not matter."""
    weights = _weights()
    found = signs(one, other, vectors)
    return 1 / (1 + exp(-weights["one"] - sum(weights.get(name, 0.0) * sign for name, sign in found.items())))


def signs(one: Member, other: Member, vectors: Vectors) -> dict[str, float]:
    """Return what speaks for one event or against it, by name, 0 to 1."""
    one, other = sorted((one, other), key=_order)
    mine, yours = one.told, other.told
    pairs = figure_pairs(mine, yours)
    stops = barrier(mine, yours, vectors, pairs)
    gap = log1p(min(days_between(one.days, other.days), FAR)) / LONG
    running = float(bool((mine.deeds | yours.deeds) & RUNNING))
    together = one.article == other.article
    return {
        **measures(mine, yours, vectors, []),
        "gap": gap,
        "gap_none": float(gap == 0),
        "gap_sure": gap * (one.sure and other.sure),
        "running": running,
        "gap_running": gap * running,
        "parted": float(parted(one, other)),
        "other_story": float(stops == "the articles tell other stories"),
        "others": float(stops in _OTHERS),
        "one_article": float(together),
        "story": 0.0 if together else vectors.article,
        "deeds_any": overlap(mine.deeds, yours.deeds),
        "kind_same": float(bool(pairs)),
        "recurring": float(bool(mine.deeds & yours.deeds & RECURRING)),
    }


_OTHERS = frozenset(
    {
        "they speak of others",
        "they speak of other places",
        "they speak of other countries' people",
        "the figures are of other days",
    }
)


def _order(member: Member) -> tuple[str, str]:
    told_at = member.told.told_at
    return told_at.isoformat() if told_at else "", member.told.statement


@cache
def _weights() -> dict[str, float]:
    text = resources.files("claims.verify").joinpath("weights/events.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in lines}
