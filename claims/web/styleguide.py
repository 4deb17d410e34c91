"""What the living style guide shows: every status and token, beside the components."""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.conf import settings

from claims.states import CHOSEN_REASONS, EvidenceState, Freshness, RejectReason, Relation, Review, Verdict

from . import vocabulary

SHOWN_TOKENS = (
    "paper surface sunken line line2 ctl ink ink2 ink3 accent accent-t focus "
    "pos pos-t pos-l amb amb-t amb-l neg neg-t neg-l blu blu-t blu-l gry gry-t gry-l "
    "m-open m-cur m-cur-b m-acc"
).split()


def context() -> dict[str, Any]:
    """Return what `claims/styleguide.html` needs; the examples are invented and touch no row."""
    return {
        "verdicts": list(vocabulary.VERDICT),
        "reviews": [
            _claim(review_state=Review.EXTRACTED),
            _claim(review_state=Review.ACCEPTED),
            _claim(review_state=Review.REJECTED, reject_reason=RejectReason.VAGUE),
            _claim(review_state=Review.EXTRACTED, second_opinion=True),
        ],
        "freshnesses": [
            _claim(freshness=Freshness.CURRENT),
            _claim(freshness=Freshness.DUE, freshness_cause="2 h ago"),
            _claim(freshness=Freshness.NEEDS_RECHECK, freshness_cause="later source"),
        ],
        "reasons": [vocabulary.REJECT_REASON[reason] for reason in CHOSEN_REASONS],
        "rows": ["default", "hover", "selected", "focus", "held", "changed"],
        "accepted": Review.ACCEPTED,
        "unassessed": Verdict.UNASSESSED,
        "evidence": [
            (Relation.CONTRADICTS, EvidenceState.PROPOSED, "RFE/RL, 460"),
            (Relation.REPEATS, EvidenceState.CONFIRMED, "Daily8 (AP), 277"),
            (Relation.UPDATES, EvidenceState.DISMISSED, "Harbour Herald, 292"),
            (Relation.ABSENCE, EvidenceState.CONFIRMED, "no Russian count"),
        ],
        "tables": vocabulary.TABLES,
        "tokens": SHOWN_TOKENS,
        "icons": icon_names(),
    }


def _claim(**values: Any) -> SimpleNamespace:
    blank = {"second_opinion": False, "reject_reason": "", "freshness_cause": ""}
    return SimpleNamespace(**{**blank, **values})


@cache
def icon_names() -> list[str]:
    """Return the names of all icons in the sprite."""
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text(encoding="utf-8")
    return re.findall(r'<symbol id="([\w-]+)"', sprite)
