"""The print line of a claim for an edition, by the same rules as on the claim page."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from claims.models import Assessment, Claim
from claims.models.source import SourceKind
from claims.states import AttributionVerdict, EvidenceState, Relation, Verdict
from claims.verify.printline import Line, print_line

# Whose evidence the sentence names, by the verdict that rests on it.
DECIDING: dict[str, str] = {
    Verdict.CORROBORATED: Relation.CORROBORATES,
    Verdict.DISPUTED: Relation.CONTRADICTS,
}


def line_of(claim: Claim, verdict: Assessment | None, as_of: datetime) -> str:
    """Return the sentence an editor can paste into copy, as of `as_of` in the newsroom's zone."""
    seen = next(iter(claim.appearances.all()), None)
    outlet = seen.version.article.outlet if seen else None
    source = claim.source
    own_voice = source is None or (outlet is not None and source.outlet_id == outlet.pk)
    held = verdict.verdict if verdict else str(Verdict.UNASSESSED)
    line = Line(
        statement=claim.statement,
        source="" if own_voice or source is None else source.name,
        person=source is not None and source.kind == SourceKind.PERSON,
        outlet=outlet.name if outlet else "",
        verdict=held,
        attribution_verdict=(verdict.attribution_verdict if verdict else str(AttributionVerdict.UNCHECKED)),
        noted=bool(claim.unverified_note),
        others=_others(claim, held),
        text=seen.version.text if seen else "",
    )
    return print_line(line, timezone.localtime(as_of, timezone.get_default_timezone()))


def _others(claim: Claim, verdict: str) -> list[str]:
    """Return the sources of the confirmed evidence that decides the verdict."""
    return [
        row.other.source.name
        for row in claim.evidence.all()
        if row.state == EvidenceState.CONFIRMED
        and row.relation == DECIDING.get(verdict)
        and row.other
        and row.other.source
    ]
