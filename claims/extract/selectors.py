"""Reads of the extract room for later rooms."""

from __future__ import annotations

from claims.models import ArticleVersion

from .segment import Paragraph, segment


def paragraphs(version: ArticleVersion) -> list[Paragraph]:
    """Return the paragraphs of a version's text in order, each with its kind (body, caption ...)."""
    return list(segment(version.text))
