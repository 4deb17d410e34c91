"""The progress strip: the claims of an article as a row of cells, each of which leads there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from .entries import Entry

CELLS = 60  # that fit into the bar


@dataclass(frozen=True)
class Cell:
    """A cell of the progress strip: its state, the claims it stands for in words, and where it leads."""

    state: str  # open, accepted, rejected, part (some decided) or current
    words: str
    key: UUID


def cells(entries: Sequence[Entry], current: int) -> list[Cell]:
    """Return a cell for each claim, or for a few neighbours when they are many; `current` is a position."""
    size = -(-len(entries) // CELLS) or 1
    return [_cell(entries[at : at + size], current - at) for at in range(0, len(entries), size)]


def _cell(group: Sequence[Entry], current: int) -> Cell:
    """Return the cell of a few neighbours; it leads to the first that waits."""
    states = {entry.state for entry in group}
    first, last = group[0].number, group[-1].number
    state = "current" if 0 <= current < len(group) else _shared(states)
    to = next((entry for entry in group if entry.open), group[0])
    words = f"Claim {first}, {states.pop()}" if first == last else f"Claims {first}–{last}"
    return Cell(state, words, to.claim.pk)


def _shared(states: set[str]) -> str:
    if "open" in states:
        return "open" if states == {"open"} else "part"
    return "rejected" if states == {"rejected"} else "accepted"
