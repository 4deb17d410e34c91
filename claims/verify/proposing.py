"""What the matcher proposes becomes evidence, is brought up to date, and is withdrawn when no longer seen.

It touches only open proposals of its own: what a person decided, added or rests a verdict on stays as it is,
and a pair that was dismissed is never asked again. Callers write inside one transaction a desk at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from claims import record
from claims.models import Assessment, Claim, Evidence
from claims.models.evidence import EvidenceKind
from claims.models.proposed import is_worth_telling
from claims.states import EvidenceState, Relation

from . import notices
from .comparing import Compared
from .freshness import claim_touched
from .keeping import strength
from .relate import MATCHER

AT_ONCE = 500  # rows of one statement
UNSETTLING = frozenset({Relation.CONTRADICTS, Relation.UPDATES})


def is_machines(evidence: Evidence) -> bool:
    """Whether the row is the matcher's own, undecided and rested on by nobody: it may change it."""
    undecided = evidence.state in {EvidenceState.PROPOSED, EvidenceState.WITHDRAWN}
    nobodys = evidence.proposed_by_id is None and evidence.decided_by_id is None
    return undecided and nobodys and not getattr(evidence, "rested_on", False)


def with_rests(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Return the rows with `rested_on`: whether a verdict names them among its evidence."""
    return rows.annotate(rested_on=Exists(Assessment.objects.filter(rests_on=OuterRef("pk"))))


def strength_of(found: Compared) -> float:
    """Return the strength of a proposal: its score, equal ones ordered by what both sides say and when."""
    assert found.proposal is not None, "only proposals are ranked"  # noqa: S101 - narrows the type
    return strength(found.proposal.score, *_words(found))


def _words(found: Compared) -> list[str]:
    """Return what both sides say, where and when: the same whichever of them counts as the earlier."""
    return sorted(
        f"{seen.order[0].isoformat()} {seen.outlet} {seen.told.statement}"
        for seen in (found.earlier, found.later)
    )


def propose(fresh: Sequence[tuple[Compared, Claim]]) -> None:
    """Store new proposals, each with its locked earlier claim: a few statements, however many there are."""
    found_of = {
        Evidence(claim=claim, kind=EvidenceKind.CLAIM, other_id=found.later.claim_id, **_values(found)): found
        for found, claim in fresh
    }
    Evidence.objects.bulk_create(found_of, batch_size=AT_ONCE)
    record.created_many(
        found_of,
        actor=None,
        action="evidence.propose",
        said=lambda row: (row.reason, {"relation": row.relation, "outlet": found_of[row].later.outlet}),
    )
    _announce([(row, found_of[row], row.claim) for row in found_of])


def reopen(evidence: Evidence, found: Compared, claim: Claim) -> None:
    """Propose again what was withdrawn; the row is locked."""
    record.change(
        evidence,
        actor=None,
        action="evidence.propose",
        state=EvidenceState.PROPOSED,
        decision_note="",
        **_values(found),
    )
    _announce([(evidence, found, claim)])


def _announce(proposed: Sequence[tuple[Evidence, Compared, Claim]]) -> None:
    notices.tell([(evidence, claim, found.later.article_id) for evidence, found, claim in proposed])
    for evidence, found, claim in proposed:
        if evidence.relation in UNSETTLING and is_worth_telling(evidence):
            cause = f"later source: {found.later.outlet or 'outlet not known'}"
            claim_touched(claim=claim, cause=cause, actor=None)


def refresh(evidence: Evidence, found: Compared) -> bool:
    """Bring an open proposal up to date; returns whether that changed what people read of it."""
    values = _values(found)
    if (evidence.relation, evidence.reason) != (values["relation"], values["reason"]):
        record.change(evidence, actor=None, action="evidence.propose", **values)
        return True
    if (evidence.strength, evidence.matcher, evidence.details) != (
        values["strength"],
        values["matcher"],
        values["details"],
    ):
        for name, value in values.items():
            setattr(evidence, name, value)
        evidence.save(update_fields=sorted(values))
    return False


def withdraw(evidence: Evidence, why: str) -> None:
    """Take back an open proposal of the matcher; the row and its record stay."""
    record.change(
        evidence,
        actor=None,
        action="evidence.withdraw",
        note=why,
        state=EvidenceState.WITHDRAWN,
        decision_note=why[:500],
    )


def _values(found: Compared) -> dict[str, Any]:
    proposal = found.proposal
    assert proposal is not None, "only proposals are stored"  # noqa: S101 - narrows the type
    return {
        "relation": Relation(proposal.relation),
        "score": round(proposal.score, 4),
        "strength": strength_of(found),
        "matcher": MATCHER,
        "reason": proposal.reason,
        "details": {
            "signals": list(found.found_by),
            "lines": [asdict(line) for line in proposal.lines],
        },
    }
