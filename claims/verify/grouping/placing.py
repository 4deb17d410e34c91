"""Claims of an article fall into groups, and each group goes to the event it is akin to, or starts one. Pure.

Grouping is incremental: an event is what it holds so far. Two events that a new group ties together may be
merged, which is what makes the result depend little on the order in which articles arrive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .kinship import SHORT, Days, Member, days_between, length, parted, recurs

GROUP = 0.8  # mean kinship from which claims of one article are one group
JOIN = 0.5  # kinship from which a group joins an event
MERGE = 0.7  # kinship both ways from which two events are one
NEAREST = 4  # members of an event that a claim is held against
PARTED = 0.15  # share of members that may be parted from others before two groups are kept apart
MOST_PARTED = 0.5  # share of the members of one side that keeps them apart by itself

Key = TypeVar("Key", bound=Hashable)
Kin = Callable[[Member, Member], float | None]  # None: nobody looked


@dataclass(frozen=True, slots=True)
class Cluster:
    """An event as far as it is seen: members near what is to be placed, and how many there are in all."""

    members: Sequence[Member]
    size: int


def groups_of(members: Sequence[Member], kin: Kin) -> list[list[Member]]:
    """Return the claims of one article in groups that are of one event each, the closest joined first."""
    groups = {at: [member] for at, member in enumerate(members)}
    links = {
        (at, to): (found, 1)
        for at, one in enumerate(members)
        for to in range(at + 1, len(members))
        if (found := kin(one, members[to])) is not None
    }
    while links:
        best = max(links, key=lambda pair: (_average(links[pair]), -pair[0], -pair[1]))
        if _average(links[best]) < GROUP:
            break
        if barred(groups[best[0]], groups[best[1]]):
            del links[best]
            continue
        _join(groups, links, *best)
    return list(groups.values())


def _average(link: tuple[float, int]) -> float:
    return link[0] / link[1]


def _join(
    groups: dict[int, list[Member]], links: dict[tuple[int, int], tuple[float, int]], one: int, other: int
) -> None:
    """Put the group `other` into `one`; sums and numbers of their links to the rest are added up."""
    groups[one] += groups.pop(other)
    del links[one, other]
    for pair in [pair for pair in links if other in pair]:
        rest = pair[0] if pair[1] == other else pair[1]
        total, number = links.pop(pair)
        to = (min(one, rest), max(one, rest))
        before = links.get(to, (0.0, 0))
        links[to] = (before[0] + total, before[1] + number)


def barred(one: Sequence[Member], other: Sequence[Member]) -> bool:
    """Whether two groups are of other nights or rounds, or too many of their members are parted."""
    mine, yours = occasion(one), occasion(other)
    if mine and yours and days_between(mine, yours):
        return True
    shares = (_parted_share(one, other), _parted_share(other, one))
    return bool(shares[0]) and (min(shares) > PARTED or max(shares) > MOST_PARTED)


def occasion(group: Sequence[Member]) -> Days | None:
    """Return the days on which most recurring things of a group were done, None when it has no such.

    A night goes before a single day, which may be the end of one night or the start of the next.
    """
    found = Counter(
        member.days
        for member in group
        if member.sure and member.days and length(member.days) <= SHORT and recurs(member.told)
    )
    nights = {days: number for days, number in found.items() if length(days) == 1}
    if 3 * sum(nights.values()) >= found.total():
        found = Counter(nights)
    return min(found, key=lambda days: (-found[days], days), default=None)


def _parted_share(one: Sequence[Member], other: Sequence[Member]) -> float:
    return _mean([float(any(parted(mine, yours) for yours in other)) for mine in one])


def akin(group: Sequence[Member], event: Cluster, kin: Kin) -> float:
    """Return how surely a group belongs to an event: each claim against the members nearest to it."""
    nearest = min(NEAREST, event.size)
    if not nearest:
        return 0.0
    return _mean([_nearness(member, event.members, nearest, kin) for member in group])


def _nearness(member: Member, others: Sequence[Member], nearest: int, kin: Kin) -> float:
    found = sorted((kin(member, other) or 0.0 for other in others), reverse=True)
    return sum(found[:nearest]) / nearest


def place(group: Sequence[Member], events: Mapping[Key, Cluster], kin: Kin) -> list[tuple[Key, float]]:
    """Return the events that a group may join, the likeliest first; none when it starts one of its own."""
    found = [
        (key, score)
        for key, event in events.items()
        if (score := akin(group, event, kin)) >= JOIN and not barred(group, event.members)
    ]
    return sorted(found, key=lambda item: (-item[1], str(item[0])))


def are_one(one: Cluster, other: Cluster, kin: Kin) -> bool:
    """Whether two events are one: akin both ways, and not parted."""
    both = (akin(one.members, other, kin) + akin(other.members, one, kin)) / 2
    return both >= MERGE and not barred(one.members, other.members)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
