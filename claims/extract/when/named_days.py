"""The days of dates that name a day, month, season, quarter or year, with what they leave out filled in."""

from __future__ import annotations

import calendar
import re
from datetime import date

from claims.extract.lexicon.number_words import numeral
from claims.extract.when.days import Days, month_days, months_days, one, share, shifted, week_days, year_days
from claims.extract.when.holidays import holiday
from claims.extract.when.time_words import MONTH, SEASON, WEEKDAY, YEAR

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
_JUST_PAST = 21  # days; "the talks of June 2" told of a week later were not next year's
_BEGUN = 45  # days of a season gone by when "in the spring" still means this one
_WEEK = 7  # days; "the following Friday" counts from a day, not from a month
_LONG_AGO, _SOON = 270, 90  # days; no one writes "3 July" in June and means eleven months ago
_LOOSE_YEAR = re.compile(r"\b(?P<which>last|next|this|the)\s+(?:financial\s+|fiscal\s+)?year\b")


def year_of(text: str, published: date) -> int | None:
    """Return the year an expression names, by number or as last, this or next year."""
    found = re.search(rf"\b{YEAR}\b", text)
    if found:
        return int(found.group())
    loose = _LOOSE_YEAR.search(text)
    if loose is None:
        return None
    return published.year + {"last": -1, "next": 1}.get(loose["which"], 0)


def month_of(text: str) -> int:
    """Return the number of the (first) month an expression names."""
    found = re.search(MONTH, text)
    if not found:
        raise ValueError(text)
    return MONTHS[found.group().lower().rstrip(".")]


def nearest(days: list[date], published: date, future: bool) -> date:
    """Return the last day on or before publication, or the next one when the future is meant."""
    last, ahead = max(d for d in days if d <= published), min(d for d in days if d >= published)
    if future:
        return last if (published - last).days <= _JUST_PAST else ahead
    far = (published - last).days > _LONG_AGO and (ahead - published).days < _SOON
    return ahead if far else last


def by_number(text: str, published: date, future: bool) -> Days:
    """Resolve 2025-06-09, 09/06/2025 (day first, unless that is no date) and 09.06.2025."""
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if numbers[0] > 31:
        return one(date(*numbers))
    first, second, year = numbers
    return one(date(year, first, second) if second > 12 else date(year, second, first))


def dated(text: str, published: date, future: bool) -> Days:
    """Resolve day and month, with the year nearest on the wanted side when none is given."""
    without_year = re.sub(rf"\b{YEAR}\b", "", text)
    number = re.search(r"\d{1,2}", without_year)
    if not number:
        raise ValueError(text)
    year = year_of(text, published)
    month, day = month_of(text), int(number.group())
    if year is not None:
        return one(date(year, month, day))
    return one(nearest([date(published.year + k, month, day) for k in (-1, 0, 1)], published, future))


def two_days(text: str, published: date, future: bool) -> Days:
    """Resolve "8-9 June" and "June 9 and 10"."""
    year = year_of(text, published)
    first, last = re.findall(r"\d{1,2}", re.sub(rf"\b{YEAR}\b", "", text))[:2]
    month = re.search(MONTH, text)
    tail = f"{month.group() if month else ''} {year or ''}"
    end = dated(f"{last} {tail}", published, future)[1]
    start = end.replace(day=int(first))
    if start > end:
        raise ValueError(text)
    return start, end


def weekday(text: str, published: date, future: bool) -> Days:
    """Resolve a weekday: the last on or before publication, the next on or after it for the future."""
    found = re.search(WEEKDAY, text)
    if not found:
        raise ValueError(text)
    wanted, words = WEEKDAYS[found.group().lower()], text.lower()
    week = re.search(r"\b(last|next|this)\s+week$", words)
    if week:
        shift = {"last": -7, "next": 7, "this": 0}[week.group(1)]
        return one(shifted(week_days(published)[0], wanted + shift))
    ahead = (wanted - published.weekday()) % 7
    if words.endswith(" week") or words.startswith("a week on"):
        return one(shifted(published, ahead + 7))
    if words.startswith("next") or (future and not words.startswith("last")):
        return one(shifted(published, ahead or 7 * words.startswith("next")))
    back = (published.weekday() - wanted) % 7
    return one(shifted(published, -(back or 7 * words.startswith("last"))))


def recalled(text: str, anchor: Days) -> Days | None:
    """Resolve "June of that year" and "the following April" from the days of another event."""
    words, first = text.lower(), anchor[0]
    if re.search(r"\byear$", words):
        day = re.sub(r"\s+(?:of\s+)?(?:that|the\s+same)\s+year$", "", text, flags=re.I)
        return _point(f"{day} {first.year}", first, False)
    ahead = re.search(r"\b(?:following|next)\b", words) is not None
    if re.search(MONTH, text):
        month = month_of(text)
        return month_days(
            first.year + (ahead and month <= first.month) - (not ahead and month >= first.month), month
        )
    if (anchor[1] - first).days > _WEEK:
        return None
    start = shifted(anchor[1], 1) if ahead else shifted(first, -1)
    return weekday(re.findall(WEEKDAY, text)[0], start, ahead)


def night(text: str, published: date, future: bool) -> Days:
    """Resolve "Sunday night into Monday": the last named day and the one before."""
    names = re.findall(WEEKDAY, text)
    last = weekday(names[-1], published, future)[0]
    return shifted(last, -1), last


def span(text: str, published: date, future: bool) -> Days:
    """Resolve "between A and B": B first, then the A that lies before it."""
    words = re.sub(r"^(?:between|from)\s+", "", text, flags=re.I)
    parts = re.split(
        r"\s+(?:and|to|through|until|till)\s+|\s?[-–/]\s?|(?<=\w)\b(?:to|through)\b", words, maxsplit=1
    )
    first, last = parts[0].strip(), parts[1].strip()
    if re.fullmatch(r"\d{1,2}", last) and re.fullmatch(YEAR, first):
        last = first[:2] + last
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", last):  # "June 3 to 9"
        last = re.sub(r"\b\d{1,2}(?:st|nd|rd|th)?\b(?!\d)", last, first, count=1)
    elif re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", first):  # "3 to 9 June"
        first = re.sub(r"^\d{1,2}(?:st|nd|rd|th)?", first, last, count=1)
    end = _point(last, published, future)[1]
    start = _point(first, published, future)[0] if re.search(rf"\b{YEAR}\b", first) else _before(first, end)
    if start > end:
        raise ValueError(text)
    return start, end


def _before(text: str, end: date) -> date:
    return _point(text, end, False)[0]


def _point(text: str, published: date, future: bool) -> Days:
    if re.fullmatch(YEAR, text):
        return year_days(int(text))
    if re.search(MONTH, text):
        with_day = re.search(r"\d", re.sub(rf"\b{YEAR}\b", "", text))
        return (dated if with_day else months)(text, published, future)
    return weekday(text, published, future)


def months(text: str, published: date, future: bool) -> Days:
    """Resolve a month: this year's or the nearest on the wanted side; mid-March is its second ten days."""
    month, year, words = month_of(text), year_of(text, published), text.lower()
    if year is None:
        year = published.year
        if re.search(r"\bnext\b", words) and month <= published.month:
            year += 1
        elif "this" in words:
            pass
        elif future and month < published.month:
            year += 1
        elif not future and month > published.month:
            year -= 1
    return share(month_days(year, month), re.split(r"[ -]", words)[0])


def season(text: str, published: date, future: bool) -> Days:
    """Resolve a season: spring is March to May; a winter is named by the year it begins in."""
    found = re.search(SEASON, text)
    if not found:
        raise ValueError(text)
    first, year = SEASONS[found.group()], year_of(text, published)
    days = (
        months_days(year, first, 3)
        if year is not None
        else _season_near(first, text.lower(), published, future)
    )
    return one(days[1]) if "end of" in text else days


def _season_near(first: int, words: str, published: date, future: bool) -> Days:
    around = [months_days(published.year + k, first, 3) for k in (-2, -1, 0, 1)]
    if words.startswith("next") or (future and not words.startswith(("this", "last", "the past"))):
        begun = 0 if words.startswith("next") else _BEGUN
        return min(d for d in around if d[0] > shifted(published, -begun))
    if words.startswith("last") or " past " in words:
        return max(d for d in around if d[1] < published)
    if words.startswith("this"):
        return min((d for d in around if d[1] >= published), key=lambda d: d[0])
    return max(d for d in around if d[0] <= published)


def quarter(text: str, published: date, future: bool) -> Days:
    """Resolve a fiscal quarter as the calendar quarter that ended last (or comes next)."""
    words = text.lower()
    relative = re.match(r"(last|next|this|the)\s+(?:(previous|latest|current)\s+)?quarter", words)
    if relative:
        shift = {"last": -1, "next": 1, "this": 0}.get(relative.group(1), -(relative.group(2) != "current"))
        return months_days(published.year, 3 * ((published.month - 1) // 3 + shift) + 1, 3)
    number = int(words[1]) if words[0] == "q" else _ORDINALS[re.split(r"[ -]", words)[0]]
    return _part_of_year(3 * number - 2, 3, year_of(text, published), published, future)


def half(text: str, published: date, future: bool) -> Days:
    """Resolve a half of a year: the one named, or the one that ended last (or comes next)."""
    number = int(text[1]) if text[0] == "H" else _ORDINALS[re.split(r"[ -]", text.lower())[0]]
    return _part_of_year(6 * number - 5, 6, year_of(text, published), published, future)


def _part_of_year(first: int, count: int, year: int | None, published: date, future: bool) -> Days:
    if year is None:
        ended = first + count - 1 < published.month
        year = published.year - (not future and not ended)
        if future and ended and first + count - 1 < published.month - 2:
            year += 1
    return months_days(year, first, count)


def stretch(text: str, published: date, future: bool) -> Days:
    """Resolve "the first three months of the year" and "the six months to June"."""
    words = text.lower()
    if words.startswith("week"):
        last = dated(re.split(r"\s+(?:to|end\w*|through)\s+", text, maxsplit=1)[1], published, future)[1]
        return shifted(last, -6), last
    if words.startswith(("first", "last", "final", "opening", "closing")):
        year = year_of(words, published)
        if year is None or "week" in words:
            raise ValueError(text)
        count = int(numeral(words.split()[1]))
        return months_days(year, 1 if words.startswith(("first", "opening")) else 13 - count, count)
    end = _point(re.split(rf"(?={MONTH})|(?=\b\d{{1,2}}\s+{MONTH})", text, maxsplit=1)[1], published, future)[
        1
    ]
    sizes = {"month": 1, "months": 1, "quarter": 3, "half": 6, "year": 12}
    unit = next(w for w in words.split() if w in sizes)
    counted = words.split()[0]
    count = sizes[unit] * (1 if counted == unit or counted in ("a", "an") else int(numeral(counted)))
    whole = months_days(end.year, end.month - count + 1, count)
    if end == whole[1]:
        return whole
    start = month_days(end.year, end.month - count)[0]
    return shifted(start.replace(day=min(end.day, month_days(start.year, start.month)[1].day)), 1), end


def full_year(text: str, published: date, future: bool) -> Days:
    """Resolve "full-year": the year that ended last, this one when it is a forecast."""
    return year_days(published.year if future else published.year - 1)


def feast(text: str, published: date, future: bool) -> Days:
    """Resolve a feast day: of the year named, else the nearest on the wanted side."""
    year = year_of(text, published)
    name = re.sub(rf",?\s+(?:{YEAR}|(?:last|this|next)\s+year)$", "", text)
    if year is not None:
        return one(holiday(name, year))
    days = [holiday(name, published.year + k) for k in (-1, 0, 1)]
    return one(min(d for d in days if d >= published) if future else max(d for d in days if d <= published))


def whole_year(text: str, published: date, future: bool) -> Days:
    """Resolve a year, or its early, middle or late third."""
    year = year_of(text, published)
    if year is None:
        raise ValueError(text)
    return share(year_days(year), re.split(r"[ -]", text.lower())[0])


def decade(text: str, published: date, future: bool) -> Days:
    """Resolve "the 1990s", "the late 1990s"."""
    found = re.search(r"\d{4}", text)
    first = int(found.group()) if found else published.year
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(
        next((w for w in ("early", "mid", "late") if w in text.lower()), ""), (0, 9)
    )
    return year_days(first + low)[0], year_days(first + high)[1]
