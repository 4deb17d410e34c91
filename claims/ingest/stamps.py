"""Dates and times as pages and pasted articles give them. Pure.

A time without a known zone is not a moment, so it is dropped: what is returned is an aware datetime,
or a date. Figures like 03/04/2025 mean two days in two countries and are not read at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Literal
from zoneinfo import ZoneInfo

Moment = date | datetime

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)",
        rf"\b{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})\b",
        rf"\b{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})\b",
        r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?![\d.])",
    )
]
_TIME = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*\(?(?P<zone>(?:GMT|UTC)\s?[+-]\d{1,2}(?::\d{2})?\b|[A-Z]{1,4}T?\b|[+-]\d{2}:?\d{2}\b)?\)?",
    re.IGNORECASE,
)
_HOURS = {"z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3}
_HOURS |= {"msk": 3, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "jst": 9}
_PLACES = {"et": "America/New_York", "pt": "America/Los_Angeles", "ct": "America/Chicago"}
_LABEL = re.compile(
    r"\s*(?:(?P<updated>(?:last\s+)?(?:updated|modified|edited)|upd)"
    r"|(?:first\s+|originally\s+)?(?:published|posted|issued|date(?:line)?|pub(?:lication)?\s+date))"
    r"(?:\s+(?:on|at|date))?\s*[:\-–—]?\s*(?=\S)",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z][A-Z .,'’/-]{2,40}[,.]?\s*$")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a line: what it says, its kind, and what the line says besides."""

    value: Moment
    kind: Literal["published", "updated", "bare"]
    rest: str


def read_moment(value: str) -> Moment | None:
    """A machine-written date (ISO 8601, mail style) or a plain one; None when it is none."""
    value = value.strip()[:80]
    try:
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.date()
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
        return moment if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        stamp = read_stamp(value)
        return stamp.value if stamp else None


def read_stamp(line: str) -> Stamp | None:
    """The first date of a short line of head matter ("Mon 9 Jun 2025 15.40 BST"), or None."""
    label = _LABEL.match(line)
    for pattern in _DATES:
        match = pattern.search(line)
        if match and (day := _date(match)):
            break
    else:
        return None
    before, after = line[: match.start()], line[match.end() :]
    time = _TIME.match(after.lstrip(" ,T|-–—at")) or _TIME.search(before) or _TIME.search(after[:40])
    if time:
        before, after = before.replace(time.group(), " "), after.replace(time.group(), " ")
    if label and label.end() <= match.start() + 1 and not before[label.end() :].strip(" ,|-–—at"):
        kind: Literal["published", "updated"] = "updated" if label.group("updated") else "published"
        return Stamp(_moment(day, time), kind, after.strip())
    if _DATELINE.match(before) and re.match(r"\s*(?:\([^)]{2,40}\)\s*)?[-–—]", after):
        return Stamp(_moment(day, time), "published", after.strip())
    return Stamp(_moment(day, time), "bare", f"{before} {after}".strip())


def _date(match: re.Match[str]) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


def _moment(day: date, time: re.Match[str] | None) -> Moment:
    """The moment when time and zone are both known, else the day."""
    zone = _zone(time["zone"] or "") if time else None
    if time is None or zone is None:
        return day
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"][0] in "pP" else 0)
    try:
        return datetime(day.year, day.month, day.day, hour, int(time["minute"]), tzinfo=zone)
    except ValueError:
        return day


def _zone(name: str) -> tzinfo | None:
    name = name.lower()
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    if name in _PLACES:
        return ZoneInfo(_PLACES[name])
    offset = re.fullmatch(r"(?:gmt|utc)?\s?([+-])(\d{1,2}):?(\d{2})?", name)
    if offset is None:
        return None
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes)) if minutes < 900 else None
