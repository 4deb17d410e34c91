"""Everything the workbench shows of one article, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.urls import reverse

from claims.extract.selectors import paragraphs
from claims.models import Appearance, Article, ArticleVersion, Claim, User
from claims.states import RejectReason, Review
from claims.together.selectors import tallies

from .marks import Layer, Segment, Span, segments
from .queue import held_by_other

STRIP = 60  # claims that the progress strip shows one by one
HIDDEN = (RejectReason.SPLIT, RejectReason.WITHDRAWN, RejectReason.MERGED)  # their place is taken by others


@dataclass(frozen=True)
class Entry:
    """One claim of the article: the claim, where it stands, its number on the page (None: set aside).

    A claim that took another one in may stand in several places; `place` is the first.
    """

    claim: Claim
    place: Appearance
    number: int | None
    further: tuple[Appearance, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.number is not None and self.claim.review_state == Review.EXTRACTED

    @property
    def own_voice(self) -> bool:
        """Whether the outlet says it itself, nobody else."""
        source = self.claim.source
        return source.kind == "outlet" if source else self.claim.attribution == "none"

    @property
    def edit_url(self) -> str:
        """Where the claim is edited."""
        return reverse("claims:claim-edit", args=[self.claim.pk])

    @property
    def bench_url(self) -> str:
        """Where the workbench shows it."""
        return f"{reverse('claims:workbench', args=[self.place.version.article_id])}?claim={self.claim.pk}"

    @property
    def state(self) -> str:
        """The state its marks show: open, accepted, rejected or aside."""
        if self.number is None:
            return "aside"
        return "open" if self.open else str(self.claim.review_state)


@dataclass
class Line:
    """A paragraph of the article: the claims that begin in it, and its marked segments when asked for."""

    number: int
    kind: str
    start: int
    end: int
    entries: list[Entry]
    text: str = field(repr=False)  # of the whole article
    layers: list[Layer] = field(repr=False)  # of all claims
    now: bool = False  # the current claim stands in it

    @cached_property
    def segments(self) -> list[Segment]:
        """The text of the paragraph, cut at every boundary of a mark."""
        return segments(self.text, self.start, self.end, self.layers)


@dataclass(frozen=True)
class Note:
    """A sentence by which the outlet says that it could not verify something, and the claims it covers."""

    words: str
    numbers: list[int]

    @property
    def covers(self) -> str:
        """The numbers in words: "claim 4", "claims 12–18", "claims 3, 9"."""
        first, last = self.numbers[0], self.numbers[-1]
        if first == last:
            return f"claim {first}"
        whole = self.numbers == list(range(first, last + 1))
        return f"claims {first}–{last}" if whole else f"claims {', '.join(map(str, self.numbers))}"


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

    def number_of(self, claim: Claim) -> int | None:
        """Return the number that the page gives to a claim, None if it has none."""
        return next((entry.number for entry in self.entries if entry.claim.pk == claim.pk), None)

    @property
    def crowded(self) -> bool:
        """Whether one cell for each claim would not fit into the progress strip."""
        return len(self.entries) > STRIP

    @property
    def verbatim(self) -> list[Segment]:
        """The sentence of the current claim, with the words of the claim as filled segments."""
        if self.current is None:
            return []
        place, text = self.current.place, self.version.text
        start, end = min(place.sentence_start, place.start), max(place.sentence_end, place.end)
        return segments(text, start, end, [Layer("", None, "open", _content(self.current))])

    @property
    def notes(self) -> list[Note]:
        """The outlet's own words that something is not verified, with the claims they cover."""
        numbers: dict[str, list[int]] = {}
        for entry in self.entries:
            if entry.claim.unverified_note and entry.number:
                numbers.setdefault(entry.claim.unverified_note, []).append(entry.number)
        return [Note(words, covers) for words, covers in numbers.items()]

    def touched(self, keys: Iterable[str]) -> list[Line]:
        """Return the paragraphs on which marks of the claims `keys` lie, for a partial swap."""
        wanted = set(keys)
        entries = [entry for entry in [*self.entries, *self.aside] if str(entry.claim.pk) in wanted]
        spans = [span for entry in entries for span in _all_spans(entry)]
        return [line for line in self.lines if _hit(line, spans)]


def bench(
    user: User,
    article: Article,
    *,
    version: ArticleVersion | None = None,
    wanted: UUID | None = None,
    after: UUID | None = None,
) -> Bench | None:
    """Return the workbench with `wanted` current, else the next open claim behind `after`, else the first.

    Without `version` it is the latest text; None while the article has none.
    """
    version = version or article.versions.order_by("-number").first()
    if version is None:
        return None
    entries, aside = _entries(version, user)
    current = _current(user, entries, aside, wanted, after)
    found = Bench(article, version, entries, aside, current)
    found.lines = _lines(version, found)
    return found


def _entries(version: ArticleVersion, user: User) -> tuple[list[Entry], list[Entry]]:
    """Return the offered claims with their numbers in text order, and those set aside."""
    rows = (
        Appearance.objects.filter(version=version)
        .exclude(claim__reject_reason__in=HIDDEN)
        .select_related(
            "claim__source",
            "claim__reviewed_by",
            "claim__lease_holder",
            "claim__changed_by",
            "claim__machine_opinion",
        )
        .annotate(**tallies(user, "claim"))
    )
    places: dict[UUID, list[Appearance]] = {}
    for row in sorted(rows, key=_in_text_order):
        row.version = version
        places.setdefault(row.claim_id, []).append(row)
    offered: list[Entry] = []
    aside: list[Entry] = []
    for first, *further in places.values():
        if first.claim.set_aside and first.claim.review_state == Review.EXTRACTED:
            aside.append(Entry(first.claim, first, None, tuple(further)))
        else:
            offered.append(Entry(first.claim, first, len(offered) + 1, tuple(further)))
    return offered, aside


def _in_text_order(place: Appearance) -> tuple[int, int, float, str]:
    """Order by place; of two claims with one envelope, that whose words stand earlier is first."""
    spans = _spans(place.spans) or ((place.start, place.end),)
    covered = sum(end - start for start, end in spans)
    middle = sum((start + end) / 2 * (end - start) for start, end in spans) / covered if covered else 0.0
    return place.start, place.end, middle, str(place.claim_id)


def _current(
    user: User, entries: list[Entry], aside: list[Entry], wanted: UUID | None, after: UUID | None
) -> Entry | None:
    """Return `wanted`, else the next open claim in the order of the text that is free for `user`."""
    by_key = {entry.claim.pk: entry for entry in [*entries, *aside]}
    if wanted in by_key:
        return by_key[wanted]
    keys = [entry.claim.pk for entry in entries]
    at = keys.index(after) + 1 if after in keys else 0
    waiting = [entry for entry in entries[at:] + entries[:at] if entry.open]
    free = [entry for entry in waiting if not _somebody_elses(entry.claim, user)]
    return next(iter([*free, *waiting, *entries[-1:]]), None)


def _somebody_elses(claim: Claim, user: User) -> bool:
    """Return whether the claim should come last for `user`: another person is on it, or was asked to be."""
    asked_by_me = claim.second_opinion and claim.changed_by_id == user.pk
    return asked_by_me or held_by_other(claim, user)


def _lines(version: ArticleVersion, found: Bench) -> list[Line]:
    layers = [_layer(entry, found.current) for entry in [*found.entries, *found.aside]]
    layers += [Layer("", None, "aside", (span,)) for span in _notes(version, found.entries)]
    at = found.current.place.start if found.current else -1
    lines = []
    for number, part in enumerate(paragraphs(version), 1):
        inside = [entry for entry in found.entries if part.start <= entry.place.start < part.end]
        now = part.start <= at < part.end
        lines.append(Line(number, part.kind, part.start, part.end, inside, version.text, layers, now))
    return lines


def _layer(entry: Entry, current: Entry | None) -> Layer:
    return Layer(
        key=str(entry.claim.pk),
        number=entry.number,
        state=entry.state,
        content=_content(entry),
        source=_everywhere(entry, "source_spans") if entry.state != "aside" else (),
        cue=_everywhere(entry, "cue_spans") if entry.state != "aside" else (),
        current=current is not None and current.claim.pk == entry.claim.pk,
    )


def _notes(version: ArticleVersion, entries: list[Entry]) -> list[Span]:
    """Return where the outlet says that something is not verified."""
    words = {entry.claim.unverified_note for entry in entries} - {""}
    places = [(version.text.find(note), len(note)) for note in sorted(words)]
    return [(start, start + length) for start, length in places if start >= 0]


def _content(entry: Entry) -> tuple[Span, ...]:
    """Return the words of the claim, in all its places."""
    places = (entry.place, *entry.further)
    return tuple(span for place in places for span in _spans(place.spans) or ((place.start, place.end),))


def _spans(stored: list[list[int]]) -> tuple[Span, ...]:
    return tuple((int(start), int(end)) for start, end in stored)


def _everywhere(entry: Entry, name: str) -> tuple[Span, ...]:
    return tuple(span for place in (entry.place, *entry.further) for span in _spans(getattr(place, name)))


def _all_spans(entry: Entry) -> list[Span]:
    return [*_content(entry), *_everywhere(entry, "source_spans"), *_everywhere(entry, "cue_spans")]


def _hit(line: Line, spans: list[Span]) -> bool:
    return any(start < line.end and stop > line.start for start, stop in spans)
