"""The parts of a claim in an edition: each row becomes the dictionary that docs/report-format.md describes.

Nothing here asks the database: rows come with what they need already loaded (selectors.items_in_full).
"""

from __future__ import annotations

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
    Source,
    User,
)
from claims.states import Relation

Content = dict[str, Any]

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
    """Return what it is about, and when and where that happened, as far as the claim says."""
    return {
        "id": str(claim.event.pk) if claim.event else None,
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
        **beside_of(row),
    }


def beside_of(row: Evidence) -> Content:
    """Return what only some evidence has: whose it is, file, grade, search, where its quotation stands."""
    found: Content = {}
    if row.source:
        found["source"] = source_of(row.source)
    if row.document:
        names = ("name", "sha256", "size", "kind")
        found["file"] = {name: getattr(row.document, name) for name in names}
    if row.grade:
        found["grade"] = {"reliability": row.reliability, "credibility": row.credibility}
    if row.searched_what:
        at = moment(row.searched_at)
        found["search"] = {"where": row.searched_where, "what": row.searched_what, "at": at}
    if row.start is not None:
        found["position"] = {"type": "TextPositionSelector", "start": row.start, "end": row.end}
    return found


def place_of(row: Evidence) -> Content | None:
    """Return where the evidence can be read, or None for a note or a search."""
    version = row.read
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
