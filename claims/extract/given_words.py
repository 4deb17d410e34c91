"""Where the words of a given claim stand in the text: exactly, but for spaces and marks, or nearly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from claims.extract.types import Span

_WORD = re.compile(r"\w+")
_MARKS = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
_DASHES = "-–—"
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")


def find_words(text: str, quote: str, statement: str) -> Span:
    """Return the stretch of `text` that holds the quote, else the sentence most like quote and statement."""
    wanted = quote.strip()
    at = text.find(wanted) if wanted else -1
    if at >= 0:
        return at, at + len(wanted)
    found = re.search(_loosely(wanted), text, re.I) if wanted else None
    return found.span() if found else _most_alike(text, f"{quote} {statement}")


def _loosely(quote: str) -> str:
    """Return a pattern of the quote with any spaces, quotation marks and dashes."""
    return r"\s+".join("".join(_mark(c) for c in word) for word in quote.split())


def _mark(character: str) -> str:
    if character in _DASHES:
        return f"[{_DASHES}]"
    return _MARKS.get(character) or re.escape(character)


def _most_alike(text: str, words: str) -> Span:
    """Return the sentence that shares the largest part of the words, the whole text when none does."""
    wanted = set(folded(words).split())
    sentences = list(_sentences(text))
    if not sentences:
        return 0, len(text)

    def likeness(span: Span) -> float:
        own = set(folded(text[span[0] : span[1]]).split())
        return len(own & wanted) / (len(own | wanted) or 1)

    best = max(sentences, key=likeness)
    return best if likeness(best) > 0 else (0, len(text.rstrip()))


def _sentences(text: str) -> Sequence[Span]:
    cuts = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    spans = []
    for start, end in pairwise(cuts):
        raw = text[start:end]
        first, last = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())
        if first < last:
            spans.append((first, last))
    return spans


def folded(words: str) -> str:
    """Return the words in lower case, without marks, one space between them."""
    return " ".join(_WORD.findall(words.casefold()))
