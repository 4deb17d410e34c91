"""The paragraphs of an article with the claims that begin in each and the marks that lie on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from claims.extract.selectors import paragraphs
from claims.models import ArticleVersion

from .entries import Entry, spans_of
from .marks import Layer, Segment, Span, segments


@dataclass
class Marks:
    """What is marked in a text. Layers are made for the paragraphs that are shown, not for all."""

    entries: Sequence[Entry]
    notes: Sequence[Span]
    current: Entry | None

    @cached_property
    def _reach(self) -> list[tuple[int, int, Entry]]:
        """Each claim with the first and last place that a mark of it touches."""
        return [
            (min(start for start, _ in entry.marked), max(end for _, end in entry.marked), entry)
            for entry in self.entries
        ]

    def on(self, start: int, end: int) -> list[Layer]:
        """Return the layers that may touch text[start:end]."""
        claims = [self._layer(entry) for low, high, entry in self._reach if low < end and high > start]
        return claims + [Layer("", None, "aside", (span,)) for span in self.notes]

    def _layer(self, entry: Entry) -> Layer:
        shown = entry.state != "aside"
        return Layer(
            key=str(entry.claim.pk),
            number=entry.number,
            state=entry.state,
            content=entry.content,
            source=_everywhere(entry, "source_spans") if shown else (),
            cue=_everywhere(entry, "cue_spans") if shown else (),
            current=self.current is not None and self.current.claim.pk == entry.claim.pk,
        )


@dataclass
class Line:
    """A paragraph of the article: the claims that begin in it, and its marked segments when asked for."""

    number: int
    kind: str
    start: int
    end: int
    entries: Sequence[Entry]
    text: str = field(repr=False)  # of the whole article
    marks: Marks = field(repr=False)  # of the whole article
    now: bool = False  # the current claim stands in it

    @cached_property
    def segments(self) -> list[Segment]:
        """The text of the paragraph, cut at every boundary of a mark."""
        return segments(self.text, self.start, self.end, self.marks.on(self.start, self.end))

    def holds(self, spans: Iterable[Sequence[int]]) -> bool:
        """Whether any of `spans` reaches into it."""
        return any(start < self.end and stop > self.start for start, stop in spans)


def lines_of(
    version: ArticleVersion, entries: Sequence[Entry], aside: Sequence[Entry], current: Entry | None
) -> list[Line]:
    """Return the paragraphs of a text; `entries` are in its order."""
    marks = Marks([*entries, *aside], _notes(version, entries), current)
    at = current.place.start if current else -1
    starts = [entry.place.start for entry in entries]
    lines = []
    for number, part in enumerate(paragraphs(version), 1):
        inside = entries[bisect_left(starts, part.start) : bisect_left(starts, part.end)]
        now = part.start <= at < part.end
        lines.append(Line(number, part.kind, part.start, part.end, inside, version.text, marks, now))
    return lines


def _everywhere(entry: Entry, name: str) -> tuple[Span, ...]:
    return tuple(span for place in entry.places for span in spans_of(getattr(place, name)))


def _notes(version: ArticleVersion, entries: Sequence[Entry]) -> list[Span]:
    """Return where the outlet says that something is not verified."""
    words = {entry.claim.unverified_note for entry in entries} - {""}
    places = [(version.text.find(note), len(note)) for note in sorted(words)]
    return [(start, start + length) for start, length in places if start >= 0]
