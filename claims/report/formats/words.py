"""Words that pages and files of an edition share: counts, addresses, changes, moments and days.

Times are shown in the newsroom's zone, never the reader's, so that everybody sees the same edition.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from claims.web.vocabulary import ATTRIBUTION, VERDICT, Look

Content = dict[str, Any]
NUMBER_WORDS = (
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
)  # fmt: skip


def counted(number: int) -> str:
    """Return "Seven claims": a word up to twelve, digits above."""
    words = NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else f"{number:,}"
    return f"{words} claim" if number == 1 else f"{words} claims"


def web_address(url: str) -> str:
    """Return `url` when it is safe to link (http or https), else an empty text."""
    try:
        return url if urlsplit(url).scheme.lower() in {"http", "https"} else ""
    except ValueError:
        return ""


def sentence_of(row: Content, number: str) -> str:
    """Return the change in words; `number` names the claim ("Claim 1")."""
    then, now = str(row["from"]), str(row["to"])
    if row["field"] == "removed":
        return f"“{then}” is no longer in this report."
    if row["field"] == "verdict":
        return f"{number} was “{word(VERDICT, then)}”; it is now “{word(VERDICT, now)}”."
    if row["field"] == "attribution_verdict":
        was, is_now = word(ATTRIBUTION, then), word(ATTRIBUTION, now)
        return f"{number}: whether the source said it was “{was}”; it is now “{is_now}”."
    if row["field"] == "source":
        said, says = then or "the outlet", now or "the outlet"
        return f"{number} was attributed to {said}; it is now attributed to {says}."
    return f"{number} read “{then}”; it now reads “{now}”."


def word(table: dict[str, Look], value: str) -> str:
    """Return the label of a status within a sentence."""
    return table[value].label.lower()


def parse(text: str) -> datetime:
    """Return a time of a content."""
    return datetime.fromisoformat(text)


def moment(text: str) -> str:
    """Return "9 June 2025, 15:40" in the newsroom's zone."""
    local = timezone.localtime(parse(text), timezone.get_default_timezone())
    return f"{long_day(local.date())}, {local:%H:%M}"


def day_of(text: str | None, year: int) -> str:
    """Return "9 June", with the year when it is not that of the edition."""
    if not text:
        return ""
    if len(text) == 10:  # a date without a time belongs to no zone
        day = date.fromisoformat(text)
    else:
        day = timezone.localtime(parse(text), timezone.get_default_timezone()).date()
    return f"{day.day} {day:%B}" if day.year == year else long_day(day)


def span(event: Content) -> str:
    """Return "8 June 2025 – 9 June 2025", one day once, an empty text when no day is known."""
    first, last = event["from"], event["to"]
    days = [long_day(date.fromisoformat(day)) for day in (first, last) if day]
    return " – ".join(dict.fromkeys(days))


def long_day(day: date) -> str:
    """Return "9 June 2025"."""
    return f"{day.day} {day:%B %Y}"
