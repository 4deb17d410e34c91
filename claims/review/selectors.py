"""Reads of the review room: what is still to be decided, and what a claim's card and forms start with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from claims.access import visible_to
from claims.models import Appearance, Article, ArticleVersion, Claim, Quantity, Source, User
from claims.states import RejectReason, Review
from claims.web.templatetags.figures import figure
from claims.web.vocabulary import REJECT_REASON

from .edits import figure_data
from .splits import Part, proposed_parts

COUNT_LIMIT = 1000
QUANTITY_ROWS = 6
ALIKE = 0.4  # trigram similarity from which two statements are worth comparing


def open_review_rows(user: User) -> QuerySet[Claim, Any]:
    """Return the keys of the claims that wait for a decision on the person's desk, COUNT_LIMIT at most."""
    rows = visible_to(user, Claim).filter(review_state=Review.EXTRACTED, set_aside=False)
    return rows.order_by().values("pk")[:COUNT_LIMIT]


def has_claims(user: User) -> bool:
    """Whether there is any claim this person sees, decided or not."""
    return visible_to(user, Claim).exists()


def version_of(claim: Claim, article: UUID | None = None) -> ArticleVersion:
    """Return the text in which the claim stands, with its article: that of `article`, else the latest."""
    rows = (
        ArticleVersion.objects.filter(appearances__claim=claim, appearances__removed_at=None)
        .select_related("article__outlet")
        .order_by("-captured_at", "-number")
    )
    version = rows.filter(article=article).first() if article else None
    version = version or rows.first()
    if version is None:
        raise Http404("The claim stands in no article.")
    return version


def article_of(claim: Claim) -> Article:
    """Return the article in which the claim stands (the latest captured, if in several)."""
    return version_of(claim).article


def place_of(claim: Claim) -> Appearance | None:
    """Return where the claim stands in its latest text, with that text."""
    return claim.appearances.select_related("version__article").order_by("-version__captured_at").first()


def own_voice_of(article: Article) -> Source | None:
    """Return the source that stands for the outlet of the article, None while it is not known."""
    return Source.objects.filter(outlet=article.outlet_id).first() if article.outlet_id else None


def reason_words(reason: str) -> str:
    """Return a reject reason in words."""
    return REJECT_REASON[reason].label.lower() if reason in set(RejectReason) else "no reason"


@dataclass(frozen=True)
class Similar:
    """Another claim with a similar statement, and how its figure compares: "same", "differs" or ""."""

    claim: Claim
    outcome: str
    words: str


def similar(claim: Claim, limit: int = 3) -> list[Similar]:
    """Return other claims of the desk with a similar statement, the most alike first (by trigram index)."""
    outlet = Appearance.objects.filter(claim=OuterRef("pk")).order_by("-version__captured_at")
    rows = (
        Claim.objects.filter(desk_id=claim.desk_id, statement__trigram_similar=claim.statement)
        .exclude(Q(pk=claim.pk) | Q(review_state=Review.REJECTED))
        .annotate(
            alike=TrigramSimilarity("statement", claim.statement),
            outlet_name=Subquery(outlet.values("version__article__outlet__name")[:1]),
        )
        .filter(alike__gte=ALIKE)
        .select_related("source")
        .order_by("-alike", "id")[:limit]
    )
    return [Similar(row, "", "") for row in rows]


def quantities_of(claims: Iterable[Claim]) -> dict[UUID, list[Quantity]]:
    """Return the quantities of several claims in one query."""
    found: dict[UUID, list[Quantity]] = {}
    for row in Quantity.objects.filter(claim__in=[claim.pk for claim in claims]).order_by("position"):
        found.setdefault(row.claim_id, []).append(row)
    return found


def compared(
    claim: Claim, others: Sequence[Similar], figures: Mapping[UUID, Sequence[Quantity]]
) -> list[Similar]:
    """Return `others` with the outcome of comparing their first figure of the same unit with the claim's."""
    mine = figures.get(claim.pk, ())
    return [_compare(other.claim, mine, figures.get(other.claim.pk, ())) for other in others]


def _compare(other: Claim, mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> Similar:
    pairs = [(a, b) for a in mine for b in theirs if a.unit and a.unit == b.unit]
    if not pairs:
        return Similar(other, "", "")
    if any((a.low, a.high) == (b.low, b.high) for a, b in pairs):
        return Similar(other, "same", "Same figure")
    change = pairs[0][1].low - pairs[0][0].low
    sign = "+" if change > 0 else "−"
    return Similar(other, "differs", f"Differs, {sign}{figure(abs(change))}" if change else "Differs")


def edit_initial(claim: Claim) -> dict[str, Any]:
    """Return what the edit form shows first."""
    own = claim.source is None or claim.source.kind == "outlet"
    return {
        "statement": claim.statement,
        "source_name": "" if own or claim.source is None else claim.source.name,
        "source_id": None if own else claim.source_id,
        "source_kind": "person" if own or claim.source is None else claim.source.kind,
        "event_from": claim.event_from,
        "event_to": claim.event_to,
        "place": claim.place,
    }


BLANK = {
    "value": "",
    "unit": "",
    "qualifier": "exact",
    "words": "",
    "object": "",
    "measure": "",
    "preliminary": "",
}


def quantity_rows(claim: Claim, form: Any) -> list[dict[str, Any]]:
    """Return the rows of quantities for the form: as typed if it was sent, else as stored; and a blank."""
    return rows_of(() if form.is_bound else claim.quantities.all(), form)


def rows_of(figures: Iterable[Quantity], form: Any = None) -> list[dict[str, Any]]:
    """Return the rows of a form for `figures`, or as they were typed in a form that was sent; and a blank."""
    if form is not None and form.is_bound:
        rows = [_typed_row(form, number) for number in range(QUANTITY_ROWS)]
        rows = [row for row in rows if row["value"] or row["unit"]]
    else:
        rows = [_stored_row(row) for row in figures]
    return [*rows, dict(BLANK)][:QUANTITY_ROWS]


def _typed_row(form: Any, number: int) -> dict[str, Any]:
    row = {name: form.data.get(f"{name}_{number}", "") for name in BLANK}
    errors = form.non_field_errors().as_data()
    problem = next((error.message for error in errors if error.code == f"value_{number}"), "")
    return {**row, "error": problem}


def _stored_row(stored: Quantity) -> dict[str, Any]:
    data = figure_data(stored)
    low, high = (figure(Decimal(data[name])) for name in ("low", "high"))
    return {
        **data,
        "value": low if low == high else f"{low}–{high}",
        "words": data["text"],
        "preliminary": "yes" if data["preliminary"] else "",
    }


def first_cut(claim: Claim) -> list[Part]:
    """Return the parts that the split form proposes."""
    place = place_of(claim)
    return proposed_parts(claim, place) if place else []
