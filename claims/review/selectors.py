"""Reads of the review room: what is still to be decided, and what a claim's forms start with."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from claims.access import visible_to
from claims.models import Article, Claim, Source, User
from claims.states import RejectReason, Review
from claims.web.vocabulary import REJECT_REASON

from .edits import Part, figure_data, proposed_parts

COUNT_LIMIT = 1000
QUANTITY_ROWS = 3


def open_review_count(user: User) -> int:
    """Return how many claims wait for a decision on the person's desk, counted up to COUNT_LIMIT."""
    rows = visible_to(user, Claim).filter(review_state=Review.EXTRACTED, set_aside=False)
    return rows.order_by().values("pk")[:COUNT_LIMIT].count()


def article_of(claim: Claim) -> Article:
    """Return the article in which the claim stands (the latest captured, if in several)."""
    return (
        Article.objects.filter(versions__appearances__claim=claim)
        .select_related("outlet")
        .order_by("-versions__captured_at")[:1]
        .get()
    )


def own_voice_of(claim: Claim) -> Source | None:
    """Return the source that stands for the outlet in which the claim stands."""
    return Source.objects.filter(outlet__articles__versions__appearances__claim=claim).first()


def reason_words(reason: str) -> str:
    """Return a reject reason in words."""
    return REJECT_REASON[reason].label.lower() if reason in set(RejectReason) else "no reason"


def similar(claim: Claim, limit: int = 3) -> list[Claim]:
    """Return other claims of the desk with a similar statement, the most alike first (by trigram index)."""
    return list(
        Claim.objects.filter(desk_id=claim.desk_id, statement__trigram_similar=claim.statement)
        .exclude(Q(pk=claim.pk) | Q(review_state=Review.REJECTED))
        .annotate(alike=TrigramSimilarity("statement", claim.statement))
        .filter(alike__gte=0.4)
        .select_related("source")
        .order_by("-alike")[:limit]
    )


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


def quantity_rows(claim: Claim, form: Any) -> list[dict[str, Any]]:
    """Return the rows of quantities for the form: as typed if it was sent, else as stored, then empty ones."""
    if form is not None and form.is_bound:
        typed = [_typed_row(form, number) for number in range(6) if f"value_{number}" in form.data]
        if typed:
            return typed
    stored = [figure_data(row) for row in claim.quantities.all()]
    rows = [{**row, "value": _value(row)} for row in stored]
    blank = {"value": "", "unit": "", "qualifier": "exact", "text": ""}
    return [*rows, *[dict(blank) for _ in range(max(1, QUANTITY_ROWS - len(rows)))]]


def _typed_row(form: Any, number: int) -> dict[str, Any]:
    names = {"value": "value", "unit": "unit", "qualifier": "qualifier", "text": "words"}
    row = {key: form.data.get(f"{name}_{number}", "") for key, name in names.items()}
    problems = [
        error for error in form.non_field_errors().as_data() if error.code == f"value_{number}"
    ]
    return {**row, "error": problems[0].message if problems else ""}


def _value(row: dict[str, Any]) -> str:
    return str(row["low"]) if row["low"] == row["high"] else f"{row['low']}–{row['high']}"


def first_cut(claim: Claim) -> list[Part]:
    """Return the parts that the split form proposes."""
    place = claim.appearances.select_related("version").first()
    return proposed_parts(claim, place) if place else []
