"""Days: the first and last day of a stretch of time, both included, and the stretches of the calendar."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Days = tuple[date, date]


def iso(days: Days) -> str:
    """Return "2025-06-09" for one day and "2025-06-08/2025-06-09" for more."""
    return days[0].isoformat() if days[0] == days[1] else f"{days[0].isoformat()}/{days[1].isoformat()}"


def one(day: date) -> Days:
    """Return a single day."""
    return day, day


def shifted(day: date, count: int) -> date:
    """Return the day `count` days on."""
    return day + timedelta(days=count)


def month_days(year: int, month: int) -> Days:
    """Return the first and last day of a month; months past 12 or before 1 belong to the years around."""
    index = year * 12 + month - 1
    year, month = index // 12, index % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months_days(year: int, first: int, count: int) -> Days:
    """Return the days of `count` months in a row."""
    return month_days(year, first)[0], month_days(year, first + count - 1)[1]


def year_days(year: int) -> Days:
    """Return the first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def week_days(day: date) -> Days:
    """Return Monday and Sunday of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def weekend_days(published: date, *, future: bool) -> Days:
    """Return the Saturday and Sunday on or before (on or after) a day."""
    step = (5 - published.weekday()) % 7 if future else -((published.weekday() - 5) % 7)
    return shifted(published, step), shifted(published, step + 1)


def years_on(days: Days, count: int) -> Days:
    """Return the same stretch `count` years on: a whole month, quarter or year stays whole."""
    year = days[0].year + count
    if days == months_days(days[0].year, days[0].month, _months(days)):
        return months_days(year, days[0].month, _months(days))
    try:
        return days[0].replace(year=year), days[1].replace(year=days[1].year + count)
    except ValueError:  # 29 February
        return month_days(year, days[0].month)


def months_on(days: Days, count: int) -> Days:
    """Return the month `count` months on from the first day."""
    return month_days(days[0].year, days[0].month + count)


def _months(days: Days) -> int:
    return (days[1].year - days[0].year) * 12 + days[1].month - days[0].month + 1


def share(days: Days, word: str) -> Days:
    """Return the early, mid or late part of a year or month, the whole for any other word."""
    whole_year = _months(days) > 1
    if whole_year:
        parts = {"early": (1, 4), "mid": (5, 4), "late": (9, 4)}
        return months_days(days[0].year, *parts[word]) if word in parts else days
    if word == "early":
        return days[0], days[0].replace(day=10)
    if word == "mid":
        return days[0].replace(day=11), days[0].replace(day=20)
    return (days[0].replace(day=21), days[1]) if word == "late" else days
