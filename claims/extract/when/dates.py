"""The days a time expression names, counted from the day of publication or from another event.

What is dated is the event, never the saying; which expression belongs to which is decided in
`event_dates`. A result is a `Days`: first and last day, both included.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from claims.extract.lexicon.number_words import numeral
from claims.extract.when import named_days as named
from claims.extract.when.days import (
    Days,
    iso,
    month_days,
    months_days,
    months_on,
    one,
    share,
    shifted,
    week_days,
    weekend_days,
    year_days,
    years_on,
)
from claims.extract.when.time_words import MONTH, YEAR, TimeExpression, find_expressions, time_spans

ANCHORED = frozenset({"earlier", "offset", "that", "same", "recalled"})
_SIZES = {"day": 1, "night": 1, "morning": 1, "evening": 1, "week": 7, "fortnight": 14}
_BACK = re.compile(r"\b(?:earlier|before|previously|previous|preceding|prior)\b", re.I)
_WHOLE = 27  # days; from here on a stretch is a month or more, and "the next day" counts from its start


def resolve(
    expression: TimeExpression, published: date, *, future: bool, anchor: Days | None = None
) -> Days | None:
    """Return the days an expression names.

    `future` picks the side of `published` for what has no year or week of its own; `anchor` is what
    "five years earlier" and "that night" count from. None when it names no day.
    """
    try:
        if expression.form in ANCHORED:
            return _anchored(expression, published, anchor)
        resolver = _RESOLVERS.get(expression.form)
        return resolver(expression.text, published, future) if resolver else None
    except (ValueError, OverflowError, StopIteration):
        return None


def resolves(form: str) -> bool:
    """Whether expressions of a form name days at all (a clock time does not)."""
    return form in _RESOLVERS or form in ANCHORED


def _part(text: str, published: date, future: bool) -> Days:
    """Resolve the start, middle or end of a year, month or week."""
    words = text.lower()
    if "of" not in words.split():
        return one(year_days(published.year)[1])  # "the year is out", "year-end"
    whole = _part_whole(text, published, future)
    if re.search(r"\b(?:end|close)\b", words):
        return one(whole[1])
    return share(whole, "mid") if "middle" in words else one(whole[0])


def _part_whole(text: str, published: date, future: bool) -> Days:
    if re.search(MONTH, text):
        return named.months(re.sub(r"^.*?\bof\s+", "", text), published, future)
    if re.search(rf"\b{YEAR}\b", text):
        return named.whole_year(text, published, future)
    period = text.split(" of ", 1)[1]
    return _period(re.sub(r"^the\b", "this", period), published, future)


def _count_and_unit(text: str) -> tuple[int, str]:
    words = text.lower().replace("-and-a-half", "").split()
    if re.match(r"(?:several|few|an? (?:few|couple))\b", text.lower()):
        raise ValueError(text)
    count = 1 if words[0] in ("a", "an", "the") else int(numeral(words[0]))
    return count, re.sub(r"(?:s|['’]s|s['’])$", "", words[1])


def _back(text: str, published: date, future: bool) -> Days:
    """Resolve "three weeks ago": that day, month or year."""
    count, unit = _count_and_unit(text)
    return _moved(published, -count, unit)


def _ahead(text: str, published: date, future: bool) -> Days:
    count, unit = _count_and_unit(text)
    return _moved(published, count, unit)


def _moved(day: date, count: int, unit: str) -> Days:
    if unit in ("hour", "minute"):
        return one(day)
    if unit in _SIZES:
        return one(shifted(day, count * _SIZES[unit]))
    if unit in ("month", "quarter"):
        size = 3 if unit == "quarter" else 1
        return months_days(day.year, day.month + count * size, size)
    return year_days(day.year + count * (10 if unit == "decade" else 1))


def _period(text: str, published: date, future: bool) -> Days:
    """Resolve "last week", "this month", "early next year", "this morning"."""
    words = re.split(r"[\s-]+", text.lower())
    shift = -1 if "last" in words or "past" in words else 1 if "next" in words else 0
    unit = words[-1]
    if unit == "week":
        return week_days(shifted(published, 7 * shift))
    if unit == "month":
        return share(month_days(published.year, published.month + shift), words[0])
    if unit == "quarter":
        return months_days(published.year, 3 * ((published.month - 1) // 3 + shift) + 1, 3)
    if unit == "year":
        return share(year_days(published.year + shift), words[0])
    if unit == "decade":
        first = published.year // 10 * 10 + 10 * shift
        return year_days(first)[0], year_days(first + 9)[1]
    if unit == "weekend":
        return weekend_days(published, future=future or shift > 0)
    return one(shifted(published, -(words[-2:] == ["last", "night"])))


def _weekend(text: str, published: date, future: bool) -> Days:
    return weekend_days(published, future=future)


def _today(text: str, published: date, future: bool) -> Days:
    words = text.lower()
    if words.startswith("yesterday"):
        return one(shifted(published, -1))
    if words == "tomorrow":
        return one(shifted(published, 1))
    return (shifted(published, -1) if words == "overnight" else published), published


def _day_but_one(text: str, published: date, future: bool) -> Days:
    return one(shifted(published, -2 if "yesterday" in text else 2))


def _anchored(expression: TimeExpression, published: date, anchor: Days | None) -> Days | None:
    """Return the days of "a year earlier", "the next day", "that month", "the same period last year"."""
    words = expression.text.lower()
    if expression.form == "recalled":
        return named.recalled(expression.text, anchor) if anchor else None
    year = named.year_of(expression.text, published)
    if anchor is None:
        return year_days(year) if year is not None and expression.form == "same" else None
    if expression.form == "same":
        back = year - anchor[0].year if year is not None else -1
        return None if back == 0 else years_on(anchor, back)
    if expression.form == "that":
        return _around(anchor, words.split()[-1])
    count, unit = _count_and_unit(re.sub(r"\b(?:next|following|previous|preceding|prior)\s+", "", words))
    count *= -1 if _BACK.search(words) else 1
    if unit == "year":
        return years_on(anchor, count)
    if unit in ("month", "quarter"):
        return (
            months_on(anchor, count)
            if unit == "month"
            else months_days(anchor[0].year, anchor[0].month + 3 * count, 3)
        )
    if (anchor[1] - anchor[0]).days >= _WHOLE:
        return None
    return _moved(anchor[0] if count < 0 else anchor[1], count, unit)


def _around(anchor: Days, unit: str) -> Days | None:
    """Return the day, week, month or year an event lies in ("that month")."""
    day = anchor[0]
    if unit == "year":
        return year_days(day.year)
    if unit in ("month", "quarter"):
        return month_days(day.year, day.month) if unit == "month" else anchor
    if (anchor[1] - day).days >= _WHOLE:
        return None
    return week_days(day) if unit == "week" else anchor


_RESOLVERS: dict[str, Callable[[str, date, bool], Days]] = {
    "iso": named.by_number,
    "numeric": named.by_number,
    "night": named.night,
    "span": named.span,
    "days": named.two_days,
    "days2": named.two_days,
    "dmy": named.dated,
    "mdy": named.dated,
    "weekday": named.weekday,
    "part": _part,
    "stretch": named.stretch,
    "half": named.half,
    "quarter": named.quarter,
    "fullyear": named.full_year,
    "months": named.months,
    "season": named.season,
    "yesterdays": _day_but_one,
    "ago": _back,
    "ahead": _ahead,
    "period": _period,
    "weekend": _weekend,
    "today": _today,
    "holiday": named.feast,
    "decade": named.decade,
    "year": named.whole_year,
}

__all__ = [
    "ANCHORED",
    "Days",
    "TimeExpression",
    "find_expressions",
    "iso",
    "resolve",
    "resolves",
    "time_spans",
]
