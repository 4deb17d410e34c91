"""An article made ready to be parsed: its text clean, its paragraphs in chunks, its date known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from claims.extract.reading.language_model import clean_text
from claims.extract.reading.segment import Paragraph, published_in_text, segment
from claims.extract.types import ArticleText, Span

CHUNK = 40_000  # code points; about 6,500 words


@dataclass(frozen=True, slots=True)
class Reading:
    """An article made ready: cleaned text, paragraphs, the chunks to parse, and its date."""

    outlet: str
    text: str
    paragraphs: Sequence[Paragraph]
    chunks: Sequence[tuple[int, int, list[Paragraph]]]
    published: date | None
    found_date: str | None
    wanted: Sequence[Span] = ()  # what must be read as a claim whatever the cuts make of it

    def texts(self) -> list[str]:
        """Return the texts of the chunks."""
        return [self.text[start:end] for start, end, _ in self.chunks]


def made_ready(article: ArticleText) -> Reading:
    """Return the article cleaned and cut into chunks; its own date, or that at its head."""
    text = clean_text(article.text)
    paragraphs = segment(text)
    found_date = published_in_text(text)
    published = _as_date(article.published) or _parse(found_date)
    chunks = list(_chunks(text, paragraphs))
    return Reading(article.outlet, text, paragraphs, chunks, published, found_date)


def in_groups(articles: Iterable[ArticleText]) -> Iterator[list[ArticleText]]:
    """Yield the articles in groups of at most CHUNK code points, or one longer article alone."""
    group: list[ArticleText] = []
    size = 0
    for article in articles:
        if group and size + len(article.text) > CHUNK:
            yield group
            group, size = [], 0
        group.append(article)
        size += len(article.text)
    if group:
        yield group


def _as_date(value: datetime | date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _parse(found: str | None) -> date | None:
    try:
        return date.fromisoformat(found) if found else None
    except ValueError:
        return None


def _chunks(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, int, list[Paragraph]]]:
    """Yield (start, end, paragraphs) of stretches of at most about CHUNK code points."""
    inside: list[Paragraph] = []
    for paragraph in _cut_long(text, paragraphs):
        if inside and paragraph.end - inside[0].start > CHUNK:
            yield inside[0].start, inside[-1].end, inside
            inside = []
        inside.append(paragraph)
    if inside:
        yield inside[0].start, inside[-1].end, inside


def _cut_long(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs, those longer than a chunk cut at a sentence or word end."""
    for paragraph in paragraphs:
        start, body = paragraph.start, paragraph.body
        while paragraph.end - start > CHUNK:
            window = text[start : start + CHUNK]
            cut = start + max(window.rfind(". ") + 1, window.rfind(" "), CHUNK // 2)
            yield Paragraph(start, cut, paragraph.kind, min(body, cut))
            start = body = cut
        yield Paragraph(start, paragraph.end, paragraph.kind, max(body, start))
