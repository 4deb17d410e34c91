"""Any text as it can be shown: no control characters, and a direction that ends where the text ends. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# What XML 1.0 and printed pages cannot hold: control characters but tab and line breaks, halves of a pair
# of surrogates, and the two that are no characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
SHOWN_FOR = "\N{REPLACEMENT CHARACTER}"
RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO"})
ISOLATE, END = "\u2068", "\u2069"  # first strong isolate, pop directional isolate


def printable(text: str) -> str:
    """Return `text` with U+FFFD for each character that no page can show, and "\\n" for all line breaks."""
    return UNPRINTABLE.sub(SHOWN_FOR, "\n".join(text.replace("\r\n", "\n").splitlines()) if text else "")


def turns(text: str) -> bool:
    """Return whether anything in `text` runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(each) in RIGHT_TO_LEFT for each in text)


def starts_right(text: str) -> bool:
    """Return whether the first letter of `text` runs from right to left, and with it the paragraph."""
    strong = (unicodedata.bidirectional(each) for each in text)
    return next((each for each in strong if each in {"L", "R", "AL"}), "L") != "L"


def stamp(edition: dict[str, Any]) -> str:
    """Return "edition 2, frozen by Ada"; of a moment at which nobody froze, that it was a draft."""
    if edition["frozen_by"] is None:
        return f"a draft of edition {edition['number']}, as it was recorded"
    person = " ".join(printable(edition["frozen_by"]).split())
    return f"edition {edition['number']}, frozen by {isolated(person)}"


def isolated(text: str) -> str:
    """Return `text` so that its direction cannot reach what stands around it; most texts stay as they are."""
    return f"{ISOLATE}{text}{END}" if turns(text) else text
