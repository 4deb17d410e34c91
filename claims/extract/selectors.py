"""Reads of the extract room for later rooms."""

from __future__ import annotations

from datetime import UTC, date

from django.utils import timezone

from claims.extract.reading.segment import Paragraph, segment
from claims.models import Article, ArticleVersion


def paragraphs(version: ArticleVersion) -> list[Paragraph]:
    """Return the paragraphs of a version's text in order, each with its kind (body, caption ...)."""
    return list(segment(version.text))


def published_day(article: Article) -> date | None:
    """Return the day an article appeared where its newsroom is, from which its weekdays count.

    The moment is kept in UTC; late in the evening the newsroom's own day may be another. A day without a time
    is kept as its noon in UTC and stays that day.
    """
    if article.published_at is None:
        return None
    zone = UTC if article.published_day_only else timezone.get_default_timezone()
    return article.published_at.astimezone(zone).date()
