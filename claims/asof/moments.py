"""Moments as people write them in an address, and as pages say them. Pure: no Django.

A moment is a time of the record: when something was written down, not when it happened or was published.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

EXAMPLE = "2026-03-31T14:05"
# A space may stand for the plus sign of a zone, as addresses make it one.
_WRITTEN = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,6})?)?(?:(Z)|([+\- ])(\d\d):?(\d\d))?",
    re.IGNORECASE | re.ASCII,
)


class Unreadable(ValueError):
    """The text is no moment; the message says how to write one."""

    def __init__(self, text: str) -> None:
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        super().__init__(f"“{shown}” is no time that can be read. Write it like {EXAMPLE} or {EXAMPLE}:30Z.")


def read(text: str, zone: tzinfo) -> datetime:
    """Return the moment written in ISO 8601, in UTC; without a zone of its own it is one of `zone`.

    An hour that comes twice, when clocks go back, is the first of the two. Raises Unreadable.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise Unreadable(text)
    day, minute, rest, utc, sign, hours, minutes = match.groups()
    offset = "+00:00" if utc else f"{sign.replace(' ', '+')}{hours}:{minutes}" if sign else ""
    try:
        found = datetime.fromisoformat(f"{day}T{minute}{rest or ''}{offset}")
        return (found if offset else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(text) from None


def written(at: datetime) -> str:
    """Return the moment as it stands in addresses: "2026-03-31T14:05:00.250000Z"."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def typed(at: datetime, zone: tzinfo) -> str:
    """Return the moment as a field for local times holds it: "2026-03-31T14:05:07"."""
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")


def said(at: datetime, zone: tzinfo) -> str:
    """Return the moment in words with its zone: "31 March 2026, 14:05:07 CEST"."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M:%S} {local.tzname()}"
