"""A claim in short: its print line, and the origins behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from claims.models import Claim
from claims.models.source import SourceKind
from claims.states import EvidenceState, Relation, Verdict

from .candidates import voice_of
from .meaning.voices import same_voice
from .origins import Carrier
from .places import Item, Place, items_of
from .printline import Line, print_line

SUPPORTS = frozenset({Relation.REPEATS, Relation.CORROBORATES})
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


def carriers_of(claim: Claim, places: Sequence[Place], items: Sequence[Item]) -> list[Carrier]:
    """Return the articles that carry the claim: its own places, and confirmed repetitions and support."""
    home = ""
    found: list[Carrier] = []
    for place in places:
        carrier = _carrier(place, claim, "")
        home = home or carrier.origin
        found.append(carrier)
    for item in items:
        row = item.row
        if row.state == EvidenceState.CONFIRMED and row.relation in SUPPORTS and row.other and item.place:
            shared = row.relation == Relation.REPEATS or _one_origin(claim, row.other)
            found.append(_carrier(item.place, row.other, home if shared else ""))
    return found


def _one_origin(claim: Claim, other: Claim) -> bool:
    return same_voice(voice_of(claim.source), voice_of(other.source))


def _carrier(place: Place, claim: Claim, origin: str) -> Carrier:
    article = place.row.version.article
    source = claim.source
    if source is not None and source.kind != SourceKind.OUTLET:
        source = source.merged_into or source
        return Carrier(place.outlet, origin or str(source.pk), source.name, source.party_to, article.agency)
    own = article.agency or place.outlet
    return Carrier(place.outlet, origin or own.casefold(), own, agency=article.agency)
