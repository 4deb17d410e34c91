"""A conflict side by side: what is saved now, and what the person was about to save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claims.models import Claim
from claims.states import Review
from claims.web.vocabulary import REJECT_REASON, REVIEW, SECOND_OPINION

DECISIONS = {
    "claim-accept": REVIEW[Review.ACCEPTED].label,
    "claim-reject": REVIEW[Review.REJECTED].label,
    "claim-opinion": SECOND_OPINION.label,
}


@dataclass(frozen=True)
class Row:
    """One line of the comparison."""

    name: str
    saved: str
    yours: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same words."""
        return self.saved != self.yours


def rows(claim: Claim, typed: Mapping[str, str], name: str) -> list[Row]:
    """Return what is saved beside what was typed in the form of the view `name`."""
    if name == "claim-split":
        return [Row("Statement", claim.statement, _joined(typed, "statement")), _decision(claim, "Split")]
    if name == "claim-source":
        return [_decision(claim, ""), Row("Source", _source(claim), typed.get("source_name", ""))]
    yours = DECISIONS.get(name, "")
    if name == "claim-reject":
        reason = REJECT_REASON.get(typed.get("reason", ""))
        yours = f"{yours}: {reason.label.lower()}" if reason else yours
    saved = Row("Statement", claim.statement, claim.statement)
    return [_decision(claim, yours), saved, Row("Source", _source(claim), _source(claim))]


def _decision(claim: Claim, yours: str) -> Row:
    state = REVIEW[claim.review_state].label
    if claim.reject_reason:
        state = f"{state}: {REJECT_REASON[claim.reject_reason].label.lower()}"
    return Row("Decision", state, yours)


def _source(claim: Claim) -> str:
    return claim.source.name if claim.source else "Nobody named"


def _joined(typed: Mapping[str, str], name: str) -> str:
    parts = [typed.get(f"{name}_{row}", "").strip() for row in range(6)]
    return " / ".join(part for part in parts if part)
