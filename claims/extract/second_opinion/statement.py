"""Whether a sentence written by a model may stand for a claim: no figure, name or matter of its own."""

from __future__ import annotations

import re

from claims.extract.figures.numbers import find_numbers

from .places import WORD, alike

MOST_WORDS, MOST_CHARACTERS = 24, 220
STEM = 5  # letters by which two forms of a word are known as one
TOLD_AGAIN = 0.7  # share of the statement's longer words that must stand in the paragraph
_MARKUP = re.compile(r"[<>{}\[\]|\\\x00-\x1f\x7f-\x9f]|https?:|www\.|```")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b", re.I)


def fit(statement: str, told: str, paragraph: str, names: frozenset[str]) -> str:
    """Return `statement` as it may stand, or "" when it may not.

    `told` are the claim's own words: every figure must be theirs. Capitalised words must be among `names`,
    the words of the article as they are written, and most of the others must stand in the `paragraph`.
    """
    sentence = " ".join(statement.split()).rstrip(".").strip()
    words = WORD.findall(alike(sentence))
    if not 3 <= len(words) <= MOST_WORDS or len(sentence) > MOST_CHARACTERS or _MARKUP.search(statement):
        return ""
    if not _figures(sentence) <= _figures(told):
        return ""
    if any(word[0].isupper() and word not in names for word in words[1:]):
        return ""
    known = {_stem(word) for word in WORD.findall(alike(paragraph))}
    longer = [word for word in words if len(word) > 3]
    told_again = [
        word in names if word[0].isupper() and word != words[0] else _stem(word) in known for word in longer
    ]
    if sum(told_again) < TOLD_AGAIN * len(longer):
        return ""
    return sentence[0].upper() + sentence[1:]


def _figures(text: str) -> set[float | str]:
    """Return the values of all numerals and number words, and ordinals as they are written."""
    found: set[float | str] = set()
    for number in find_numbers(text):
        found |= {number.value, number.value if number.high is None else number.high}
    for match in _FIGURE.finditer(text):
        digits = match.group().replace(",", "")
        found.add(float(digits) if digits.count(".") < 2 else digits)
    return found | {match.group().lower() for match in _ORDINAL.finditer(text)}


def _stem(word: str) -> str:
    return word.lower()[:STEM]
