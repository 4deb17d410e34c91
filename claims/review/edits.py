"""Changes to what a claim says: its statement, source, figures, date and place.

What the machine gave stays in ExtractedClaim; an edit is an overlay, with before and after on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from claims import record, rematch
from claims.models import AuditEntry, Claim, Quantity, Source, User
from claims.models.source import SourceKind

from .chains import Chain, chain_set
from .decisions import not_half_decided, still_here


@dataclass(frozen=True)
class Figure:
    """A quantity as a person typed it."""

    low: Decimal
    high: Decimal
    unit: str = ""
    qualifier: str = "exact"
    text: str = ""
    object: str = ""
    measure: str = ""
    preliminary: bool = False


@dataclass(frozen=True)
class Edit:
    """Everything of a claim that people may change."""

    statement: str
    source: Source | None
    figures: tuple[Figure, ...] = ()
    event_from: date | None = None
    event_to: date | None = None
    place: str = ""
    chain: Chain | None = None  # None: as it is


def claim_edit(*, user: User, claim: Claim, edit: Edit, version: int | None = None) -> AuditEntry:
    """Write what a person changed; the claim stays in its state. Raises Conflict, CannotDecide."""
    record.expect_version(claim, version)
    still_here(claim)
    not_half_decided(claim)
    extra = _beside(claim, edit)
    rematch.claims_again([claim])
    return record.change(
        claim,
        actor=user,
        action="claim.edit",
        extra=extra,
        statement=edit.statement,
        source=edit.source,
        attribution=attribution_of(claim, edit.source),
        event_from=edit.event_from,
        event_to=edit.event_to or edit.event_from,
        place=edit.place,
    )


def claim_source_use(*, user: User, claim: Claim, source: Source, version: int | None = None) -> AuditEntry:
    """Give the locked `claim` another source and leave all else as it is. Raises Conflict, CannotDecide."""
    figures = tuple(
        Figure(**{name: getattr(row, name) for name in Figure.__dataclass_fields__})
        for row in claim.quantities.all()
    )
    edit = Edit(
        statement=claim.statement,
        source=source,
        figures=figures,
        event_from=claim.event_from,
        event_to=claim.event_to,
        place=claim.place,
    )
    return claim_edit(user=user, claim=claim, edit=edit, version=version)


def _beside(claim: Claim, edit: Edit) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Write figures and chain; returns what of them changed, before and after, None when nothing did."""
    before = [figure_data(row) for row in claim.quantities.all()]
    after = [typed_data(figure) for figure in edit.figures]
    found: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    if before != after:
        set_quantities(claim, after)
        found = ({"quantities": before}, {"quantities": after})
    chain = chain_set(claim, edit.chain) if edit.chain else None
    if chain:
        found = (found[0] | chain[0], found[1] | chain[1])
    return found if found[1] else None


def attribution_of(claim: Claim, source: Source | None) -> str:
    """Return the kind of attribution: none in an outlet's own voice, else as found, indirect if new."""
    if source is None or source.kind == SourceKind.OUTLET:
        return "none"
    return "indirect" if claim.attribution == "none" else claim.attribution


def figure_data(row: Quantity) -> dict[str, Any]:
    """Return a quantity as the record keeps it."""
    return {
        "low": f"{row.low.normalize():f}",
        "high": f"{row.high.normalize():f}",
        "unit": row.unit,
        "object": row.object,
        "qualifier": row.qualifier,
        "measure": row.measure,
        "preliminary": row.preliminary,
        "text": row.text,
    }


def typed_data(figure: Figure) -> dict[str, Any]:
    """Return a figure as the record keeps it."""
    return figure_data(Quantity(**{name: getattr(figure, name) for name in Figure.__dataclass_fields__}))


def set_quantities(claim: Claim, rows: Sequence[dict[str, Any]]) -> None:
    """Replace the quantities of a claim by `rows` (as `figure_data` gives them)."""
    claim.quantities.all().delete()
    Quantity.objects.bulk_create(
        Quantity(claim=claim, position=position, **row) for position, row in enumerate(rows)
    )
