"""The line above a list, which gives its items what they leave out."""

from __future__ import annotations

import re

from spacy.tokens import Doc

_BULLET = re.compile(r"\s*(?:[-–—*•‣◦●▪]|\(?\d{1,2}[.)])\s+")


class LeadIns:
    """Finds the lead-in of a list item: the line over the bullets, when it ends in a colon."""

    def __init__(self, doc: Doc, text: str) -> None:
        """Keep the article."""
        self.doc, self.text = doc, text
        self._known: dict[int, tuple[int, int] | None] = {}  # by the start of the line

    def above(self, offset: int) -> tuple[int, int] | None:
        """Return the tokens of the lead-in above the list item that holds `offset`, if there is one."""
        start = self.text.rfind("\n", 0, offset) + 1
        if start not in self._known:
            self._known[start] = self._find(start)
        return self._known[start]

    def _find(self, start: int) -> tuple[int, int] | None:
        if start == 0 or not _BULLET.match(self.text, start):
            return None
        end = len(self.text[:start].rstrip())
        above = self.text.rfind("\n", 0, end) + 1
        if above in self._known or _BULLET.match(self.text, above):
            return self.above(above)
        if end == 0 or self.text[end - 1] != ":":
            return None
        span = self.doc.char_span(above, end, alignment_mode="expand")
        return (span.start, span.end) if span is not None else None
