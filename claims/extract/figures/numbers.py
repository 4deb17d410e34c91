"""The numbers of a text and their values, before units are looked for; `number_grammar` has their forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from claims.extract.figures.currencies import code_of_sign
from claims.extract.figures.number_grammar import AGE_WORDS, DIGITS, NUMBER
from claims.extract.lexicon.number_words import INDEFINITE, SCALES, TENS, VULGAR, denominator, numeral

Form = Literal[
    "number", "money", "percent", "multiple", "indefinite", "decade", "duration", "measure", "once", "under"
]

_MARATHON = re.compile(r"\b(?:half-)?marathon|\bultra(?:-?marathon)?\b", re.I)
_STORY = 600  # code points in which a marathon is named
_LONGEST_RUN = 9  # hours


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in the text; `unit` is set where the numeral itself says it (£, one in ten).

    `scale` is the million of "three million", which a bare figure before it in a range shares.
    """

    value: float
    start: int
    end: int
    form: Form
    unit: str = ""
    approximate: bool = False
    high: float | None = None
    words: bool = False
    scale: float = 1.0


def find_numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """Return the numbers of `text[start:end]` in order; offsets are those of `text`."""
    stop = len(text) if end is None else end
    return [number for match in NUMBER.finditer(text, start, stop) if (number := _read(match)) is not None]


def _read(match: re.Match[str]) -> Number | None:
    """Return the number of one match by the form that matched."""
    return _READERS[match.lastgroup or ""](match)


def _made(match: re.Match[str], value: float, form: Form = "number", **known: str | float | bool) -> Number:
    """Return the number without the dust of binary fractions (4.2 million is 4200000)."""
    return Number(round(value, 6), match.start(), match.end(), form, **known)  # type: ignore[arg-type]


def _money(match: re.Match[str]) -> Number | None:
    scale = SCALES[match["mscale"].lower()] if match["mscale"] else 1.0
    value = numeral(match["amount"]) * scale
    unit = code_of_sign(match["sign"], value)
    return _made(match, value, "money", unit=unit, scale=scale) if unit else None


def _digits(match: re.Match[str]) -> Number:
    scale_word = (match["dscale"] or match["tscale"] or "").lower()
    scale = SCALES[scale_word] if scale_word else 1.0
    figures = re.match(DIGITS, match["digits"])
    return _made(match, numeral(figures.group() if figures else "0") * scale, scale=scale)


def _words(match: re.Match[str]) -> Number:
    words = re.split(r"[\s-]+", match["words"].lower())
    scale = SCALES[words[-1]] if words[-1] in SCALES and words[0] not in ("a", "an") else 1.0
    return _made(match, numeral(match["words"]), words=True, scale=scale)


def _onein(match: re.Match[str]) -> Number | None:
    """Return "one in eight" as a share; "12 out of 35" stays two figures and is no match."""
    parts = re.split(r"\s+(?:in|out of)\s+(?:every\s+)?", match["onein"], flags=re.I)
    few, many = numeral(parts[0]), numeral(parts[1])
    if not 0 < few < many:
        return None
    return _made(match, round(100 * few / many, 2 if few * 1000 > many else 6), "percent", unit="%")


def _mixed(match: re.Match[str]) -> Number:
    """Return "two and a half million", "a million and a half", "2½"."""
    words = re.split(r"[\s-]+", match["mixed"].lower())
    scale = next((SCALES[w] for w in words if w in SCALES), 1.0)
    vulgar = next((VULGAR[c] for c in match["mixed"] if c in VULGAR), None)
    if vulgar is not None:
        whole = re.match(r"\d+", match["mixed"])
        return _made(match, ((float(whole.group()) if whole else 0) + vulgar) * scale, scale=scale)
    cut = words.index("and")
    whole_part = [w for w in words[:cut] if w not in ("a", "an") and w not in SCALES]
    count = 1.0 if words[cut + 1] in ("a", "an") else numeral(words[cut + 1])
    value = (numeral(" ".join(whole_part)) if whole_part else 1.0) + count / denominator(words[cut + 2])
    return _made(match, value * scale, words=True, scale=scale)


def _measure(match: re.Match[str]) -> Number:
    """Return "half an hour" and "an hour and a half", which name their unit."""
    words = re.split(r"[\s-]+", match["measure"].lower())
    if words[-1] == "half":
        return _made(match, 1.5, "measure", unit=words[1], words=True)
    share = 0.5 if words[0] == "half" else 0.75 if words[0] == "three" else 0.25
    return _made(match, share, "measure", unit=words[-1], words=True)


def _fraction(match: re.Match[str]) -> Number:
    words = re.split(r"[\s-]+", match["fraction"].lower())
    count = 1.0 if len(words) == 1 or words[0] in ("a", "an") else numeral(words[0])
    return _made(match, round(100 * count / denominator(words[-1]), 2), "percent", unit="%")


def _halfbig(match: re.Match[str]) -> Number:
    words = re.split(r"[\s-]+", match["halfbig"].lower())
    share = 0.5 if "half" in words else 0.75 if words[0] == "three" else 0.25
    return _made(match, share * SCALES[words[-1]], words=True)


def _dozen(match: re.Match[str]) -> Number:
    words = match["dozen"].lower().replace("-", " ").split()
    count = numeral(words[0]) if words[0] not in ("a", "an", "dozen", "half") else 1.0
    share = 0.5 if "half" in words else 1.0
    scale = 12.0 if words[0] not in ("a", "an", "dozen", "half") else 1.0
    return _made(match, 12 * count * share, approximate=True, words=True, scale=scale)


def _indefinite(match: re.Match[str]) -> Number:
    phrase = match["indefinite"].lower()
    value = INDEFINITE.get(phrase)
    couple = "couple" in phrase
    if value is None:  # "several hundred thousand": two of them at least
        words = [w for w in phrase.split() if w in SCALES]
        value = 2.0
        for word in words:
            value *= SCALES[word]
    return _made(match, value, "number" if couple else "indefinite", words=True, approximate=couple)


def _one(match: re.Match[str]) -> Number:
    return _made(match, 1.0, words=True)


def _fold(match: re.Match[str]) -> Number:
    return _made(match, numeral(re.sub(r"[ -]?fold$", "", match["fold"].lower())), "multiple", unit="times")


def _once(match: re.Match[str]) -> Number:
    return _made(match, 1.0, "once", unit="time", words=True)


def _multiple(match: re.Match[str]) -> Number:
    value = {"thrice": 3.0, "triple": 3.0, "quadruple": 4.0}.get(match["multiple"].lower(), 2.0)
    return _made(match, value, "multiple", unit="times", words=True)


def _decade(match: re.Match[str]) -> Number:
    words = re.split(r"[\s-]+", match["decade"].lower().strip())
    low = float(words[-1][:-1]) if words[-1][0].isdigit() else float(TENS[words[-1][:-3] + "y"])
    return _made(match, low, "decade", unit="year of age", high=low + 9)


def _under(match: re.Match[str]) -> Number:
    """Return the age of "under-fives" and "over-65s"."""
    word = match["under"].lower()
    age = float(word[:-1]) if word[0].isdigit() else float(AGE_WORDS.index(word) + 2)
    return _made(match, age, "under", unit="year of age")


def _duration(match: re.Match[str]) -> Number:
    parts = re.findall(r"(\d+(?:\.\d+)?)\s?(h|min|m|s|$)", match["duration"].lower())
    smallest = parts[-1][1] or "m"  # "2h 10" is ten minutes
    worth = {"h": 3600.0, "m": 60.0, "min": 60.0, "s": 1.0}
    seconds = sum(float(value) * worth[unit or "m"] for value, unit in parts)
    unit = {"s": "second", "m": "minute", "min": "minute"}.get(smallest, "hour")
    return _made(match, seconds / worth[smallest], "duration", unit=unit)


def _clocked(match: re.Match[str]) -> Number:
    """Return a stopwatch time, "2:05:41" or "1:43.21", in seconds."""
    seconds = 0.0
    for part in match["clocked"].split(":"):
        seconds = seconds * 60 + float(part)
    return _made(match, seconds, "duration", unit="second")


def _timed(match: re.Match[str]) -> Number:
    """Return "won in 2:05" in minutes where a marathon is near, else "3:43" in seconds."""
    first, last = (float(part) for part in match["timed"].split(":"))
    near = match.string[max(0, match.start() - _STORY) : match.end() + _STORY]
    long = first <= _LONGEST_RUN and _MARATHON.search(near) is not None
    return _made(match, first * 60 + last, "duration", unit="minute" if long else "second")


def _no_number(match: re.Match[str]) -> None:
    """Return nothing: a telephone number counts nothing."""


_READERS: dict[str, Callable[[re.Match[str]], Number | None]] = {
    "phone": _no_number,
    "clocked": _clocked,
    "timed": _timed,
    "duration": _duration,
    "decade": _decade,
    "under": _under,
    "onein": _onein,
    "mixed": _mixed,
    "measure": _measure,
    "halfbig": _halfbig,
    "fraction": _fraction,
    "dozen": _dozen,
    "indefinite": _indefinite,
    "article": _one,
    "fold": _fold,
    "once": _once,
    "multiple": _multiple,
    "money": _money,
    "words": _words,
    "digits": _digits,
}
