"""How sure the matcher is, told as people reckon. Pure: no Django."""

from __future__ import annotations


def how_sure(score: float | None) -> str:
    """Return how many such proposals are right, in words: "about 8 in 10"; "" without a score."""
    if score is None:
        return ""
    tenths = int(score * 10 + 0.5)
    if tenths > 9:
        return "more than 9 in 10"
    return f"about {tenths} in 10" if tenths > 0 else "fewer than 1 in 10"
