"""Where figures were counted and who struck whom: "4 in Kyiv" is no rival of "34 nationwide". Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ..meaning.aims import aims_of
from ..meaning.roles import RUNNING
from ..meaning.words import is_country
from .given import Given, Role
from .place import EVERYWHERE, Place, place_words

NOWHERE: Place = frozenset()
A_FEW = 3  # days: a figure of more of them is a sum
_LOCAL = re.compile(
    r"\b(?:region\w*|mayor|governor|city|town|local|district|municipal\w*|prefect\w*|county|provinc\w+)\b",
    re.I,
)


def scoped(given: Iterable[Given]) -> list[Given]:
    """Return the figures of an event with who attacks whom, and with places where these tell figures apart.

    The one place of a role that some figures leave out is that of the event, and tells nothing.
    A country is one place among others only where figures of several are given.
    """
    rows = list(given)
    aims = aims_of([(one.told, one.saying.article) for one in rows])
    by_role: defaultdict[Role, set[Place]] = defaultdict(set)
    for one in rows:
        by_role[one.role].add(one.where)
    tells = {role: _told_apart(places) for role, places in by_role.items()}
    return [
        replace(
            one,
            aim=aim,
            where=tells[one.role].get(one.where, NOWHERE),
            local=bool(tells[one.role]) and _is_local(one),
        )
        for one, aim in zip(rows, aims, strict=True)
    ]


def _told_apart(places: set[Place]) -> dict[Place, Place]:
    """Return the places that figures of one role are told apart by, {} where they all are of one."""
    countries = {name for place in places for name in place if is_country(name)}
    found = {place: place if len(countries) > 1 else _within_country(place) for place in places}
    return found if len(set(found.values()) - {NOWHERE}) > 1 else {}


def _within_country(place: Place) -> Place:
    towns = frozenset(name for name in place if not is_country(name))
    return towns or (EVERYWHERE if place else NOWHERE)


def _is_local(one: Given) -> bool:
    voice = one.saying.speaker.voice
    return not voice.outlet and _LOCAL.search(f"{voice.name} {voice.about}") is not None


def other_place(one: Given, other: Given) -> str:
    """Return how two figures are of unlike places, "" when one place may lie in the other."""
    mine, yours = one.where, other.where
    if not mine or not yours or EVERYWHERE in (mine, yours) or mine <= yours or yours <= mine:
        return ""
    return f"another place: {place_words(mine)}, {place_words(yours)}"


def other_side(one: Given, other: Given) -> str:
    """Return how two figures are of attacks of opposite directions, "" when they are not."""
    if not one.aim.turned(other.aim):
        return ""
    return f"attacks of opposite sides: on {_land(one)}, on {_land(other)}"


def _land(given: Given) -> str:
    return given.aim.on.title() or f"another country by {given.aim.by.title()}"


def part_and_whole(one: Given, other: Given) -> tuple[Given, Given] | None:
    """Return two figures as a part and its whole when one is of a place or thing within the other's."""
    for part, whole in ((one, other), (other, one)):
        if _within(part, whole) and part.counted.low <= whole.counted.high:
            return part, whole
    return None


def _within(part: Given, whole: Given) -> bool:
    if _of_one_day(part, whole):
        return True
    if part.one_thing != whole.one_thing and part.role == whole.role:
        return part.one_thing
    if part.where == whole.where:
        return part.local and not whole.local and not part.where and part.key != whole.key
    if part.where == EVERYWHERE:
        return False
    if part.where and whole.where:
        return whole.where == EVERYWHERE or part.where < whole.where
    # One and the same source may leave out the place from one time to the next.
    return part.key != whole.key and (bool(part.where) or whole.where == EVERYWHERE)


def _of_one_day(part: Given, whole: Given) -> bool:
    """Whether a lot of one day stands beside a sum of all so far or of many days; a toll only rises."""
    if part.role[1] in RUNNING or part.figure.measure or not part.days or _length(part.days) > 1:
        return False
    if whole.figure.measure == "cumulative":
        return True
    if not whole.days or _length(whole.days) <= A_FEW:
        return False
    return whole.days[0] <= part.days[0] and part.days[1] <= whole.days[1]


def _length(days: tuple[date, date]) -> int:
    return (days[1] - days[0]).days
