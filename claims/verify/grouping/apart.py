"""What keeps two claims out of one event however alike they are: other days, deeds, directions. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..meaning.aims import aims_of
from .kinship import RECURRING, SHORT, Member, gaps, length, parted, recurs

# What was done, by families that make an event of their own: a raid is no exchange of prisoners.
_FAMILIES = {
    "attack": ("launched", "destroyed", "jammed", "hit"),
    "exchange": ("swapped", "handed over", "freed"),
    "ground": ("seized ground", "holding ground"),
    "work": ("cut jobs", "hired", "unemployed"),
    "money": ("inflation", "grew", "sales", "profit", "bid"),
    "trial": ("effective", "enrolled"),
    "law": ("arrested", "charged", "sentenced", "fined"),
    "vote": ("voted",),
}
FAMILY = {deed: family for family, deeds in _FAMILIES.items() for deed in deeds}


def parted_pairs(members: Sequence[Member]) -> NDArray[np.float32]:
    """Return 1 for every two claims that cannot be of one event: the same recurring thing, on other days."""
    found = np.zeros((len(members), len(members)), np.float32)
    may = np.array([_of_one_day(row) and recurs(row.told) for row in members], np.bool_)
    between = gaps(members)
    pairs = may[:, None] & may[None] & (between > 0)
    for one, other in np.argwhere(np.triu(pairs)):
        if members[one].told.deeds & members[other].told.deeds & RECURRING:
            found[one, other] = found[other, one] = parted(members[one], members[other])
    return found


def _of_one_day(member: Member) -> bool:
    return member.days is not None and length(member.days) <= SHORT


def turned_pairs(members: Sequence[Member]) -> NDArray[np.float32]:
    """Return 1 for every two attacks of opposite directions: who strikes in one is struck in the other."""
    aims = aims_of([(member.told, member.article) for member in members])
    by, on = (np.array([getattr(aim, side) for aim in aims], np.str_) for side in ("by", "on"))
    struck = (by[:, None] == on[None]) & (by != "")[:, None]
    return np.asarray(struck | struck.T, np.float32)
