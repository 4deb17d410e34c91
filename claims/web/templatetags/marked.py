"""Marked text as HTML. A long article has thousands of segments, so they are not templates of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def marked(segments: Iterable[Any]) -> SafeString:
    """Show segments of claims.review.marks one after the other, each with what lies on it."""
    return format_html_join("", "{}", ((_segment(segment),) for segment in segments))


def _segment(segment: Any) -> SafeString:
    if segment.plain:
        return escape(segment.text)
    words = escape(segment.text)
    if segment.cue:
        words = format_html('<span class="cue{}">{}</span>', _of_current(segment.cue, "ccur"), words)
    if segment.source:
        words = format_html('<span class="src{}">{}</span>', _of_current(segment.source, "scur"), words)
    return _filled(segment, words) if segment.fill else words


def _of_current(kind: str, name: str) -> str:
    return f" {name}" if kind == "current" else ""


def _filled(segment: Any, words: SafeString) -> SafeString:
    current = segment.fill == "current"
    number, mark = SafeString(""), SafeString("")
    if segment.number:
        number = format_html(
            '<span class="sr">claim {}{}: </span><sup aria-hidden="true">{}</sup>',
            segment.number,
            ", current" if current else "",
            segment.number,
        )
        mark = format_html(" {}", "data-current-mark") if current else mark
    keys = format_html(' data-claims="{}"', " ".join(segment.keys)) if segment.keys else ""
    look = " ".join(["m", segment.fill, *(["ring"] if segment.ring else []), *segment.edge])
    return format_html('<mark class="{}"{}{}>{}{}</mark>', look, keys, mark, number, words)
