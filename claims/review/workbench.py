"""Everything the workbench shows of one article, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from claims.extract.selectors import paragraphs
from claims.models import Appearance, Article, ArticleVersion, Claim, User
from claims.states import RejectReason, Review

from .marks import Layer, Segment, Span, segments

HIDDEN = (RejectReason.SPLIT, RejectReason.WITHDRAWN)  # their place is taken by others


@dataclass(frozen=True)
class Entry:
    """One claim of the article: the claim, where it stands, its number on the page (None: set aside)."""

    claim: Claim
    place: Appearance
    number: int | None

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.number is not None and self.claim.review_state == Review.EXTRACTED

    @property
    def state(self) -> str:
        """The state its marks show: open, accepted, rejected or aside."""
        if self.number is None:
            return "aside"
        return "open" if self.open else str(self.claim.review_state)


@dataclass(frozen=True)
class Line:
    """A paragraph of the article: its marked segments and the claims that begin in it."""

    number: int
    kind: str
    start: int
    segments: list[Segment]
    entries: list[Entry]


@dataclass
class Bench:
    """The workbench of one article for one person."""

    article: Article
    version: ArticleVersion
    entries: list[Entry]
    aside: list[Entry]
    current: Entry | None
    lines: list[Line] = field(default_factory=list)

    @property
    def decided(self) -> int:
        """How many of the offered claims are decided."""
        return sum(not entry.open for entry in self.entries)

    @property
    def left(self) -> int:
        """How many wait."""
        return len(self.entries) - self.decided

    @cached_property
    def position(self) -> int:
        """Where the current claim stands among the offered ones, from 0; -1 if there is none."""
        keys = [entry.claim.pk for entry in self.entries]
        return keys.index(self.current.claim.pk) if self.current and self.current.claim.pk in keys else -1

    @property
    def before(self) -> Entry | None:
        """The claim before the current one."""
        return self.entries[self.position - 1] if self.position > 0 else None

    @property
    def after(self) -> Entry | None:
        """The claim after the current one."""
        at = self.position
        return self.entries[at + 1] if 0 <= at < len(self.entries) - 1 else None

    def touched(self, keys: Iterable[str]) -> list[Line]:
        """Return the paragraphs on which marks of the claims `keys` lie, for a partial swap."""
        wanted = {entry.claim.pk: entry for entry in [*self.entries, *self.aside]}
        spans = [span for key, entry in wanted.items() if str(key) in set(keys) for span in _all_spans(entry)]
        return [line for line in self.lines if _hit(line, spans)]


def bench(user: User, article: Article, *, wanted: UUID | None = None, after: UUID | None = None) -> Bench | None:
    """Return the workbench with `wanted` current, else the next open claim behind `after`, else the first.

    None while the article has no text.
    """
    version = article.versions.order_by("-number").first()
    if version is None:
        return None
    entries, aside = _entries(version)
    current = _current(entries, aside, wanted, after)
    found = Bench(article, version, entries, aside, current)
    found.lines = _lines(version, found)
    return found


def _entries(version: ArticleVersion) -> tuple[list[Entry], list[Entry]]:
    """Return the offered claims with their numbers in text order, and those set aside."""
    rows = (
        Appearance.objects.filter(version=version)
        .exclude(claim__reject_reason__in=HIDDEN)
        .select_related("claim__source", "claim__reviewed_by", "claim__lease_holder", "claim__changed_by")
        .order_by("start", "end", "claim_id")
    )
    offered: list[Entry] = []
    aside: list[Entry] = []
    for row in rows:
        if row.claim.set_aside and row.claim.review_state == Review.EXTRACTED:
            aside.append(Entry(row.claim, row, None))
        else:
            offered.append(Entry(row.claim, row, len(offered) + 1))
    return offered, aside


def _current(
    entries: list[Entry], aside: list[Entry], wanted: UUID | None, after: UUID | None
) -> Entry | None:
    by_key = {entry.claim.pk: entry for entry in [*entries, *aside]}
    if wanted in by_key:
        return by_key[wanted]
    keys = [entry.claim.pk for entry in entries]
    at = keys.index(after) + 1 if after in keys else 0
    return next((entry for entry in entries[at:] + entries[:at] if entry.open), None) or (
        entries[-1] if entries else None
    )


def _lines(version: ArticleVersion, found: Bench) -> list[Line]:
    layers = [_layer(entry, found.current) for entry in [*found.entries, *found.aside]]
    layers += [Layer("", None, "aside", (span,)) for span in _notes(version, found.entries)]
    numbered: set[str] = set()
    lines = []
    for number, part in enumerate(paragraphs(version), 1):
        inside = [entry for entry in found.entries if part.start <= entry.place.start < part.end]
        cut = segments(version.text, part.start, part.end, layers, numbered)
        lines.append(Line(number, part.kind, part.start, cut, inside))
    return lines


def _layer(entry: Entry, current: Entry | None) -> Layer:
    return Layer(
        key=str(entry.claim.pk),
        number=entry.number,
        state=entry.state,
        content=_spans(entry.place.spans) or ((entry.place.start, entry.place.end),),
        source=_spans(entry.place.source_spans) if entry.state != "aside" else (),
        cue=_spans(entry.place.cue_spans) if entry.state != "aside" else (),
        current=current is not None and current.claim.pk == entry.claim.pk,
    )


def _notes(version: ArticleVersion, entries: list[Entry]) -> list[Span]:
    """Return where the outlet says that something is not verified."""
    words = {entry.claim.unverified_note for entry in entries} - {""}
    places = [(version.text.find(note), len(note)) for note in sorted(words)]
    return [(start, start + length) for start, length in places if start >= 0]


def _spans(stored: list[list[int]]) -> tuple[Span, ...]:
    return tuple((int(start), int(end)) for start, end in stored)


def _all_spans(entry: Entry) -> list[Span]:
    place = entry.place
    return [*_spans(place.spans), *_spans(place.source_spans), *_spans(place.cue_spans)]


def _hit(line: Line, spans: list[Span]) -> bool:
    end = line.start + sum(len(segment.text) for segment in line.segments)
    return any(start < end and stop > line.start for start, stop in spans)
