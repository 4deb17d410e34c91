"""Template filters for moments and days, in the zone of the reader. Built in, no `load` needed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from claims.asof.moments import written

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """Return "9 June 2025" in the reader's zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.day} {value:%B %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """Return "9 June 2025, 15:40" in the reader's zone."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local.day} {local:%B %Y, %H:%M}"


@register.filter
def shortly(value: datetime | None) -> str:
    """Return the time for today, "9 June" within this year, else "9 June 2025"."""
    if value is None:
        return ""
    local, now = timezone.localtime(value), timezone.localtime()
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{local.day} {local:%B}" if local.year == now.year else f"{local.day} {local:%B %Y}"


@register.filter
def days(claim: Any) -> str:
    """Return the date of a claim's event: "9 June 2025", "8–9 June 2025", "30 May – 2 June 2025"."""
    return _days(claim.event_from, claim.event_to)


@register.filter
def event_days(event: Any) -> str:
    """Return the days of an event, "" when none is known."""
    return _days(event.starts_on, event.ends_on)


def _days(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    last = last or first
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {day(last)}"
    return f"{day(first)} – {day(last)}"


@register.filter
def due(value: datetime | None) -> str:
    """Return when something is due, in words: "2 hours overdue", "today 14:00", "11 June"."""
    if value is None:
        return "no date"
    now, local = timezone.localtime(), timezone.localtime(value)
    late = now - local
    if late.total_seconds() > 0:
        return f"{_span(int(late.total_seconds()))} overdue"
    if local.date() == now.date():
        return f"today {local:%H:%M}"
    return shortly(value)


def _span(seconds: int) -> str:
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'' if count == 1 else 's'}"
    return "a moment"


@register.filter
def overdue(value: datetime | None) -> bool:
    """Return whether a due time has passed."""
    return value is not None and value < timezone.now()


@register.filter
def zone(value: datetime | None) -> str:
    """Return the moment with its zone, for titles: "2025-06-09 15:40 EEST"."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M %Z}" if value else ""


@register.simple_tag
def newsroom_zone() -> str:
    """Return the zone that a time without one is read in, for everybody."""
    return timezone.get_default_timezone_name()


@register.filter
def as_of(value: datetime) -> str:
    """Return a moment as `?as_of=` takes it."""
    return written(value)
