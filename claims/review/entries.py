"""The claims of one text, in its order: what the page needs of each, read in one light query.

An article may hold hundreds of claims, and each answer of the workbench reads them all. So only the current
one is a row of its model, with everything its card shows; of the others come the columns that marks, margin
and progress need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from claims.models import Appearance, Claim, User
from claims.states import RejectReason, Review
from claims.together.selectors import tallies

from .marks import Span

HIDDEN = (RejectReason.SPLIT, RejectReason.WITHDRAWN, RejectReason.MERGED)  # their place is taken by others


class Brief(NamedTuple):
    """What the page needs of a claim that is not current; named as the columns of the claim are."""

    pk: UUID
    review_state: str
    set_aside: bool
    second_opinion: bool
    changed_by_id: UUID | None
    lease_holder_id: UUID | None
    lease_until: datetime | None
    unverified_note: str
    statement: str
    worth_reason: str
    worth: float
    version: int
    high_stakes: bool


class Spot(NamedTuple):
    """Where such a claim stands; named as the columns of the appearance are."""

    pk: UUID
    start: int
    end: int
    spans: list[list[int]]
    source_spans: list[list[int]]
    cue_spans: list[list[int]]
    exact: str


@dataclass(frozen=True)
class Entry:
    """One claim of the article: the claim, where it stands, its number on the page (None: set aside).

    A claim that took another one in may stand in several places; `place` is the first.
    """

    claim: Claim | Brief
    place: Appearance | Spot
    number: int | None
    further: tuple[Spot, ...] = ()
    article_id: UUID | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.number is not None and self.claim.review_state == Review.EXTRACTED

    @property
    def own_voice(self) -> bool:
        """Whether the outlet says it itself, nobody else. Known of the current claim only."""
        if not isinstance(self.claim, Claim):
            return False
        source = self.claim.source
        return source.kind == "outlet" if source else self.claim.attribution == "none"

    @property
    def edit_url(self) -> str:
        """Where the claim is edited."""
        return reverse("claims:claim-edit", args=[self.claim.pk])

    @property
    def bench_url(self) -> str:
        """Where the workbench shows it."""
        return f"{reverse('claims:workbench', args=[self.article_id])}?claim={self.claim.pk}"

    @property
    def state(self) -> str:
        """The state its marks show: open, accepted, rejected or aside."""
        if self.number is None:
            return "aside"
        return "open" if self.open else str(self.claim.review_state)

    @property
    def places(self) -> tuple[Appearance | Spot, ...]:
        """All places where it stands, the first one ahead."""
        return (self.place, *self.further)

    @property
    def content(self) -> tuple[Span, ...]:
        """The words of the claim, in all its places."""
        return tuple(span for at in self.places for span in spans_of(at.spans) or ((at.start, at.end),))

    @property
    def marked(self) -> list[list[int]]:
        """All pieces of text that a mark of it lies on: content, source, cue."""
        return [
            span
            for at in self.places
            for span in [*(at.spans or [[at.start, at.end]]), *at.source_spans, *at.cue_spans]
        ]


def entries_of(text: Q) -> tuple[list[Entry], list[Entry]]:
    """Return the offered claims with their numbers in text order, and those set aside.

    `text` chooses the appearances of one version. One query.
    """
    columns = [*Spot._fields, *(f"claim__{name}" for name in Brief._fields)]
    rows = Appearance.objects.filter(text).exclude(claim__reject_reason__in=HIDDEN)
    width = len(Spot._fields)
    offered: list[Entry] = []
    aside: list[Entry] = []
    number = count(1)
    found = [(Spot(*row[:width]), Brief(*row[width:])) for row in rows.values_list(*columns)]
    places: dict[UUID, list[Spot]] = {}
    claims: dict[UUID, Brief] = {}
    for spot, claim in sorted(found, key=_in_text_order):
        places.setdefault(claim.pk, []).append(spot)
        claims[claim.pk] = claim
    for key, (first, *further) in places.items():
        claim = claims[key]
        if claim.set_aside and claim.review_state == Review.EXTRACTED:
            aside.append(Entry(claim, first, None, tuple(further)))
        else:
            offered.append(Entry(claim, first, next(number), tuple(further)))
    return offered, aside


def whole(entry: Entry, user: User) -> Entry:
    """Return the entry with its rows: the claim with people and source, the place with text and article,
    and how much was said of the claim that `user` has not read."""
    rows = Appearance.objects.select_related(
        "version__article__outlet",
        "placed_by",
        "claim__source",
        "claim__reviewed_by",
        "claim__lease_holder",
        "claim__changed_by",
        "claim__machine_opinion",
    )
    place = rows.annotate(**tallies(user, "claim")).get(pk=entry.place.pk)
    return replace(entry, claim=place.claim, place=place, article_id=place.version.article_id)


def _in_text_order(row: tuple[Spot, Brief]) -> tuple[Any, ...]:
    """Order by place; of two claims with one envelope, that whose words stand earlier is first."""
    place, claim = row
    spans = spans_of(place.spans) or ((place.start, place.end),)
    covered = sum(end - start for start, end in spans)
    middle = sum((start + end) / 2 * (end - start) for start, end in spans) / covered if covered else 0.0
    return place.start, place.end, middle, str(claim.pk)


def spans_of(stored: list[list[int]]) -> tuple[Span, ...]:
    """Return spans as they are stored in JSON as pairs of numbers."""
    return tuple((int(start), int(end)) for start, end in stored)
