"""From rows to the content of an edition: one dictionary that every format is made from.

docs/report-format.md describes the result. Nothing here asks the database: the rows come with what they
need already loaded (selectors.items_in_full), and the same rows always give the same content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from claims.models import Assessment, Claim, Report, ReportItem, User
from claims.seal import read as seal_read
from claims.states import AssessmentState, AttributionVerdict, EvidenceState, Verdict

from . import corrections
from .lines import line_of
from .parts import (
    appearance_of,
    assessment_of,
    event_of,
    evidence_of,
    exact,
    moment,
    name,
    quantity_of,
    source_of,
)

SCHEMA = "second-source/report/1"
Content = dict[str, Any]
SIDE_ORDER = ("for", "against", "context")


def canonical(content: Content) -> bytes:
    """Return the one spelling of `content` that is hashed: UTF-8, sorted keys, no spaces."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seal(content: Content) -> str:
    """Return the SHA-256 of the canonical spelling, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def spelled(around: Content, claims: Iterable[Content]) -> Iterator[bytes]:
    """Yield the canonical spelling of a content whose claims come one by one; "claims" is the first key."""
    yield b'{"claims":['
    for place, claim in enumerate(claims):
        yield (b"," if place else b"") + canonical(claim)
    rest = {key: value for key, value in around.items() if key != "claims"}
    yield b"]," + canonical(rest)[1:]


def standing(claim: Claim) -> Assessment | None:
    """Return the approved assessment of the claim (there is at most one), from its loaded assessments."""
    approved = (row for row in claim.assessments.all() if row.state == AssessmentState.APPROVED)
    return next(approved, None)


def content_of(
    report: Report,
    items: Sequence[ReportItem],
    *,
    number: int,
    as_of: datetime,
    by: User | None,
    previous: Content | None = None,
) -> Content:
    """Return the complete content of edition `number` of `report`; `previous` is that of the one before."""
    claims = [item_of(item, place, as_of) for place, item in enumerate(items, start=1)]
    return {
        **around_of(report, number=number, as_of=as_of, by=by),
        "tally": tally(claims),
        "corrections": corrections.carried(previous, claims, number=number, at=moment(as_of) or ""),
        "claims": claims,
    }


def item_of(item: ReportItem, place: int, as_of: datetime) -> Content:
    """Return what an edition says of one item of the report."""
    return claim_of(item.claim, place, as_of, note=item.note, sealed=getattr(item, "sealed", None))


def around_of(report: Report, *, number: int, as_of: datetime, by: User | None) -> Content:
    """Return what an edition says of itself: not its claims, nor what is counted and compared."""
    return {
        "schema": SCHEMA,
        "report": {
            "id": str(report.pk),
            "title": report.title,
            "introduction": report.introduction,
            "desk": report.desk.name,
        },
        "edition": {"number": number, "as_of": exact(as_of), "frozen_by": name(by)},
    }


def tally(claims: Iterable[Content]) -> list[Content]:
    """Return how many claims have which verdict, in the order of the vocabulary, without the zeros."""
    found = [claim["verdict"] for claim in claims]
    counts = [{"verdict": str(verdict), "claims": found.count(verdict)} for verdict in Verdict]
    return [row for row in counts if row["claims"]]


def claim_of(
    claim: Claim, position: int, as_of: datetime, *, note: str = "", sealed: Content | None = None
) -> Content:
    """Return all that an edition says of one claim; `sealed` is how its record stands (seal.SealOf)."""
    verdict = standing(claim)
    evidence = [evidence_of(row) for row in claim.evidence.all() if row.state == EvidenceState.CONFIRMED]
    return {
        "position": position,
        "id": str(claim.pk),
        "statement": claim.statement,
        "print_line": line_of(claim, verdict, as_of),
        "note": note,
        "source": source_of(claim.source) if claim.source else None,
        "attribution_type": claim.attribution,
        "modality": claim.modality,
        "appearances": [appearance_of(row, claim.source) for row in claim.appearances.all()],
        "quantities": [quantity_of(row) for row in claim.quantities.all()],
        "event": event_of(claim),
        "unverified_note": claim.unverified_note,
        "review": {
            "state": claim.review_state,
            "reason": claim.reject_reason,
            "by": name(claim.reviewed_by),
            "at": moment(claim.reviewed_at),
        },
        "verdict": verdict.verdict if verdict else str(Verdict.UNASSESSED),
        "attribution_verdict": (
            verdict.attribution_verdict if verdict else str(AttributionVerdict.UNCHECKED)
        ),
        "assessment": assessment_of(verdict) if verdict else None,
        "freshness": {
            "state": claim.freshness,
            "cause": claim.freshness_cause,
            "recheck_at": moment(claim.recheck_at),
        },
        "evidence": {side: [row for row in evidence if row["side"] == side] for side in SIDE_ORDER},
        "record": record_of(sealed) if sealed else None,
    }


def record_of(sealed: Content) -> Content:
    """Return how many entries the record has about the claim, whether they are whole, and their last hash."""
    chain = seal_read(sealed)
    return {"entries": chain.entries, "intact": chain.broken is None, "head": chain.head}
