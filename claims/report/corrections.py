"""What changed between editions, told to readers of every later edition. Pure.

A correction is a change of what was printed: a statement, its source, a verdict, or a claim that is no
longer there. New claims and a growing list of evidence are not corrections.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Content = dict[str, Any]
Facts = Mapping[str, str]
FIELDS = ("statement", "source", "verdict", "attribution_verdict")


def facts_of(claim: Content) -> dict[str, str]:
    """Return what an edition printed of the claim, as compared between editions."""
    source = claim["source"]["name"] if claim["source"] else ""
    return {
        "statement": claim["statement"],
        "source": source,
        "verdict": claim["verdict"],
        "attribution_verdict": claim["attribution_verdict"],
    }


def between(before: Mapping[str, Facts], after: Mapping[str, Facts]) -> list[Content]:
    """Return the changes from `before` to `after` (facts by claim id), in the order of `after`.

    Each is {"claim", "field", "from", "to"}; claims that went come last, with field "removed".
    """
    found: list[Content] = []
    for claim, now in after.items():
        then = before.get(claim, now)
        found += [
            {"claim": claim, "field": field, "from": then[field], "to": now[field]}
            for field in FIELDS
            if then[field] != now[field]
        ]
    gone = [claim for claim in before if claim not in after]
    return found + [
        {"claim": claim, "field": "removed", "from": before[claim]["statement"], "to": ""} for claim in gone
    ]


def carried(previous: Content | None, claims: Iterable[Content], *, number: int, at: str) -> list[Content]:
    """Return all corrections up to edition `number`, newest first: a reader may know any earlier one.

    `at` is the edition's as-of time. A verdict carries its reason along.
    """
    if previous is None:
        return []
    now = {claim["id"]: claim for claim in claims}
    new = between(
        {claim["id"]: facts_of(claim) for claim in previous["claims"]},
        {key: facts_of(claim) for key, claim in now.items()},
    )
    for change in new:
        claim = now.get(change["claim"])
        change |= {
            "edition": number,
            "at": at,
            "position": claim["position"] if claim else None,
            "reason": _reason(claim) if change["field"] in {"verdict", "attribution_verdict"} else "",
        }
    return [*new, *previous["corrections"]]


def _reason(claim: Content | None) -> str:
    assessment = claim["assessment"] if claim else None
    return str(assessment["reason"]) if assessment else ""
