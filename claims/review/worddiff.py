"""Which words of one statement another one lacks. Pure; only for showing, nothing is decided by it."""

from __future__ import annotations

from difflib import SequenceMatcher

Piece = tuple[str, bool]  # words, and whether they differ
ALIKE = 0.3  # share of common words from which marking the others says something


def marked(mine: str, yours: str) -> list[Piece]:
    """Return `yours` in pieces, those that `mine` lacks marked; case and final marks make no difference.

    Statements with hardly a word in common come unmarked: everything would be.
    """
    theirs = yours.split()
    matcher = SequenceMatcher(None, _plain(mine.split()), _plain(theirs), autojunk=False)
    if matcher.ratio() < ALIKE:
        return [(" ".join(theirs), False)] if theirs else []
    return [
        (" ".join(theirs[start:end]), kind != "equal")
        for kind, _, _, start, end in matcher.get_opcodes()
        if end > start
    ]


def _plain(words: list[str]) -> list[str]:
    return [word.casefold().strip(".,;:“”\"'’") for word in words]
