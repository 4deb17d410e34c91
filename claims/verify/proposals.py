"""Open proposals on one claim, those of one origin as one: a wire report in fourteen outlets is one card.

They are read light (one query, the strongest first), so that thousands of them cost no more than a few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from claims.models import Appearance, Evidence
from claims.models.proposed import SURE
from claims.models.source import SourceKind
from claims.states import EvidenceState

READ = 500  # open proposals of one claim that are looked at, and decided together, at once
ROWS = 12  # of a group, on a page of its folded list


@dataclass(frozen=True)
class Light:
    """An open proposal with what tells whether it is one with another, and what its line in a list shows."""

    pk: UUID
    relation: str
    score: float | None
    reason: str
    created_at: datetime
    other: UUID
    statement: str
    figure: str  # the later figure that the matcher compared, "" for none
    source: UUID | None
    source_name: str
    source_kind: str
    outlet: str
    text: UUID | None  # the cluster of articles that carry one text
    row: str | None  # the key of claims that say the same in the same words

    def keys(self) -> Iterator[tuple[str, ...]]:
        """Yield what it shares with proposals of the same origin that bear on the claim in the same way."""
        said = self.figure or self.statement.casefold()
        if self.row:
            yield "row", self.relation, self.row
        if self.text:
            yield "text", self.relation, str(self.text), said
        if self.source and self.figure and self.source_kind not in {SourceKind.OUTLET, SourceKind.ANONYMOUS}:
            yield "voice", self.relation, str(self.source), self.figure


@dataclass(frozen=True)
class Group:
    """Proposals of one origin, the strongest first."""

    rows: tuple[Light, ...]

    @property
    def lead(self) -> Light:
        """The one that stands for all."""
        return self.rows[0]

    @property
    def others(self) -> tuple[Light, ...]:
        """Those behind the lead."""
        return self.rows[1:]

    @property
    def weak(self) -> bool:
        """Whether none is sure enough for anybody to be told of it."""
        return all(row.score is not None and row.score < SURE for row in self.rows)

    @property
    def outlets(self) -> int:
        """How many outlets carry it."""
        return len({row.outlet for row in self.rows})

    @property
    def title(self) -> str:
        """What it says in short: "Air force: 277", or the statement where nothing is counted."""
        who = "" if self.lead.source_kind == SourceKind.OUTLET else self.lead.source_name
        return f"{who or self.lead.outlet}: {self.lead.figure or self.lead.statement}"

    def after(self, pk: UUID | None) -> tuple[Light, ...]:
        """Return the page of the folded list behind the row `pk`, the first page for None."""
        place = next((number for number, row in enumerate(self.rows) if row.pk == pk), 0)
        return self.rows[place + 1 : place + 1 + ROWS]


def groups_of(claim_id: UUID) -> list[Group]:
    """Return the open proposals on a claim in groups, the group with the strongest proposal first."""
    return grouped([_light(row) for row in _rows(claim_id)])


def grouped(rows: Sequence[Light]) -> list[Group]:
    """Return rows in groups: rows that share a key, or are tied by others that do, are one."""
    home: dict[tuple[str, ...], int] = {}
    parent = list(range(len(rows)))
    for number, row in enumerate(rows):
        for key in row.keys():  # noqa: SIM118 - not a mapping
            first = home.setdefault(key, number)
            low, high = sorted((_root(parent, first), _root(parent, number)))
            parent[high] = low
    found: dict[int, list[Light]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[_root(parent, number)].append(row)
    return [Group(tuple(members)) for members in found.values()]


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def group_with(groups: Iterable[Group], pk: UUID | None) -> Group | None:
    """Return the group that holds the proposal, None when there is none."""
    return next((group for group in groups if any(row.pk == pk for row in group.rows)), None)


def open_count(claim_id: UUID) -> int:
    """Return how many proposals on a claim are open."""
    return Evidence.objects.filter(claim=claim_id, state=EvidenceState.PROPOSED).count()


def _rows(claim_id: UUID) -> Iterable[Any]:
    place = Appearance.objects.filter(claim=OuterRef("other")).order_by("version__captured_at", "start")
    source = Coalesce("other__source__merged_into", "other__source")
    return (
        Evidence.objects.filter(claim=claim_id, state=EvidenceState.PROPOSED, other__isnull=False)
        .order_by(F("strength").desc(nulls_last=True), "created_at", "id")
        .values(
            "pk", "relation", "score", "reason", "created_at", "other", "details",
            statement=F("other__statement"),
            voice=source,
            source_name=Coalesce("other__source__merged_into__name", "other__source__name"),
            source_kind=Coalesce("other__source__merged_into__kind", "other__source__kind"),
            outlet=Subquery(place.values("version__article__outlet__name")[:1]),
            text=Subquery(place.values("version__text_print__cluster")[:1]),
            row=F("other__copy_row__key"),
        )[:READ]
    )  # fmt: skip


def _light(row: Any) -> Light:
    lines = (row["details"] or {}).get("lines") or [{}]
    return Light(
        pk=row["pk"],
        relation=row["relation"],
        score=row["score"],
        reason=row["reason"],
        created_at=row["created_at"],
        other=row["other"],
        statement=row["statement"],
        figure=str(lines[0].get("later", "")),
        source=row["voice"],
        source_name=row["source_name"] or "",
        source_kind=row["source_kind"] or SourceKind.OUTLET,
        outlet=row["outlet"] or "Outlet not known",
        text=row["text"],
        row=row["row"],
    )
