"""A conflict side by side: what is saved now, and what the person was about to save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claims.models import Claim
from claims.web.vocabulary import REJECT_REASON, REVIEW, SECOND_OPINION

from .edits import figure_words

DECISIONS = {"claim-accept": "Accepted", "claim-reject": "Rejected", "claim-opinion": SECOND_OPINION.label}


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
    if name == "claim-edit":
        return _edited(claim, typed)
    if name == "claim-split":
        return [Row("Statement", claim.statement, _joined(typed, "statement")), _decision(claim, "Split")]
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


def _edited(claim: Claim, typed: Mapping[str, str]) -> list[Row]:
    days = [day.isoformat() if day else "" for day in (claim.event_from, claim.event_to or claim.event_from)]
    first = typed.get("event_from", "")
    own = claim.source is None or claim.source.kind == "outlet"
    saved_figures = ", ".join(figure_words(row.low, row.high, row.unit) for row in claim.quantities.all())
    yours_figures = ", ".join(
        f"{typed.get(f'value_{row}', '').strip()} {typed.get(f'unit_{row}', '').strip()}".strip()
        for row in range(6)
        if typed.get(f"value_{row}", "").strip()
    )
    return [
        Row("Statement", claim.statement, " ".join(typed.get("statement", "").split())),
        Row(
            "Source",
            "Own voice" if own else _source(claim),
            typed.get("source_name", "").strip() or "Own voice",
        ),
        Row("Figures", saved_figures or "None", yours_figures or "None"),
        Row("First day", days[0] or "None", first or "None"),
        Row("Last day", days[1] or "None", typed.get("event_to", "") or first or "None"),
        Row("Place", claim.place or "None", typed.get("place", "").strip() or "None"),
    ]
