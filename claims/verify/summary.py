"""A claim in short: its print line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from claims.models import Claim
from claims.models.source import SourceKind
from claims.states import EvidenceState, Relation, Verdict

from .places import Item, Place, items_of
from .printline import Line, print_line

DECIDING = {Verdict.CORROBORATED: Relation.CORROBORATES, Verdict.DISPUTED: Relation.CONTRADICTS}


def print_lines(claims: Iterable[Claim], as_of: datetime) -> dict[UUID, str]:
    """Return the print line of each claim, as of `as_of` in the zone it carries (4 queries for any number).

    The claims should come with their source (`select_related("source")`).
    """
    claims = list(claims)
    items, places = items_of(claims)
    return {
        claim.pk: line_of(claim, places.get(claim.pk, []), items.get(claim.pk, []), as_of) for claim in claims
    }


def line_of(claim: Claim, places: Sequence[Place], items: Sequence[Item], as_of: datetime) -> str:
    """Return the print line of the claim as it stands, as of `as_of`."""
    source = claim.source
    own = source is None or source.kind == SourceKind.OUTLET
    deciding = DECIDING.get(Verdict(claim.verdict))
    others = [
        item.row.other.source.name if item.row.other and item.row.other.source else item.outlet
        for item in items
        if item.row.state == EvidenceState.CONFIRMED and item.row.relation == deciding
    ]
    return print_line(
        Line(
            statement=claim.statement,
            source="" if own or source is None else source.name,
            person=bool(source and source.kind == SourceKind.PERSON),
            outlet=places[0].outlet if places and places[0].row.version.article.outlet else "",
            verdict=claim.verdict,
            attribution_verdict=claim.attribution_verdict,
            noted=bool(claim.unverified_note),
            others=[name for name in others if name],
            text=" ".join(place.sentence for place in places),
        ),
        as_of,
    )
