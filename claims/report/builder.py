"""From rows to the content of an edition: one dictionary that every format is made from.

docs/report-format.md describes the result. Nothing here asks the database: the rows come with what they
need already loaded (selectors.items_in_full), and the same rows always give the same content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from claims.models import (
    Appearance,
    Article,
    ArticleVersion,
    Assessment,
    Claim,
    Evidence,
    LinkRole,
    Quantity,
    Report,
    ReportItem,
    Source,
    User,
)
from claims.seal import read as seal_read
from claims.states import AssessmentState, AttributionVerdict, EvidenceState, Relation, Verdict

from . import corrections
from .lines import line_of

SCHEMA = "second-source/report/1"
Content = dict[str, Any]
SIDE_ORDER = ("for", "against", "context")

# On which side of a claim confirmed evidence stands. A repeat is the same voice again, so it is context.
SIDES: dict[str, str] = {
    Relation.CORROBORATES: "for",
    Relation.CONTRADICTS: "against",
    Relation.REPEATS: "context",
    Relation.UPDATES: "context",
    Relation.NARROWS: "context",
    Relation.CONTEXT: "context",
    Relation.ABSENCE: "context",
}


def canonical(content: Content) -> bytes:
    """Return the one spelling of `content` that is hashed: UTF-8, sorted keys, no spaces."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seal(content: Content) -> str:
    """Return the SHA-256 of the canonical spelling, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


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
    claims = [
        claim_of(item.claim, place, as_of, note=item.note, sealed=getattr(item, "sealed", None))
        for place, item in enumerate(items, start=1)
    ]
    return {
        "schema": SCHEMA,
        "report": {
            "id": str(report.pk),
            "title": report.title,
            "introduction": report.introduction,
            "desk": report.desk.name,
        },
        "edition": {"number": number, "as_of": exact(as_of), "frozen_by": name(by)},
        "tally": tally(claims),
        "corrections": corrections.carried(previous, claims, number=number, at=moment(as_of) or ""),
        "claims": claims,
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


def source_of(source: Source) -> Content:
    """Return who said it."""
    return {
        "id": str(source.pk),
        "name": source.name,
        "kind": source.kind,
        "role": source.role,
        "organisation": source.organisation,
        "party_to": source.party_to,
    }


def appearance_of(row: Appearance, source: Source | None) -> Content:
    """Return where the claim stands: both W3C selectors, the pieces, the article and its snapshot."""
    return {
        "anchor": {
            "quote": {
                "type": "TextQuoteSelector",
                "exact": row.exact,
                "prefix": row.prefix,
                "suffix": row.suffix,
            },
            "position": {"type": "TextPositionSelector", "start": row.start, "end": row.end},
            "pieces": [list(piece) for piece in row.spans] or [[row.start, row.end]],
        },
        "source_words": row.source_words,
        "cue": row.cue,
        "chain": chain_of(row, source),
        "article": article_of(row.version.article),
        "snapshot": snapshot_of(row.version),
    }


def chain_of(row: Appearance, source: Source | None) -> list[Content]:
    """Return the attribution chain, nearest first: outlet, agency, those between, source, organisation.

    The outlet is always there (with an empty name when unknown), other steps when they are known; an outlet
    that speaks in its own voice is the whole chain.
    """
    article = row.version.article
    steps = [("agency", article.agency, ""), *(("via", name, str(role)) for name, role in row.links)]
    if source and not _own_voice(source, article):
        steps += [("source", source.name, ""), ("organisation", source.organisation, "")]
    chain = [{"kind": "outlet", "name": str(article.outlet or "")}]
    for kind, words, role in steps:
        if words and words != chain[-1]["name"]:
            said = {"role": role} if role not in {"", LinkRole.VIA} else {}
            chain.append({"kind": kind, "name": words, **said})
    return chain


def _own_voice(source: Source, article: Article) -> bool:
    return source.outlet_id is not None and source.outlet_id == article.outlet_id


def article_of(article: Article) -> Content:
    """Return the piece as readers would look it up."""
    return {
        "id": str(article.pk),
        "title": article.title,
        "outlet": str(article.outlet or ""),
        "agency": article.agency,
        "url": article.url,
        "published": published(article),
        "digest": article.digest,
    }


def snapshot_of(version: ArticleVersion) -> Content:
    """Return which text was read, and the hash that proves it."""
    return {
        "version": version.number,
        "sha256": version.sha256,
        "captured_at": moment(version.captured_at),
    }


def quantity_of(row: Quantity) -> Content:
    """Return one measured number; values are text, so that no reader rounds them."""
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


def event_of(claim: Claim) -> Content:
    """Return when and where it happened, as far as the claim says."""
    return {
        "title": claim.event.title if claim.event else "",
        "from": claim.event_from.isoformat() if claim.event_from else None,
        "to": claim.event_to.isoformat() if claim.event_to else None,
        "place": claim.place,
    }


def assessment_of(row: Assessment) -> Content:
    """Return who decided the verdict, who approved it, when and why."""
    return {
        "reason": row.reason,
        "author": row.author.display_name,
        "approver": name(row.approver),
        "submitted_at": moment(row.submitted_at),
        "approved_at": moment(row.decided_at),
        "rests_on": sorted(str(evidence.pk) for evidence in row.rests_on.all()),
    }


def evidence_of(row: Evidence) -> Content:
    """Return one confirmed piece of evidence: how it bears, what it says, where it stands, who vouches."""
    return {
        "id": str(row.pk),
        "side": SIDES[row.relation],
        "relation": row.relation,
        "kind": row.kind,
        "what": row.body or (row.other.statement if row.other else ""),
        "said_by": row.other.source.name if row.other and row.other.source else "",
        "where": place_of(row),
        "reason": row.reason,
        "proposed_by": name(row.proposed_by),
        "confirmed_by": name(row.decided_by),
        "confirmed_at": moment(row.decided_at),
    }


def place_of(row: Evidence) -> Content | None:
    """Return where the evidence can be read, or None for a note or a search."""
    version = row.version
    if version is None and row.other:
        version = next((seen.version for seen in row.other.appearances.all()), None)
    if version is None:
        return {"url": row.url} if row.url else None
    article = article_of(version.article)
    return {**article, "url": row.url or article["url"], "snapshot": snapshot_of(version)}


def moment(value: datetime | None) -> str | None:
    """Return the time in ISO 8601 with its zone (UTC), or None."""
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else None


def exact(value: datetime) -> str:
    """Return the time in ISO 8601 (UTC) to the microsecond, at which the record gives the edition again."""
    return value.astimezone(UTC).isoformat()


def published(article: Article) -> str | None:
    """Return the time of publication, or the date alone where the source gave no time."""
    if article.published_at is None:
        return None
    if article.published_day_only:
        return article.published_at.astimezone(UTC).date().isoformat()
    return moment(article.published_at)


def name(person: User | None) -> str | None:
    """Return how a person is named in print, or None."""
    return person.display_name if person else None
