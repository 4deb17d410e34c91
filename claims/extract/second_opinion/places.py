"""Where words stand in an article: character for character, whole words, never approximately.

Only marks that typography doubles (curly and straight quotation marks, dashes, odd spaces) count as equal,
one code point for one, so that what is found is always a piece of the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claims.extract.types import Span

from .prompt import Numbered, numbered

_EQUAL = str.maketrans(
    {**dict.fromkeys("‘’‛′`", "'"), **dict.fromkeys("“”„‟″", '"'), **dict.fromkeys("‐‑‒–—−", "-")}
    | dict.fromkeys(
        "\t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "
    )
    | dict.fromkeys("\u2028\u2029\u202f\u205f\u3000", " ")
)
_EDGE_LEFT, _EDGE_RIGHT = " \"',;:.-", " \"',;:.-"
_NUMBER_GOES_ON = re.compile(r"[.,]\d")
WORD = re.compile(r"\w+(?:['’]\w+)*")


def alike(text: str) -> str:
    """Return `text`, of the same length, with the doubled marks of typography made one."""
    return text.translate(_EQUAL)


@dataclass(slots=True)
class Places:
    """Finds pieces of an article."""

    text: str
    paragraphs: tuple[Numbered, ...] = field(init=False)
    words: frozenset[str] = field(init=False)  # of the article, as they are written
    _folded: str = field(init=False)

    def __post_init__(self) -> None:
        """Fold the text and list its words once."""
        self.paragraphs = numbered(self.text)
        self._folded = alike(self.text)
        self.words = frozenset(WORD.findall(self._folded))

    def all_of(self, piece: str, start: int, end: int) -> Iterator[Span]:
        """Yield where `piece` stands in [start, end), without marks at its edges, as whole words."""
        wanted = alike(piece).strip()
        wanted = wanted.lstrip(_EDGE_LEFT).rstrip(_EDGE_RIGHT)
        if not wanted:
            return
        at = self._folded.find(wanted, start, end)
        while at >= 0:
            found = (at, at + len(wanted))
            if self._is_whole(found):
                yield found
            at = self._folded.find(wanted, at + 1, end)

    def pieces(self, pieces: Sequence[str], paragraph: Numbered) -> tuple[Span, ...] | None:
        """Return where all `pieces` stand in a paragraph, in text order and joined; None if one does not.

        Each is looked for behind the one before, then anywhere in the paragraph.
        """
        spans: list[Span] = []
        at = paragraph.start
        for piece in pieces:
            found = next(self.all_of(piece, at, paragraph.end), None) or next(
                self.all_of(piece, paragraph.start, paragraph.end), None
            )
            if found is None:
                return None
            spans.append(found)
            at = found[1]
        return joined(spans)

    def _is_whole(self, span: Span) -> bool:
        """Whether no word or figure is cut at an edge: "5 boats" does not stand in "15 boats" or "1.5"."""
        start, end = span
        text = self._folded
        if start and _is_word(text[start]) and _is_word(text[start - 1]):
            return False
        if end < len(text) and _is_word(text[end - 1]) and _is_word(text[end]):
            return False
        if start > 1 and text[start].isdigit() and text[start - 1] in ".," and text[start - 2].isdigit():
            return False
        return not (text[end - 1].isdigit() and _NUMBER_GOES_ON.match(text, end))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def overlaps(span: Span, spans: Sequence[Span]) -> bool:
    """Whether `span` shares a code point with one of `spans`."""
    return any(span[0] < end and start < span[1] for start, end in spans)


def words_at(text: str, spans: Sequence[Span]) -> set[int]:
    """Return where the words within `spans` begin."""
    return {match.start() for start, end in spans for match in WORD.finditer(text, start, end)}
