"""The words of numbers and their values; `numeral` reads a whole phrase of them."""

from __future__ import annotations

import re

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "trn": 1e12,
    "k": 1e3,
    "lakh": 1e5,
    "crore": 1e7,
}
INDEFINITE = {
    "dozens": 24.0,
    "scores": 40.0,
    "hundreds": 200.0,
    "thousands": 2000.0,
    "tens of thousands": 20000.0,
    "hundreds of thousands": 200000.0,
    "millions": 2e6,
    "tens of millions": 2e7,
    "hundreds of millions": 2e8,
    "billions": 2e9,
    "tens of billions": 2e10,
    "hundreds of billions": 2e11,
    "trillions": 2e12,
}
DENOMINATORS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
    "twentieth": 20,
    "hundredth": 100,
}
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}

_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+")


def numeral(text: str) -> float:
    """Return the value of one plain numeral or number phrase ("1,200", "a hundred and five")."""
    cleaned = re.sub(r"(?<=\d)[ ,](?=\d)", "", text.lower()).replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", cleaned):
        cleaned = cleaned.replace(".", "")
    if _PLAIN.fullmatch(cleaned):
        return float(cleaned)
    total = current = 0.0
    for word in re.split(r"[\s-]+", cleaned):
        if word in UNITS or word in TENS:
            current += UNITS.get(word, 0) + TENS.get(word, 0)
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total += (current or 1) * SCALES[word]
            current = 0
        elif _PLAIN.fullmatch(word):
            current += float(word)
    return total + current


def denominator(word: str) -> int:
    """Return the parts that a fraction word makes of the whole ("thirds": 3)."""
    return DENOMINATORS.get(word) or DENOMINATORS[word.rstrip("s")]
