"""Text into the numbers that the sentence model reads: BERT's WordPiece, lower case, without accents. Pure.

The same cuts as the reference of the model ("BertTokenizer", uncased): clean, part CJK signs, fold, part
punctuation, then the longest known pieces from the left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

LIMIT = 256  # tokens that the model was trained to read, the two around the text included
LONGEST = 100  # letters; a longer word is unknown
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
_CJK = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


@cache
def vocabulary() -> Mapping[str, int]:
    """Return the standard uncased vocabulary, piece to number."""
    text = resources.files(__package__).joinpath("vocabulary.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.removesuffix("\n").split("\n"))}


def numbers_of(text: str, limit: int = LIMIT) -> list[int]:
    """Return the numbers of the pieces of `text` between begin and end, at most `limit` of them."""
    known = vocabulary()
    room = max(limit - 2, 0)
    found: list[int] = []
    for piece in pieces(text):
        if len(found) == room:
            break
        found.append(known[piece])
    return [known[BEGIN], *found, known[END]]


def pieces(text: str) -> Iterator[str]:
    """Yield the pieces of `text`: "corroborated" is "co", "##rro", "##bor", "##ated"."""
    for word in words(text):
        yield from _pieces_of(word)


def words(text: str) -> Iterator[str]:
    """Yield the words of `text`, folded; a sign of punctuation and a CJK sign is a word of its own."""
    for word in _clean(text).split():
        yield from _parted(_folded(word))


def _clean(text: str) -> str:
    return "".join(_cleaned(sign) for sign in text)


def _cleaned(sign: str) -> str:
    if sign in "\t\n\r" or unicodedata.category(sign) == "Zs":
        return " "
    if sign == "�" or unicodedata.category(sign).startswith("C"):
        return ""
    return f" {sign} " if _is_cjk(ord(sign)) else sign


def _is_cjk(point: int) -> bool:
    return point >= 0x3400 and any(first <= point <= last for first, last in _CJK)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")


def _parted(word: str) -> Iterator[str]:
    begun = 0
    for place, sign in enumerate(word):
        if _is_punctuation(sign):
            if begun < place:
                yield word[begun:place]
            yield sign
            begun = place + 1
    if begun < len(word):
        yield word[begun:]


def _is_punctuation(sign: str) -> bool:
    """Return whether a sign stands alone: all of ASCII but letters and digits ("$", "%") does."""
    if sign.isascii():
        return not sign.isalnum()
    return unicodedata.category(sign).startswith("P")


def _pieces_of(word: str) -> list[str]:
    """Return the longest known pieces from the left, or "unknown" when one of them is not known."""
    known = vocabulary()
    if len(word) > LONGEST:
        return [UNKNOWN]
    found: list[str] = []
    begun = 0
    while begun < len(word):
        piece = next(
            (
                piece
                for end in range(len(word), begun, -1)
                if (piece := ("##" if begun else "") + word[begun:end]) in known
            ),
            None,
        )
        if piece is None:
            return [UNKNOWN]
        found.append(piece)
        begun += len(piece) - (2 if begun else 0)
    return found
