"""What a report would print of its claims now, and what of it changed since a page showed it.

A page carries what it showed in the form that freezes: for each claim, in order, four letters (verdict, did
the source say it, review, re-check) and six digits of the hash of statement and source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from claims.models import Claim, ReportItem
from claims.states import AttributionVerdict, Freshness, Review, Verdict
from claims.web.vocabulary import ATTRIBUTION, REVIEW, VERDICT

from .builder import standing

VERDICTS, SAID, REVIEWS = list(Verdict), list(AttributionVerdict), list(Review)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MOST = 50  # changes that are spelled out


def facts_now(claim: Claim) -> dict[str, str]:
    """Return what an edition would print of the claim, as corrections.facts_of does of content."""
    verdict = standing(claim)
    return {
        "statement": claim.statement,
        "source": claim.source.name if claim.source else "",
        "verdict": verdict.verdict if verdict else str(Verdict.UNASSESSED),
        "attribution_verdict": (
            verdict.attribution_verdict if verdict else str(AttributionVerdict.UNCHECKED)
        ),
    }


def shown_of(items: Iterable[ReportItem]) -> str:
    """Return what a page shows of the claims, in short."""
    return "-".join(_short(item.claim) for item in items)


def changes_since(shown: str, items: Sequence[ReportItem]) -> list[str]:
    """Return what changed since a page showed the claims, in sentences; [] when nothing did."""
    now = [_short(item.claim) for item in items]
    then = shown.split("-")
    if then == now:
        return []
    if len(then) != len(now):
        return ["The report has other claims now."]
    pairs = enumerate(zip(then, now, strict=True), 1)
    found = [words for place, (old, new) in pairs if old != new for words in _changes(place, old, new)]
    return found[:MOST] + ([f"{len(found) - MOST:,} more changes."] if len(found) > MOST else [])


def _short(claim: Claim) -> str:
    facts = facts_now(claim)
    said = hashlib.sha256(f"{facts['statement']}\n{facts['source']}".encode()).hexdigest()[:6]
    letters = (
        VERDICTS.index(Verdict(facts["verdict"])),
        SAID.index(AttributionVerdict(facts["attribution_verdict"])),
        REVIEWS.index(Review(claim.review_state)),
        int(claim.freshness == Freshness.NEEDS_RECHECK),
    )
    return "".join(LETTERS[place] for place in letters) + said


def _changes(place: int, old: str, new: str) -> list[str]:
    """Return what changed between two shorts of one claim."""
    found = []
    for at, table, values, what in (
        (0, VERDICT, VERDICTS, "was"),
        (1, ATTRIBUTION, SAID, "(did the source say it?) was"),
        (2, REVIEW, REVIEWS, "was"),
    ):
        if old[at : at + 1] != new[at]:
            then, now = (_label(short[at : at + 1], values, table) for short in (old, new))
            found.append(f"Claim {place} {what} “{then}”; it is now “{now}”.")
    if old[3:4] != new[3]:
        now = "needs a re-check now" if new[3] == "b" else "no longer needs a re-check"
        found.append(f"Claim {place} {now}.")
    if old[4:] != new[4:]:
        found.append(f"Claim {place} has other words or another source now.")
    return found


def _label(letter: str, values: Sequence[str], table: dict) -> str:  # type: ignore[type-arg]
    place = LETTERS.find(letter) if letter else -1
    return table[values[place]].label.lower() if 0 <= place < len(values) else "unknown"
