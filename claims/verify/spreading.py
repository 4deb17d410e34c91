"""How many claims each of several people gets, and which. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

P = TypeVar("P")
C = TypeVar("C")
EVENLY, LEAST = "evenly", "least"


def evenly(claims: int, loads: Mapping[P, int]) -> dict[P, int]:
    """Return how many of so many claims each person gets: all alike, one more for those with least open work.

    `loads` is the open work by person; among equals the earlier comes first.
    """
    if not loads:
        return {}
    each, over = divmod(claims, len(loads))
    first = sorted(loads, key=lambda person: loads[person])[:over]
    return {person: each + (person in first) for person in loads}


def least_first(claims: int, loads: Mapping[P, int]) -> dict[P, int]:
    """Return how many each person gets when every next claim goes to whom has least open work by then."""
    found = dict.fromkeys(loads, 0)
    for _ in range(claims if loads else 0):
        person = min(loads, key=lambda each: loads[each] + found[each])
        found[person] += 1
    return found


WAYS: Mapping[str, Callable[[int, Mapping[P, int]], dict[P, int]]] = {EVENLY: evenly, LEAST: least_first}


def dealt(claims: Sequence[C], shares: Mapping[P, int]) -> dict[P, list[C]]:
    """Return which claims each person gets, dealt round: nobody gets only the first or only the last.

    Raises ValueError unless the shares add up to the claims.
    """
    if sum(shares.values()) != len(claims):
        raise ValueError(f"{len(claims)} claims do not fit {sum(shares.values())}")
    found: dict[P, list[C]] = {person: [] for person in shares}
    rest = iter(claims)
    while any(len(found[person]) < share for person, share in shares.items()):
        for person, share in shares.items():
            if len(found[person]) < share:
                found[person].append(next(rest))
    return found
