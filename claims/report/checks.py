"""What somebody should look at before a report is frozen. Nothing here forbids: readers are told. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.models import Claim, ReportItem
from claims.states import Freshness, Review

from .builder import standing

SHOWN = 5  # numbers of claims named beside a sentence


@dataclass(frozen=True)
class Check:
    """One sentence, the items it is about (none: all is well), and how it looks."""

    icon: str
    tone: str  # "neg", "amb" or "pos"
    sentence: str
    items: tuple[ReportItem, ...] = ()

    @property
    def named(self) -> tuple[ReportItem, ...]:
        """The first few items, for links."""
        return self.items[:SHOWN]

    @property
    def more(self) -> int:
        """How many items are not named."""
        return len(self.items) - len(self.named)


@dataclass(frozen=True)
class _Rule:
    icon: str
    tone: str
    holds: Callable[[Claim], bool]
    one: str
    many: str
    none: str = ""


def _waits(claim: Claim) -> bool:
    return standing(claim) is None and bool(claim.assessments.all())


def _never_assessed(claim: Claim) -> bool:
    return standing(claim) is None and not claim.assessments.all()


RULES: tuple[_Rule, ...] = (
    _Rule(
        "x",
        "neg",
        lambda claim: claim.review_state == Review.REJECTED,
        "1 claim was rejected. Take it out, or readers see the reason.",
        "{} claims were rejected. Take them out, or readers see the reasons.",
    ),
    _Rule(
        "point",
        "amb",
        lambda claim: claim.review_state == Review.EXTRACTED,
        "1 claim is not accepted yet. It will carry that note.",
        "{} claims are not accepted yet. They will carry that note.",
        "Every claim is accepted.",
    ),
    _Rule(
        "refresh-alert",
        "neg",
        lambda claim: claim.freshness == Freshness.NEEDS_RECHECK,
        "1 claim needs a re-check. It will carry that note.",
        "{} claims need a re-check. They will carry that note.",
        "No claim needs a re-check.",
    ),
    _Rule(
        "alarm",
        "amb",
        lambda claim: claim.freshness == Freshness.DUE,
        "1 claim is past its re-check time.",
        "{} claims are past their re-check time.",
    ),
    _Rule(
        "circle-dashed",
        "amb",
        _never_assessed,
        "1 claim has no verdict. It will say unassessed.",
        "{} claims have no verdict. They will say unassessed.",
    ),
    _Rule(
        "hourglass",
        "amb",
        _waits,
        "1 verdict is not approved. The claim will say unassessed.",
        "{} verdicts are not approved. The claims will say unassessed.",
    ),
)


# The database refuses a quotation that does not stand in its text, so this holds of every report.
PROVEN = Check("check", "pos", "Every quotation is proven to stand in its text.")


def before_freezing(items: Sequence[ReportItem]) -> list[Check]:
    """Return the sentences: what to look at first, then what is well. Empty for an empty report.

    `items` come from selectors.items_in_brief.
    """
    if not items:
        return []
    trouble, well = [], []
    for rule in RULES:
        hit = tuple(item for item in items if rule.holds(item.claim))
        if hit:
            words = rule.one if len(hit) == 1 else rule.many.format(len(hit))
            trouble.append(Check(rule.icon, rule.tone, words, hit))
        elif rule.none:
            well.append(Check("check", "pos", rule.none))
    return trouble + _approved(items) + well + [PROVEN]


def _approved(items: Sequence[ReportItem]) -> list[Check]:
    if any(standing(item.claim) is None for item in items):
        return []
    words = "The verdict is approved." if len(items) == 1 else f"All {len(items)} verdicts are approved."
    return [Check("check", "pos", words)]
