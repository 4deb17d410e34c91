"""Claims as members of an event, and the days they are of. Pure: no Django.

What speaks against one event is another day of something that comes again: the next night's raid, the next
month's figures. A toll that rises for weeks stays one event.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from ..likeness import figure_pairs
from ..meaning.roles import PERIOD, is_planned, is_total
from ..meaning.told import Told

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


def gaps(members: Sequence[Member]) -> NDArray[np.int64]:
    """Return `days_between` of every two members."""
    known = np.array([row.days is not None for row in members], bool)
    spans = [row.days or (date.min, date.min) for row in members]
    first = np.array([days[0].toordinal() for days in spans])
    last = np.array([days[1].toordinal() for days in spans])
    ahead = first[None] - last[:, None]
    between = np.maximum(ahead, ahead.T)
    same = (first[:, None] == first[None]) & (last[:, None] == last[None])
    night = last - first == 1
    between = np.where((between == 0) & np.outer(night, night), 1, np.maximum(0, between))
    return np.where(same | ~np.outer(known, known), 0, between)


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
