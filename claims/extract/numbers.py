"""The number grammar: every numeral and number word of news prose, before units are looked for.

Off-the-shelf number parsers read news figures wrongly ("£4.2m", "half a million", "two-thirds", "one
in eight", "2h21m8s"), so this reads them from the characters up. No language model is needed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Form = Literal["number", "money", "percent", "multiple", "indefinite", "decade", "duration"]

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
SYMBOLS = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₴": "UAH", "₽": "RUB", "₩": "KRW"}
PREFIXES = {
    "US": "USD",
    "A": "AUD",
    "AU": "AUD",
    "C": "CAD",
    "CA": "CAD",
    "NZ": "NZD",
    "HK": "HKD",
    "S": "SGD",
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
}
_WORDS = "|".join(sorted([*UNITS, *TENS], key=len, reverse=True))
_CARDINAL = rf"(?:(?:{_WORDS})(?:[- ](?:{'|'.join(list(UNITS)[1:10])}))?)"
_TENS_STEMS = "|".join(word[:-1] for word in TENS)
_BIG = r"hundred|thousand|million|billion|trillion"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PART = rf"(?:{'|'.join(DENOMINATORS)})s?"

NUMBER = re.compile(
    rf"""(?<![\w.,#/])(?:
      (?P<duration>\d{{1,2}}h\s?\d{{1,2}}(?:m|min)(?:\s?\d{{1,2}}(?:\.\d+)?s)?
            |\d{{1,3}}m\s?\d{{1,2}}(?:\.\d+)?s)\b
    | (?P<decade>(?:early|mid|late)?[ -]?(?:\d0s|(?:{_TENS_STEMS})ies))\b
    | (?P<onein>(?:{_CARDINAL}|\d{{1,3}})\ (?:in|out\ of)\ (?:every\ )?(?:{_CARDINAL}|\d[\d,]*))\b
    | (?P<halfbig>(?:half|quarter)\ (?:of\ )?an?\ (?:million|billion|trillion|century)|an?\ (?:half
          |quarter)[ -](?:million|billion))\b
    | (?P<dozen>(?:(?:an?|(?:{_CARDINAL})|\d+)[ ])?(?:half[ -](?:an?[ ])?)?dozen)\b
    | (?P<fraction>(?:(?:an?|one|two|three|four|five|six|seven|eight|nine)[ -]{_PART}(?!\s+(?:time
          |straight|consecutive|day|year|quarter))|half)\b(?!\s+(?:an?\s+(?:hour|mile|day|year)|time)))
    | (?P<indefinite>(?:tens\ of\ |hundreds\ of\ )?(?:thousands|millions)|dozens|scores|hundreds|billions)\b
    | (?P<within>(?<=within\ )an?(?=\ (?:year|month|week|day|hour|decade)\b))
    | (?P<abig>an?\ (?:hundred|thousand|million|billion|trillion))\b
    | (?P<multiple>twice|thrice|(?<=more\ than\ )double|(?<=nearly\ )double|(?<=almost\ )double
          |double(?=\ (?:the|that|what|its|their|his|her|last)))\b
    | (?P<money>(?P<prefix>(?:US|AU?|CA?|NZ|HK|S)?(?=\$))?(?P<symbol>[$£€¥₹₴₽₩])\s?(?P<amount>{_DIGITS})
        (?:\s?-?(?P<mscale>m|mn|bn|b|tn|trn|k|thousand|million|billion|trillion)\b)?)
    | (?P<iso>(?P<code>USD|EUR|GBP|AUD|CAD|CHF|JPY|CNY|INR)\s?(?P<isoamount>{_DIGITS})(?:\s?(?P<isoscale>m
          |mn|bn|million|billion)\b)?)
    | (?P<words>{_CARDINAL}(?:\ (?:hundred)(?:\ (?:and\ )?{_CARDINAL})?)?
          (?:[ ](?:{_BIG})(?:\ (?:and\ )?{_CARDINAL})?)*)\b
    | (?P<digits>(?:{_DIGITS})(?:\s(?P<dscale>{_BIG}|lakh|crore)\b|(?P<tscale>bn|mn|tn|trn|k
          |m)\b(?=\s+[a-z]|[-–]))?)
    )""",
    re.X | re.I,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in the text; `unit` is set where the numeral itself says it (£, one in ten)."""

    value: float
    start: int
    end: int
    form: Form
    unit: str = ""
    approximate: bool = False
    high: float | None = None
    words: bool = False


def numeral(text: str) -> float:
    """Return the value of one plain numeral or number phrase ("1,200", "twenty-five thousand")."""
    cleaned = text.lower().replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", cleaned):
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
        elif re.fullmatch(r"\d+(?:\.\d+)?", word):
            current += float(word)
    return total + current


def find_numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """Return the numbers of `text[start:end]` in order; offsets are those of `text`."""
    stop = len(text) if end is None else end
    return [number for match in NUMBER.finditer(text, start, stop) if (number := _read(match)) is not None]


def _read(match: re.Match[str]) -> Number | None:
    """Return the number of one match by the form that matched."""
    kind = match.lastgroup if match.lastgroup in _READERS else _group(match)
    return _READERS[kind](match) if kind else None


def _group(match: re.Match[str]) -> str | None:
    return next((name for name in _READERS if match.group(name)), None)


def _money(match: re.Match[str]) -> Number:
    scale = SCALES[match["mscale"].lower()] if match["mscale"] else 1.0
    prefix = (match["prefix"] or "").upper()
    unit = PREFIXES[prefix] if prefix in PREFIXES else SYMBOLS[match["symbol"]]
    return Number(_times(match["amount"], scale), match.start(), match.end(), "money", unit)


def _iso(match: re.Match[str]) -> Number:
    scale = SCALES[match["isoscale"].lower()] if match["isoscale"] else 1.0
    return Number(
        _times(match["isoamount"], scale), match.start(), match.end(), "money", match["code"].upper()
    )


def _times(numeral_text: str, scale: float) -> float:
    """Return the product without the dust of binary fractions (4.2 million is 4200000)."""
    return round(numeral(numeral_text) * scale, 6)


def _digits(match: re.Match[str]) -> Number:
    scale_word = (match["dscale"] or match["tscale"] or "").lower()
    scale = SCALES[scale_word] if scale_word else 1.0
    figures = re.match(_DIGITS, match["digits"])
    value = _times(figures.group() if figures else "0", scale)
    return Number(value, match.start(), match.end(), "number")


def _words(match: re.Match[str]) -> Number:
    return Number(numeral(match["words"]), match.start(), match.end(), "number", words=True)


def _onein(match: re.Match[str]) -> Number | None:
    parts = re.split(r"\s+(?:in|out of)\s+(?:every\s+)?", match["onein"], flags=re.I)
    few, many = numeral(parts[0]), numeral(parts[1])
    if not 0 < few < many:
        return None
    return Number(round(100 * few / many, 2), match.start(), match.end(), "percent", "%")


def _fraction(match: re.Match[str]) -> Number:
    words = re.split(r"[\s-]+", match["fraction"].lower())
    parts = DENOMINATORS.get(words[-1]) or DENOMINATORS[words[-1].rstrip("s")]
    count = 1.0 if len(words) == 1 or words[0] in ("a", "an") else numeral(words[0])
    return Number(round(100 * count / parts, 2), match.start(), match.end(), "percent", "%")


def _halfbig(match: re.Match[str]) -> Number:
    words = re.split(r"[\s-]+", match["halfbig"].lower())
    share = 0.25 if "quarter" in words else 0.5
    scale = 100.0 if words[-1] == "century" else SCALES[words[-1]]
    return Number(share * scale, match.start(), match.end(), "number", words=True)


def _dozen(match: re.Match[str]) -> Number:
    words = match["dozen"].lower().replace("-", " ").split()
    count = numeral(words[0]) if words[0] not in ("a", "an", "dozen", "half") else 1.0
    share = 0.5 if "half" in words else 1.0
    return Number(12 * count * share, match.start(), match.end(), "number", approximate=True, words=True)


def _indefinite(match: re.Match[str]) -> Number:
    return Number(
        INDEFINITE[match["indefinite"].lower()], match.start(), match.end(), "indefinite", words=True
    )


def _abig(match: re.Match[str]) -> Number:
    return Number(SCALES[match["abig"].lower().split()[1]], match.start(), match.end(), "number", words=True)


def _within(match: re.Match[str]) -> Number:
    return Number(1.0, match.start(), match.end(), "number", words=True)


def _multiple(match: re.Match[str]) -> Number:
    value = 3.0 if match["multiple"].lower() == "thrice" else 2.0
    return Number(value, match.start(), match.end(), "multiple", "times", words=True)


def _decade(match: re.Match[str]) -> Number | None:
    words = re.split(r"[\s-]+", match["decade"].lower().strip())
    low = float(words[-1][:-1]) if words[-1][0].isdigit() else float(TENS[words[-1][:-3] + "y"])
    return Number(low, match.start(), match.end(), "decade", "year of age", high=low + 9)


def _duration(match: re.Match[str]) -> Number:
    parts = re.findall(r"(\d+(?:\.\d+)?)\s?(h|min|m|s)", match["duration"])
    smallest = parts[-1][1]
    worth = {"h": 3600.0, "m": 60.0, "min": 60.0, "s": 1.0}
    seconds = sum(float(value) * worth[unit] for value, unit in parts)
    unit = {"s": "second", "m": "minute", "min": "minute"}.get(smallest, "hour")
    return Number(seconds / worth[smallest], match.start(), match.end(), "duration", unit)


_READERS = {
    "duration": _duration,
    "decade": _decade,
    "onein": _onein,
    "halfbig": _halfbig,
    "fraction": _fraction,
    "dozen": _dozen,
    "indefinite": _indefinite,
    "within": _within,
    "abig": _abig,
    "multiple": _multiple,
    "money": _money,
    "iso": _iso,
    "words": _words,
    "digits": _digits,
}
