"""Everything the workbench shows of one article, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Case, Q, Subquery, When

from claims.models import Appearance, Article, ArticleVersion, Claim, User

from .entries import Entry, entries_of, whole
from .lines import Line, lines_of
from .marks import Layer, Segment, segments
from .progress import Cell, cells
from .queue import held_by_other


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
    gone: AbstractSet[UUID] = frozenset()  # still open, but decided by the time that this is shown

    @property
    def claim(self) -> Claim | None:
        """The current claim as a row, None without one."""
        return self.current.claim if self.current and isinstance(self.current.claim, Claim) else None

    @property
    def decided(self) -> int:
        """How many of the offered claims are decided."""
        return sum(not entry.open or entry.claim.pk in self.gone for entry in self.entries)

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

    @cached_property
    def strip(self) -> list[Cell]:
        """The progress strip."""
        return cells(self.entries, self.position)

    @property
    def verbatim(self) -> list[Segment]:
        """The sentence of the current claim, with the words of the claim as filled segments."""
        if self.current is None:
            return []
        place, text = self.current.place, self.version.text
        assert isinstance(place, Appearance)  # noqa: S101 - the current entry is whole
        start, end = min(place.sentence_start, place.start), max(place.sentence_end, place.end)
        return segments(text, start, end, [Layer("", None, "open", self.current.content)])

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
        spans = [span for entry in entries for span in entry.marked]
        return [line for line in self.lines if line.holds(spans)]


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
    entries, aside = entries_of(Q(version=version))
    current = _current(user, entries, aside, wanted, after)
    return _assembled(article, version, entries, aside, whole(current, user) if current else None)


def bench_ahead(user: User, article: Article, *, after: UUID, decided: AbstractSet[UUID]) -> Bench | None:
    """Return the workbench as it will be when `after` and `decided` are decided, None if that is all.

    Only looks: no lease is taken for a claim that nobody has seen yet.
    """
    version = article.versions.order_by("-number").first()
    if version is None:
        return None
    entries, aside = entries_of(Q(version=version))
    gone = decided | {after}
    current = _next(user, entries, after, gone)
    if current is None:
        return None
    found = _assembled(article, version, entries, aside, whole(current, user))
    found.gone = gone
    return found


def bench_around(
    user: User,
    claim: Claim,
    *,
    wanted: UUID | None = None,
    after: UUID | None = None,
    shown: UUID | None = None,
    article: UUID | None = None,
) -> Bench | None:
    """Return the workbench of the text in which `claim` stands: that of `article`, else the latest, or None.

    As `bench`, with a query less: the text comes with the current claim. `shown` is what the person looks at
    already; it goes before what comes after `after` as long as it still waits for them.
    """
    texts = ArticleVersion.objects.filter(appearances__claim=claim, appearances__removed_at=None).order_by(
        Case(When(article=article, then=0), default=1), "-captured_at", "-number"
    )
    entries, aside = entries_of(Q(version=Subquery(texts.values("pk")[:1])))
    waits = next((entry for entry in entries if entry.claim.pk == shown and _for(user, entry)), None)
    current = waits or _current(user, entries, aside, wanted, after)
    if current is None:
        return None
    current = whole(current, user)
    assert isinstance(current.place, Appearance)  # noqa: S101 - what whole() gives
    version = current.place.version
    return _assembled(version.article, version, entries, aside, current)


def _assembled(
    article: Article,
    version: ArticleVersion,
    entries: list[Entry],
    aside: list[Entry],
    current: Entry | None,
) -> Bench:
    found = Bench(article, version, entries, aside, current)
    found.lines = lines_of(version, entries, aside, current)
    return found


def _current(
    user: User, entries: list[Entry], aside: list[Entry], wanted: UUID | None, after: UUID | None
) -> Entry | None:
    """Return `wanted`, else the next open claim in the order of the text that is free for `user`."""
    by_key = {entry.claim.pk: entry for entry in [*entries, *aside]}
    if wanted in by_key:
        return by_key[wanted]
    return _next(user, entries, after) or next(iter(entries[-1:]), None)


def _next(
    user: User, entries: list[Entry], after: UUID | None, gone: AbstractSet[UUID] = frozenset()
) -> Entry | None:
    """Return the open claim behind `after` that is free for `user`, else any open one; none of `gone`."""
    keys = [entry.claim.pk for entry in entries]
    at = keys.index(after) + 1 if after in keys else 0
    waiting = [entry for entry in entries[at:] + entries[:at] if entry.open and entry.claim.pk not in gone]
    return next(iter([entry for entry in waiting if _for(user, entry)] or waiting), None)


def _for(user: User, entry: Entry) -> bool:
    """Return whether the claim waits for `user`: nobody else is on it, or was asked to be."""
    asked_by_me = entry.claim.second_opinion and entry.claim.changed_by_id == user.pk
    return entry.open and not asked_by_me and not held_by_other(entry.claim, user)
