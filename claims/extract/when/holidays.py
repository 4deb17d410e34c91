"""Feast days by name, computed for any year: fixed, counted from Easter, or the nth weekday of a month."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_LEXICON = Path(__file__).parents[1] / "lexicon" / "holidays.tsv"


@cache
def holidays() -> dict[str, str]:
    """Return name in lower case -> when."""
    lines = _LEXICON.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def pattern() -> str:
    """Return a regular expression for the names as they are written, the longest first."""
    names = sorted((_as_written(name) for name in holidays()), key=len, reverse=True)
    return "|".join(names)


def _as_written(name: str) -> str:
    words = [w if w in ("of",) else w[0].upper() + w[1:] for w in name.split()]
    return r"\s+".join(re.escape(w).replace("'", "['’]") for w in words)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holiday(name: str, year: int) -> date:
    """Return the day a feast falls on in a year."""
    when = holidays()[re.sub(r"\s+", " ", name).lower().replace("’", "'")]
    if when.startswith("easter"):
        return easter(year) + timedelta(days=int(when.removeprefix("easter")))
    if ":" not in when:
        month, day = when.split("-")
        return date(year, int(month), int(day))
    month_number, nth, weekday = (int(part) for part in when.split(":"))
    return _nth_weekday(year, month_number, nth, weekday)


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)
