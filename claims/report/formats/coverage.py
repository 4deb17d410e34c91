"""Which characters the fonts of PDFs have, so that a letter which none has does not go unsaid. Pure.

fonts/coverage.txt is written with the fonts (static/vendor/printed.py).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("fonts") / "coverage.txt"
NAMED = 12  # characters that are named one by one
# Nothing is drawn for these: controls, formats and spaces, and what chooses the look of the letter before.
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))


@cache
def drawn() -> frozenset[str]:
    """Return the characters that a font has."""
    ranges = (line.split("-") for line in TABLE.read_text(encoding="ascii").split())
    return frozenset(
        chr(point) for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1)
    )


def undrawn(text: str) -> list[str]:
    """Return the characters of `text` that no font has, each once, by their number."""
    if text.isascii():
        return []
    lost = set(text) - drawn() - SELECTORS
    return sorted(each for each in lost if unicodedata.category(each) not in UNSEEN)


def said_of(lost: list[str]) -> str:
    """Return what a PDF says of characters that it could not draw."""
    names = [f"U+{ord(each):04X} {unicodedata.name(each, 'without a name').lower()}" for each in lost[:NAMED]]
    more = f" and {len(lost) - NAMED} more" if len(lost) > NAMED else ""
    count = "One character" if len(lost) == 1 else f"{len(lost)} characters"
    return (
        f"{count} could not be drawn, because no font of this PDF has them, and stand as boxes: "
        f"{', '.join(names)}{more}. Every other format of this edition has the whole text."
    )
