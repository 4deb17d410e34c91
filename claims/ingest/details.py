"""What is known of an article beside its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from django.utils import timezone

from . import text as texts
from .agencies import agency_of
from .errors import TextRefused
from .parse import Parsed

UNNAMED = "Untitled article"


@dataclass(frozen=True)
class Details:
    """What is known of an article beside its words. Empty values are unknown."""

    title: str = ""
    outlet: str = ""
    agency: str = ""
    byline: str = ""
    url: str = ""
    published_at: datetime | None = None
    published_day_only: bool = False
    digest: bool = False


def completed(details: Details, facts: Parsed | texts.LeadingFacts, text: str = "") -> Details:
    """Return `details` with the empty ones filled from what the page, file or pasted text says of itself."""
    published_at, day_only = details.published_at, details.published_day_only
    if published_at is None and (published := believable(facts.published)):
        published_at, day_only = moment(published)
    byline = details.byline or facts.byline[:300]
    return replace(
        details,
        title=details.title or facts.title[:500],
        byline=byline,
        outlet=details.outlet or getattr(facts, "outlet", ""),
        agency=(details.agency or getattr(facts, "agency", "") or agency_of(byline, text))[:200],
        published_at=published_at,
        published_day_only=day_only,
    )


def believable(published: date | datetime | None) -> date | datetime | None:
    """Return the date that was found, None when no article can have it (a future one)."""
    try:
        if published is not None:
            texts.check_published(published, timezone.now())
    except TextRefused:
        return None
    return published


def moment(published: date | datetime) -> tuple[datetime, bool]:
    """Return a publication date as (aware moment, only the day is known); a day counts as its noon, UTC."""
    if isinstance(published, datetime):
        return (published if published.tzinfo else published.replace(tzinfo=UTC)), False
    return datetime.combine(published, time(12), tzinfo=UTC), True
