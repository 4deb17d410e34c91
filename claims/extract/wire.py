"""Extraction results as plain data for JSON lines; offsets in code points, end exclusive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claims.extract.attributions.attribution import merge_continuations
from claims.extract.types import Attribution, ClaimDraft, Extraction, Quantity, Span


def to_wire(article_id: str, extraction: Extraction) -> dict[str, Any]:
    """Return one output line of the extract command as plain data."""
    return {
        "id": article_id,
        "version": extraction.version,
        "attributions": [attribution_to_wire(a) for a in merge_continuations(extraction.attributions)],
        "claims": [claim_to_wire(c) for c in extraction.claims],
        "notes": [
            {"start": n.start, "end": n.end, "text": n.text, "kind": n.kind, "claims": list(n.claims)}
            for n in extraction.notes
        ],
        "facts": dict(extraction.facts),
    }


def attribution_to_wire(attribution: Attribution) -> dict[str, Any]:
    """Return an attribution as plain data."""
    return {
        "content": _spans(attribution.content),
        "source": _spans(attribution.source) if attribution.source else None,
        "cue": _spans(attribution.cue) if attribution.cue else None,
        "type": attribution.type,
    }


def claim_to_wire(claim: ClaimDraft) -> dict[str, Any]:
    """Return a claim as plain data; the outlet's own voice has no source and kind "outlet"."""
    speaker = claim.speaker
    return {
        "start": claim.start,
        "end": claim.end,
        "spans": _spans(claim.spans),
        "canonical": claim.canonical,
        "source": claim.source,
        "source_canonical": speaker.canonical if speaker else None,
        "source_kind": speaker.kind if speaker else "outlet",
        "source_role": speaker.role if speaker else "",
        "source_organisation": speaker.organisation if speaker else "",
        "via": list(claim.via),
        "cue": claim.cue,
        "attribution": claim.attribution,
        "quantities": [quantity_to_wire(q) for q in claim.quantities],
        "event_date": claim.event_date,
        "place": claim.place,
        "modality": claim.modality,
        "check_worthy": claim.check_worthy,
        "worth_reason": claim.worth_reason,
        "confidence": claim.confidence,
        "unverified_note": claim.unverified_note is not None,
    }


def quantity_to_wire(quantity: Quantity) -> dict[str, Any]:
    """Return a quantity as plain data; a range has a pair for its value."""
    low, high = _plain(quantity.low), _plain(quantity.high)
    return {
        "value": low if low == high else [low, high],
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "text": quantity.text,
        "start": quantity.start,
        "end": quantity.end,
    }


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [list(span) for span in spans]
