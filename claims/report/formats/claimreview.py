"""Claims as ClaimReview (schema.org) in JSON-LD, one claim a file; an edition is a zip of them.

A claim that is rated is a ClaimReview. Single source, unverifiable and unassessed are no ratings: such a
claim is exported as a Claim alone, so that no reader can take it for a judgement. Disputed has a name and
no number. All that we hold of a claim stands in `record`, as it was frozen.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from claims.states import Verdict
from claims.web.vocabulary import VERDICT

from .sealed import Sealed
from .words import web_address

Content = dict[str, Any]
CONTENT_TYPE = "application/ld+json"
ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
OWN = "urn:second-source:report:1:"
CONTEXT: list[Any] = [
    "https://schema.org",
    {
        "record": {"@id": f"{OWN}record", "@type": "@json"},
        "verdict": f"{OWN}verdict",
        "attributionVerdict": f"{OWN}attributionVerdict",
    },
]
WORST, BEST = 1, 5
# The name of each rating, with its number if it has one.
RATINGS: dict[str, tuple[str, int | None]] = {
    Verdict.CORROBORATED: ("True", 5),
    Verdict.MOSTLY_ACCURATE: ("Mostly true", 4),
    Verdict.DISPUTED: (VERDICT[Verdict.DISPUTED].label, None),
    Verdict.MISSING_CONTEXT: (VERDICT[Verdict.MISSING_CONTEXT].label, 2),
    Verdict.INACCURATE: ("False", 1),
}


def write(around: Content, claims: Iterable[Content], sealed: Sealed, sink: IO[bytes]) -> None:
    """Write a zip with a file for each claim, in their order."""
    with zipfile.ZipFile(sink, "w") as archive:
        for claim in claims:
            entry = zipfile.ZipInfo(f"claim-{claim['position']:05}.jsonld", ZIPPED_AT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(entry, render(around, claim, sealed))


def render(around: Content, claim: Content, sealed: Sealed) -> bytes:
    """Return the file of one claim."""
    whole = of(around, claim, sealed)
    return (json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def of(around: Content, claim: Content, sealed: Sealed, *, url: str = "") -> Content:
    """Return the JSON-LD of a claim; `url` is the public page that shows it, where there is one."""
    rated = claim["verdict"] in RATINGS and claim["assessment"] is not None
    item = _review(around, claim) if rated else _claim(claim)
    return {
        "@context": CONTEXT,
        **item,
        **({"url": url} if url else {}),
        "verdict": claim["verdict"],
        "attributionVerdict": claim["attribution_verdict"],
        "record": {
            "report": around["report"],
            "edition": around["edition"],
            "sha256": sealed.sha256,
            "signature": sealed.data,
            "claim": claim,
        },
    }


def _review(around: Content, claim: Content) -> Content:
    name, number = RATINGS[claim["verdict"]]
    rating: Content = {"@type": "Rating", "alternateName": name}
    if number is not None:
        rating |= {"ratingValue": number, "worstRating": WORST, "bestRating": BEST}
    return {
        "@type": "ClaimReview",
        "@id": f"urn:uuid:{claim['id']}#review",
        "claimReviewed": claim["statement"],
        "datePublished": around["edition"]["as_of"],
        "author": {"@type": "Organization", "name": around["report"]["desk"]},
        "reviewRating": rating,
        "reviewBody": claim["assessment"]["reason"],
        "name": f"{VERDICT[claim['verdict']].label}: {claim['statement']}",
        "itemReviewed": _claim(claim),
    }


def _claim(claim: Content) -> Content:
    seen = [_article(row["article"]) for row in claim["appearances"]]
    source = claim["source"]
    item: Content = {"@type": "Claim", "@id": f"urn:uuid:{claim['id']}", "text": claim["statement"]}
    if source:
        item["author"] = _author(source)
    elif seen and "publisher" in seen[0]:  # the outlet speaks in its own voice
        item["author"] = seen[0]["publisher"]
    if seen:
        item |= {"appearance": seen, "firstAppearance": min(seen, key=_published)}
    return item


def _author(source: Content) -> Content:
    row = {"@type": "Person" if source["kind"] == "person" else "Organization", "name": source["name"]}
    if source["role"]:
        row["description" if row["@type"] == "Organization" else "jobTitle"] = source["role"]
    return row


def _article(article: Content) -> Content:
    row = {
        "@type": "CreativeWork",
        "headline": article["title"],
        "url": web_address(article["url"]),
        "datePublished": article["published"],
    }
    if article["outlet"]:
        row["publisher"] = {"@type": "Organization", "name": article["outlet"]}
    return {key: value for key, value in row.items() if value}


def _published(row: Content) -> str:
    return str(row.get("datePublished", "9999"))
