"""Where claims stand and what bears on them, with outlet and sentence: a few queries for many claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, Greatest, Substr

from claims.models import Appearance, ArticleVersion, Claim, Evidence, TextPrint
from claims.states import EvidenceState

from . import sides

DECIDED = (EvidenceState.CONFIRMED, EvidenceState.DISMISSED)


@dataclass(frozen=True)
class Place:
    """Where a claim stands: the article, the sentence, and the quoted words in it."""

    row: Appearance
    sentence: str
    pieces: list[sides.Piece]

    @property
    def outlet(self) -> str:
        """The outlet's name, or words for an unknown one."""
        outlet = self.row.version.article.outlet
        return outlet.name if outlet else "Outlet not known"


@dataclass(frozen=True)
class Item:
    """A piece of evidence with the places of the other claim, for the timeline and the comparison."""

    row: Evidence
    place: Place | None
    outlet: str

    @property
    def proposed(self) -> bool:
        """Whether it waits for a person's decision."""
        return bool(self.row.state == EvidenceState.PROPOSED)


def items_of(
    claims: Iterable[Claim], proposals: Collection[UUID] = ()
) -> tuple[dict[UUID, list[Item]], dict[UUID, list[Place]]]:
    """Return the evidence of each claim by arrival, and where the claims themselves stand (3 queries).

    Of what is only proposed just the rows of `proposals`: there may be thousands. The quantities of the
    claims and of the others come along, and with each place the print of its text.
    """
    claims = list(claims)
    ids = [claim.pk for claim in claims]
    rows = list(
        Evidence.objects.filter(claim__in=ids)
        .filter(Q(state__in=DECIDED) | Q(pk__in=proposals, state=EvidenceState.PROPOSED))
        .select_related("other__source__merged_into", "version__article__outlet", "decided_by", "proposed_by")
        .select_related("document", "page__outlet", "source__merged_into")
        .annotate(has_text=Exists(ArticleVersion.objects.filter(article=OuterRef("page"))), cluster=_CLUSTER)
        .defer("version__text")
        .order_by("created_at", "id")
    )
    prefetch_related_objects([*claims, *(row.other for row in rows if row.other)], "quantities")
    places = places_of([*ids, *(row.other_id for row in rows if row.other_id)])
    found: dict[UUID, list[Item]] = defaultdict(list)
    for row in rows:
        found[row.claim_id].append(_item(row, places))
    return found, places


# The group of texts that a piece of evidence belongs to, of which somebody says whose it is.
_PRINTS = TextPrint.objects.filter(cluster__isnull=False).order_by("version__captured_at").values("cluster")
_CLUSTER = Coalesce(
    Subquery(_PRINTS.filter(version=OuterRef("version"))[:1]),
    Subquery(_PRINTS.filter(version__article=OuterRef("page"))[:1]),
)


def _item(row: Evidence, places: dict[UUID, list[Place]]) -> Item:
    there = places.get(row.other_id, []) if row.other_id else []
    place = there[0] if there else None
    outlet = place.outlet if place else ""
    read = row.version.article if row.version else row.page
    if read is not None and read.outlet is not None:
        outlet = read.outlet.name
    return Item(row, place, outlet)


def places_of(ids: Sequence[UUID]) -> dict[UUID, list[Place]]:
    """Return where claims stand, first captured first (1 query)."""
    found: dict[UUID, list[Place]] = {}
    for row in with_sentence(Appearance.objects.filter(claim__in=ids)):
        found.setdefault(row.claim_id, []).append(place_of(row))
    return found


def place_of(row: Any) -> Place:
    """Return the place of an appearance that was read by `with_sentence`."""
    words = row.sentence or row.exact
    at = row.sentence_start if row.sentence else row.start
    spans = [(start - at, end - at) for start, end in row.spans or [[row.start, row.end]]]
    return Place(row, words, sides.quoted(words, spans))


def with_sentence(rows: QuerySet[Appearance]) -> QuerySet[Any]:
    """Let the database cut each sentence out of the text: the text itself is not read."""
    return (
        rows.select_related("version__article__outlet", "version__text_print")
        .defer("version__text")
        .annotate(
            sentence=Substr(
                "version__text",
                F("sentence_start") + 1,
                Greatest(F("sentence_end") - F("sentence_start"), Value(0)),
            )
        )
        .order_by("version__captured_at", "start")
    )
