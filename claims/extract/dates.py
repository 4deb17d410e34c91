"""Time expressions of a text and the days they name, counted from the day of publication.

What is dated is the event, never the saying; which expression belongs to which is decided in
`event_dates`. A result is a `Days`: first and last day, both included.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .number_words import UNITS, numeral

Days = tuple[date, date]

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_HOLIDAYS = {
    "christmas": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "halloween": (10, 31),
}
_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?))"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_COUNT = rf"(?:\d{{1,3}}|an?|{'|'.join(UNITS)}|a few|several|a couple of)"
_CLOCK = (
    r"(?:\d{1,2}(?:[.:]\d{2})?\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b)"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:GMT|BST|UTC|CET|local time))?|\d{1,2} o'clock)"
)
_PART = r"(?:\s+(?:early\s+)?(?:morning|afternoon|evening|night|lunchtime))?"

EXPRESSION = re.compile(
    rf"""\b(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<dmy>(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?)(?!\w)
    | (?P<mdy>(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}(?!\d|[.,]\d)(?:,?\s+{_YEAR}\b)?)
    | (?P<night>{_WEEKDAY}\s+(?:night|evening)\s+(?:and|to|into
          |until)\s+(?:in(?:to)?\s+)?(?:the\s+)?(?:early\s+(?:hours\s+of\s+)?)?{_WEEKDAY}(?:\s+morning)?)
    | (?P<weekday>(?:(?P<wbefore>last|next|this|the\s+(?:following
          |previous))\s+)?{_WEEKDAY}(?:s?\b{_PART})(?:\s+(?P<wafter>last\s+week|next\s+week|week))?)
    | (?P<between>between\s+{_YEAR}\s+and\s+{_YEAR}|from\s+{_YEAR}\s+to\s+{_YEAR}
          |{_YEAR}\s?[–-]\s?(?:{_YEAR}|\d\d)(?!\d))
    | (?P<part>(?:the\s+)?(?:end|start|beginning|middle)\s+of\s+(?:{_MONTH}(?:\s+{_YEAR})?|(?:the|this
          |next|last)\s+(?:year|month|week)|{_YEAR}))
    | (?P<months>(?:(?:early|late|mid)[ -](?:in\s+)?)?(?:(?:last|next
          |this)\s+)?{_MONTH}(?!\s+\d{{1,2}}\b)(?:,?\s+(?:of\s+)?{_YEAR}\b)?)
    | (?P<season>(?:(?:last|next|this|the)\s+)(?:spring|summer|autumn|fall|winter)(?:\s+of\s+{_YEAR})?
          |(?:spring|summer|autumn|fall|winter)\s+(?:of\s+)?{_YEAR})
    | (?P<quarter>(?P<qwhich>first|second|third|fourth|last|final)[ -]quarter(?:\s+of\s+{_YEAR})?)
    | (?P<fullyear>full[ -]year)
    | (?P<ago>{_COUNT}\s+(?:days?|weeks?|months?|years?|hours?|minutes?|decades?)\s+ago)
    | (?P<earlier>{_COUNT}\s+(?:days?|weeks?|months?|years?)\s+(?:earlier|before(?=\s*[,.;)]|$)))
    | (?P<period>(?i:(?:earlier\s+|later\s+)?(?:last|next|this|that)\s+(?:week|month|year|weekend|morning
          |afternoon|evening|night))\b)
    | (?P<weekend>(?:at|over|during)\s+the\s+weekend)
    | (?P<today>(?i:today|tonight|overnight|yesterday(?:\s+(?:morning|afternoon|evening))?|tomorrow)\b
          |now\b(?!\s+in\s+(?:its|his|her|their))|(?:noon|midday|mid-?afternoon)\b)
    | (?P<holiday>Christmas(?:\s+Eve)?|Boxing\s+Day|New\s+Year's\s+(?:Day|Eve)|Halloween)
    | (?P<year>(?<![\d,.£$€-])(?:(?:early|late|mid)[ -](?:in\s+)?)?{_YEAR}(?![\d,]\d|\d|[-–]\w|\s?%
          |\s+(?:people|homes|jobs)|s\b))
    | (?P<clock>{_CLOCK})
    )""",
    re.X,
)
_MODAL_MAY = re.compile(r"\s+(?:be|have|not|also|well|still|never|yet|\w+ly)\b|\s+[a-z]+(?<!ed)\b")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression `[start, end)` of the text and the name of its form."""

    start: int
    end: int
    form: str
    text: str


def find_expressions(text: str) -> list[TimeExpression]:
    """Return the time expressions of `text` in order."""
    found = []
    for match in EXPRESSION.finditer(text):
        form = (
            match.lastgroup if match.lastgroup in _RESOLVERS or match.lastgroup == "clock" else _form(match)
        )
        if form and not _is_no_time(text, match):
            found.append(TimeExpression(match.start(), match.end(), form, match.group()))
    return found


def _form(match: re.Match[str]) -> str:
    return next(name for name in [*_RESOLVERS, "clock"] if match.group(name))


def _is_no_time(text: str, match: re.Match[str]) -> bool:
    """Whether a match is the verb "may" or "march", or a year that is an amount."""
    word = match.group()
    if word in ("May", "March") and (
        match.start() == 0 or text[max(0, match.start() - 2) : match.start()] in (". ", "\n\n")
    ):
        return bool(_MODAL_MAY.match(text, match.end()))
    return False


def time_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of all time expressions, for the number grammar to leave alone."""
    found = [e for e in find_expressions(text) if e.form not in ("fullyear", "quarter")]
    return [_with_second_day(text, e) for e in found]


_SECOND_DAY = re.compile(
    rf"\s?(?:[-–]|(?:and|to|or|through|until)\s)\s?{_DAY}(?!\d|[.,]\d|\s?%)(?=-|\s*(?:[,.;:)]|$)|\s+(?=[A-Z])|\s+(?:in|at|for|by|to"
    r"|from|with|on|were|was|and|but|that|of)\b)"
)
_FIRST_DAY = re.compile(rf"\b{_DAY}\s?(?:[-–]|and|to|or)\s?$")


def _with_second_day(text: str, found: TimeExpression) -> tuple[int, int]:
    """Return the span of a time with the other day of "June 8-9", "June 9 and 10", "9 and 10 June"."""
    if found.form == "mdy" and (after := _SECOND_DAY.match(text, found.end)):
        return found.start, after.end()
    if found.form == "dmy" and (before := _FIRST_DAY.search(text[max(0, found.start - 12) : found.start])):
        return found.start - len(before.group()), found.end
    return found.start, found.end


def resolve(
    expression: TimeExpression, published: date, *, future: bool, anchor: Days | None = None
) -> Days | None:
    """Return the days an expression names.

    `future` picks the side of `published` for what has no year or week of its own; `anchor` is what
    "five years earlier" counts from (the publication date when None). None when it names no day.
    """
    resolver = _RESOLVERS.get(expression.form)
    if resolver is None:
        return None
    try:
        return resolver(
            expression.text, anchor[0] if anchor and expression.form == "earlier" else published, future
        )
    except (ValueError, OverflowError):
        return None


def iso(days: Days) -> str:
    """Return "2025-06-09" for one day and "2025-06-08/2025-06-09" for more."""
    return days[0].isoformat() if days[0] == days[1] else f"{days[0].isoformat()}/{days[1].isoformat()}"


def month_days(year: int, month: int) -> Days:
    """Return the first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_days(year: int) -> Days:
    """Return the first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def _week_days(day: date) -> Days:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _year_of(text: str) -> int | None:
    found = re.search(rf"\b{_YEAR}\b", text)
    return int(found.group()) if found else None


def _month_of(text: str) -> int:
    found = re.search(_MONTH, text)
    if not found:
        raise ValueError(text)
    return MONTHS[found.group().lower().rstrip(".")]


def _iso(text: str, published: date, future: bool) -> Days:
    day = date.fromisoformat(text)
    return day, day


_JUST_PAST = 21  # days; "the talks of June 2" told of a week later were not next year's


def _dated(text: str, published: date, future: bool) -> Days:
    """Resolve day and month, with the year nearest on the wanted side when none is given."""
    without_year = re.sub(rf"\b{_YEAR}\b", "", text)
    number = re.search(r"\d{1,2}", without_year)
    if not number:
        raise ValueError(text)
    year = _year_of(text)
    if year is not None:
        day = date(year, _month_of(text), int(number.group()))
        return day, day
    days = [date(published.year + shift, _month_of(text), int(number.group())) for shift in (-1, 0, 1)]
    last = max(d for d in days if d <= published)
    if not future or (published - last).days <= _JUST_PAST:
        return last, last
    day = min(d for d in days if d >= published)
    return day, day


def _weekday(text: str, published: date, future: bool) -> Days:
    found = re.search(_WEEKDAY, text)
    if not found:
        raise ValueError(text)
    wanted = WEEKDAYS[found.group().lower()]
    if "last week" in text:
        day = _week_days(published)[0] + timedelta(days=wanted - 7)
    elif "next week" in text:
        day = _week_days(published)[0] + timedelta(days=wanted + 7)
    elif text.startswith("next") or (future and not text.startswith("last")):
        day = published + timedelta(days=(wanted - published.weekday()) % 7)
    else:
        day = published - timedelta(days=(published.weekday() - wanted) % 7)
        if text.startswith("last") and day == published:
            day -= timedelta(days=7)
    return day, day


def _night(text: str, published: date, future: bool) -> Days:
    names = re.findall(_WEEKDAY, text)
    last = _weekday(names[-1], published, future)[0]
    return last - timedelta(days=1), last


def _between(text: str, published: date, future: bool) -> Days:
    years = [int(y) for y in re.findall(_YEAR, text)]
    last = years[1] if len(years) > 1 else years[0] // 100 * 100 + int(re.findall(r"\d+", text)[-1])
    return year_days(years[0])[0], year_days(last)[1]


def _part(text: str, published: date, future: bool) -> Days:
    whole = _part_whole(text, published, future)
    if re.search(r"\bend\b", text):
        return whole[1], whole[1]
    if "middle" in text:
        return _middle(whole)
    return whole[0], whole[0]


def _part_whole(text: str, published: date, future: bool) -> Days:
    if re.search(_MONTH, text):
        return _months(re.sub(r"^.*?\bof\s+", "", text), published, future)
    if _year_of(text):
        return _year(text, published, future)
    period = text.split(" of ", 1)[1]
    return _period(re.sub(r"^the\b", "this", period), published, future)


def _middle(days: Days) -> Days:
    if days[0].month == days[1].month:
        return days[0].replace(day=11), days[0].replace(day=20)
    return date(days[0].year, 5, 1), date(days[0].year, 8, 31)


def _months(text: str, published: date, future: bool) -> Days:
    month, year = _month_of(text), _year_of(text)
    if year is None:
        year = published.year
        if future and month < published.month:
            year += 1
        elif not future and month > published.month:
            year -= 1
    days = month_days(year, month)
    if text.startswith("mid"):
        return days[0].replace(day=11), days[0].replace(day=20)
    if text.startswith("early"):
        return days[0], days[0].replace(day=10)
    return (days[0].replace(day=21), days[1]) if text.startswith("late") else days


def _season(text: str, published: date, future: bool) -> Days:
    name = re.search("|".join(SEASONS), text)
    if not name:
        raise ValueError(text)
    first, year = SEASONS[name.group()], _year_of(text) or published.year
    if _year_of(text) is None:
        if text.startswith("next") and first <= published.month:
            year += 1
        elif (text.startswith("last") and first + 2 >= published.month) or (
            text.startswith("the") and not future and first > published.month
        ):
            year -= 1
    last = month_days(year + (first == 12), (first + 1) % 12 + 1)
    return date(year, first, 1), last[1]


def _quarter(text: str, published: date, future: bool) -> Days:
    """Resolve a fiscal quarter as the calendar quarter that ended last (or comes next)."""
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
    quarter = names[re.split(r"[ -]", text)[0]]
    first = 3 * quarter - 2
    year = _year_of(text)
    if year is None:
        year = published.year - (not future and first + 2 >= published.month)
    return date(year, first, 1), month_days(year, first + 2)[1]


def _fullyear(text: str, published: date, future: bool) -> Days:
    return year_days(published.year if future else published.year - 1)


def _count_and_unit(text: str) -> tuple[int, str]:
    words = text.lower().split()
    if words[0] in ("several", "few") or text.startswith(("a few", "a couple")):
        raise ValueError(text)
    count = 1 if words[0] in ("a", "an") else int(numeral(words[0]))
    return count, words[1].rstrip("s")


def _back(text: str, published: date, future: bool) -> Days:
    count, unit = _count_and_unit(text)
    if unit in ("hour", "minute"):
        return published, published
    if unit in ("day", "week"):
        day = published - timedelta(days=count * (7 if unit == "week" else 1))
        return day, day
    if unit == "month":
        index = published.year * 12 + published.month - 1 - count
        return month_days(index // 12, index % 12 + 1)
    return year_days(published.year - count * (10 if unit == "decade" else 1))


def _period(text: str, published: date, future: bool) -> Days:
    """Resolve "last week", "this month", "next year", "this morning"."""
    text = text.lower()
    shift = -1 if "last" in text.split() else 1 if "next" in text.split() else 0
    unit = text.split()[-1]
    if unit == "week":
        return _week_days(published + timedelta(days=7 * shift))
    if unit == "month":
        index = published.year * 12 + published.month - 1 + shift
        return month_days(index // 12, index % 12 + 1)
    if unit == "year":
        return year_days(published.year + shift)
    if unit == "weekend":
        return _weekend_days(published, future or shift > 0)
    day = published - timedelta(days=1) if text.endswith("last night") else published
    return day, day


def _weekend(text: str, published: date, future: bool) -> Days:
    return _weekend_days(published, future)


def _weekend_days(published: date, future: bool) -> Days:
    step = (5 - published.weekday()) % 7 if future else -((published.weekday() - 5) % 7)
    saturday = published + timedelta(days=step)
    return saturday, saturday + timedelta(days=1)


def _today(text: str, published: date, future: bool) -> Days:
    day, text = timedelta(days=1), text.lower()
    if text.startswith("yesterday"):
        return published - day, published - day
    if text == "tomorrow":
        return published + day, published + day
    return (published if text != "overnight" else published - day), published


def _holiday(text: str, published: date, future: bool) -> Days:
    month, number = _HOLIDAYS[re.sub(r"\s+", " ", text).lower()]
    days = [date(published.year + shift, month, number) for shift in (-1, 0, 1)]
    last = max(d for d in days if d <= published)
    if not future or (published - last).days <= _JUST_PAST:
        return last, last
    day = min(d for d in days if d >= published)
    return day, day


def _year(text: str, published: date, future: bool) -> Days:
    year = _year_of(text) or published.year
    if text.startswith("early"):
        return date(year, 1, 1), date(year, 4, 30)
    if text.startswith("late"):
        return date(year, 9, 1), date(year, 12, 31)
    return _middle(year_days(year)) if text.startswith("mid") else year_days(year)


_RESOLVERS: dict[str, Callable[[str, date, bool], Days]] = {
    "iso": _iso,
    "dmy": _dated,
    "mdy": _dated,
    "night": _night,
    "weekday": _weekday,
    "between": _between,
    "part": _part,
    "months": _months,
    "season": _season,
    "quarter": _quarter,
    "fullyear": _fullyear,
    "ago": _back,
    "earlier": _back,
    "period": _period,
    "weekend": _weekend,
    "today": _today,
    "holiday": _holiday,
    "year": _year,
}
