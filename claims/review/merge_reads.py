"""What a claim may be merged into: its neighbours in the article, and earlier claims of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from claims.access import visible_to
from claims.models import Appearance, Claim, Quantity, User
from claims.states import Review

from . import selectors
from .worddiff import Piece, marked
from .workbench import Bench

NEIGHBOURS = 3  # on either side
FOUND = 8
WORDS = 8  # of a search


@dataclass(frozen=True)
class Option:
    """A claim to merge with: its words with the difference marked, its figures, how they compare."""

    claim: Claim
    number: int | None
    outlet: str
    pieces: list[Piece]
    figures: Sequence[Quantity]
    outcome: str
    words: str


def neighbours(found: Bench) -> list[Option]:
    """Return the claims that stand next to the current one in the article, in the order of the text."""
    claim = found.claim
    if claim is None or found.position < 0:
        return []
    low, high = found.position - NEIGHBOURS, found.position + NEIGHBOURS + 1
    near = [
        entry
        for entry in found.entries[max(0, low) : high]
        if entry.claim.pk != claim.pk and entry.claim.review_state != Review.REJECTED
    ]
    numbers = {entry.claim.pk: entry.number for entry in near}
    whole = Claim.objects.select_related("source").in_bulk(list(numbers))
    rows = options(claim, [whole[key] for key in numbers])
    return [Option(**{**vars(row), "number": numbers[row.claim.pk], "outlet": ""}) for row in rows]


def like(found: Bench) -> list[Option]:
    """Return claims of the desk with a similar statement that are no neighbours, the most alike first."""
    claim = found.claim
    if claim is None:
        return []
    here = {entry.claim.pk for entry in found.entries}
    rows = [item.claim for item in selectors.similar(claim, limit=FOUND)]
    return options(claim, [row for row in rows if row.pk not in here])


def searched(user: User, claim: Claim, q: str) -> list[Option]:
    """Return the claims of the desk whose statement or source holds every word of `q`, the newest first."""
    rows = visible_to(user, Claim).filter(desk_id=claim.desk_id).exclude(pk=claim.pk)
    rows = with_outlet(rows.exclude(review_state=Review.REJECTED))
    for word in q.split()[:WORDS]:
        rows = rows.filter(Q(statement__icontains=word) | Q(source__name__icontains=word))
    return options(claim, list(rows.select_related("source").order_by("-created_at", "id")[:FOUND]))


def with_outlet(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return the claims with `outlet_name`, of the article they stood in last."""
    places = Appearance.objects.filter(claim=OuterRef("pk")).order_by("-version__captured_at")
    return rows.annotate(outlet_name=Subquery(places.values("version__article__outlet__name")[:1]))


def options(claim: Claim, others: Iterable[Claim]) -> list[Option]:
    """Return `others` as options for `claim`, in the order given, with one query for all figures."""
    rows = list(others)
    figures = selectors.quantities_of([claim, *rows])
    compared = selectors.compared(claim, [selectors.Similar(row, "", "") for row in rows], figures)
    return [
        Option(
            claim=item.claim,
            number=None,
            outlet=getattr(item.claim, "outlet_name", "") or "",
            pieces=marked(claim.statement, item.claim.statement),
            figures=figures.get(item.claim.pk, ()),
            outcome=item.outcome,
            words=item.words,
        )
        for item in compared
    ]
