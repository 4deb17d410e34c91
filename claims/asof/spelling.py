"""One claim as data, the same at the same moment to the byte. docs/report-format.md describes it.

Nothing here asks the database: the rows come with what they need, read now or taken back (past.claims_at).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from claims.models import (
    Appearance,
    Article,
    ArticleVersion,
    Assessment,
    Claim,
    Evidence,
    Quantity,
    Source,
    User,
)
from claims.seal import read as seal_read

SCHEMA = "second-source/claim/1"
Content = dict[str, Any]


def canonical(content: Content) -> bytes:
    """Return the one spelling of `content`: UTF-8, sorted keys, no spaces."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def claim_content(claim: Claim, at: datetime, sealed: Content) -> Content:
    """Return the claim as of `at`; `sealed` is how its record stood (seal.SealOf)."""
    chain = seal_read(sealed)
    return {
        "schema": SCHEMA,
        "as_of": _time(at),
        "claim": state_of(claim),
        "record": {"entries": chain.entries, "intact": chain.broken is None, "head": chain.head},
    }


def state_of(claim: Claim) -> Content:
    """Return everything that is known of the claim."""
    return {
        "id": str(claim.pk),
        "statement": claim.statement,
        "source": _source(claim),
        "attribution_type": claim.attribution,
        "modality": claim.modality,
        "unverified_note": claim.unverified_note,
        "event": _event(claim),
        "quantities": [_quantity(row) for row in claim.quantities.all()],
        "review": _review(claim),
        "verdict": claim.verdict,
        "attribution_verdict": claim.attribution_verdict,
        "freshness": {
            "state": claim.freshness,
            "cause": claim.freshness_cause,
            "recheck_at": _time(claim.recheck_at),
        },
        "appearances": [_appearance(row) for row in claim.appearances.all()],
        "evidence": [_evidence(row) for row in claim.evidence.all()],
        "assessments": [_assessment(row) for row in claim.assessments.all()],
    }


def _source(claim: Claim) -> Content | None:
    return _source_of(claim.source) if claim.source else None


def _source_of(source: Source) -> Content:
    names = ("name", "kind", "role", "organisation", "party_to")
    return {"id": str(source.pk), **{name: getattr(source, name) for name in names}}


def _event(claim: Claim) -> Content:
    return {
        "id": str(claim.event.pk) if claim.event else None,
        "title": claim.event.title if claim.event else "",
        "from": claim.event_from.isoformat() if claim.event_from else None,
        "to": claim.event_to.isoformat() if claim.event_to else None,
        "place": claim.place,
    }


def _quantity(row: Quantity) -> Content:
    names = ("unit", "object", "qualifier", "measure", "preliminary", "text")
    values = {name: f"{getattr(row, name).normalize():f}" for name in ("low", "high")}
    return {**values, **{name: getattr(row, name) for name in names}}


def _review(claim: Claim) -> Content:
    return {
        "state": claim.review_state,
        "reason": claim.reject_reason,
        "by": _person(claim.reviewed_by),
        "at": _time(claim.reviewed_at),
        "second_opinion": claim.second_opinion,
        "set_aside": claim.set_aside,
        "high_stakes": claim.high_stakes,
        "merged_into": str(claim.merged_into_id) if claim.merged_into_id else None,
        "split_from": str(claim.split_from_id) if claim.split_from_id else None,
    }


def _appearance(row: Appearance) -> Content:
    return {
        "exact": row.exact,
        "start": row.start,
        "end": row.end,
        "pieces": [list(piece) for piece in row.spans] or [[row.start, row.end]],
        "source_words": row.source_words,
        "cue": row.cue,
        "via": list(row.via),
        "via_roles": list(row.via_roles),
        "text": _text(row.version),
    }


def _text(version: ArticleVersion) -> Content:
    return {
        "article": _article(version.article),
        "version": version.number,
        "sha256": version.sha256,
        "captured_at": _time(version.captured_at),
    }


def _article(article: Article) -> Content:
    """Return the piece; its time of publication is told by the outlet and is no time of the record."""
    return {
        "id": str(article.pk),
        "title": article.title,
        "outlet": str(article.outlet or ""),
        "agency": article.agency,
        "url": article.url,
        "published": _published(article),
    }


def _published(article: Article) -> str | None:
    if article.published_at is None or not article.published_day_only:
        return _time(article.published_at)
    return article.published_at.astimezone(UTC).date().isoformat()


def _evidence(row: Evidence) -> Content:
    other = row.other
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "relation": row.relation,
        "state": row.state,
        "added_at": _time(row.created_at),
        "claim": str(other.pk) if other else None,
        "what": row.body or (other.statement if other else ""),
        "said_by": other.source.name if other and other.source else "",
        "url": row.url,
        "text": _text(read) if (read := row.read) else None,
        "reason": row.reason,
        "proposed_by": _person(row.proposed_by),
        "decided_by": _person(row.decided_by),
        "decided_at": _time(row.decided_at),
        "note": row.decision_note,
        **_beside(row),
    }


def _beside(row: Evidence) -> Content:
    """Return what only some evidence has: whose it is, file, grade, search, where its quotation stands."""
    found: Content = {}
    if row.source:
        found["source"] = _source_of(row.source)
    if row.document:
        found["file"] = {name: getattr(row.document, name) for name in ("name", "sha256", "size", "kind")}
    if row.grade:
        found["grade"] = {"reliability": row.reliability, "credibility": row.credibility}
    if row.searched_what:
        at = _time(row.searched_at)
        found["search"] = {"where": row.searched_where, "what": row.searched_what, "at": at}
    if row.start is not None:
        found["position"] = {"type": "TextPositionSelector", "start": row.start, "end": row.end}
    return found


def _assessment(row: Assessment) -> Content:
    return {
        "id": str(row.pk),
        "verdict": row.verdict,
        "attribution_verdict": row.attribution_verdict,
        "reason": row.reason,
        "state": row.state,
        "author": row.author.display_name,
        "submitted_at": _time(row.submitted_at),
        "approver": _person(row.approver),
        "decided_at": _time(row.decided_at),
        "note": row.decision_note,
        "rests_on": sorted(str(each.pk) for each in row.rests_on.all()),
    }


def _person(user: User | None) -> str | None:
    return user.display_name if user else None


def _time(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None
