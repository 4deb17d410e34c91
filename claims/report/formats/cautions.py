"""What readers must know of a claim before they rely on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claims.states import Freshness, Review
from claims.web.vocabulary import FRESHNESS, REJECT_REASON, REVIEW, Look

from .words import moment, word

Content = dict[str, Any]


@dataclass(frozen=True)
class Caution:
    """What readers must know before they rely on a claim."""

    icon: str
    tone: str  # "neg" or "amb"
    sentence: str


def cautions_of(claim: Content) -> list[Caution]:
    """Return what readers must know before they rely on the claim."""
    found = []
    review, fresh = claim["review"], claim["freshness"]
    if review["state"] == Review.EXTRACTED:
        found.append(_caution(REVIEW[Review.EXTRACTED], "Found by machine. No person has reviewed it yet."))
    if review["state"] == Review.REJECTED:
        rejected = REVIEW[Review.REJECTED]
        words = f"{rejected.label} in review: {word(REJECT_REASON, review['reason'])}."
        found.append(_caution(rejected, words))
    if fresh["state"] == Freshness.NEEDS_RECHECK:
        found.append(_caution(FRESHNESS[fresh["state"]], f"Under re-check: {fresh['cause'].rstrip('.')}."))
    if fresh["state"] == Freshness.DUE:
        since = f" since {moment(fresh['recheck_at'])}" if fresh["recheck_at"] else ""
        found.append(_caution(FRESHNESS[fresh["state"]], f"Past its re-check time{since}."))
    return found


def _caution(look: Look, words: str) -> Caution:
    """Return a caution in the colour of its status; what has no colour of its own warns in amber."""
    return Caution(look.icon, look.colour if look.colour != "ink" else "amb", words)
