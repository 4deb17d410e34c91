"""Undo on the claim page: a person's last decision about evidence is taken back, by new entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from claims import record
from claims.models import AuditEntry, Claim, Evidence, ReportEdition, User
from claims.states import AssessmentState, EvidenceState, Freshness

from .refusal import CannotDecide

DECISIONS = ("evidence.confirm", "evidence.dismiss")


@dataclass(frozen=True)
class LastAct:
    """What a person decided last on a claim and may take back: one decision, or one about a whole group."""

    entry: AuditEntry
    count: int

    @property
    def dismissed(self) -> bool:
        """Whether the evidence was dismissed."""
        return self.entry.action == "evidence.dismiss"


def last_act(user: User, claim: Claim) -> LastAct | None:
    """Return the decision that `user` may take back: the newest about the claim's evidence, if theirs."""
    return act_of(user, last_decision(claim).first())


def last_decision(claim: Claim) -> QuerySet[AuditEntry]:
    """Return the newest decision about the claim's evidence that nobody took back, as a query of one row."""
    return _decisions(claim).order_by("-id")[:1]


def act_of(user: User, entry: AuditEntry | None) -> LastAct | None:
    """Return what `user` may take back when `entry` is the newest decision."""
    if entry is None or entry.actor_id != user.pk or "act" not in entry.after:
        return None
    return LastAct(entry, int(entry.after.get("of", 1)))


def _decisions(claim: Claim) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(
        claim=claim, subject_type="evidence", action__in=DECISIONS, undone_by__isnull=True
    )


def is_decision(entry: AuditEntry) -> bool:
    """Whether the entry is a decision about evidence."""
    return entry.subject_type == "evidence" and entry.action in DECISIONS


def evidence_undo(*, user: User, claim: Claim) -> int:
    """Take back the user's last decision about evidence of the locked `claim`; returns how many rows it was.

    Refused (CannotDecide) when somebody decided since, a verdict rests on it, or an edition carries it.
    """
    act = last_act(user, claim)
    if act is None:
        raise CannotDecide("There is nothing of yours to undo here.")
    entries = {
        row.subject_id: row
        for row in _decisions(claim).filter(actor=user, after__act=act.entry.after["act"]).order_by("id")
    }
    rows = list(
        Evidence.objects.select_for_update(of=("self",)).filter(pk__in=entries, claim=claim).order_by("pk")
    )
    _can_be_taken_back(claim, act.entry.at, rows)
    for row in rows:
        _restore(user, row, entries[row.pk])
    _settle(user, claim, act.entry)
    return len(rows)


def _can_be_taken_back(claim: Claim, at: datetime, rows: Sequence[Evidence]) -> None:
    held = Q(state__in=[AssessmentState.SUBMITTED, AssessmentState.APPROVED])
    if any(row.assessments.filter(held).exists() for row in rows):
        raise CannotDecide("A verdict rests on this decision. Change the decision in the list instead.")
    carries = Q(content__claims__contains=[{"id": str(claim.pk)}])
    frozen = ReportEdition.objects.filter(carries, as_of__gt=at).first()
    if frozen is not None:
        raise CannotDecide(f"“{frozen}” carries this decision. Change it in the list; the edition stays.")


def _restore(user: User, row: Evidence, entry: AuditEntry) -> None:
    """Give a row back what the entry says it was before."""
    before = dict(entry.before)
    values: dict[str, Any] = {
        name: before[name] for name in ("state", "relation", "decision_note") if name in before
    }
    if before.get("state") == EvidenceState.PROPOSED:
        values |= {"decided_by": None, "decided_at": None}
    elif before.get("decided_by"):
        values["decided_by"] = User.objects.get(pk=before["decided_by"]["id"])
    record.change(row, actor=user, action="evidence.undo", undoes=entry, **values)


def _settle(user: User, claim: Claim, entry: AuditEntry) -> None:
    """Take back the mark for re-check that the decision itself had set."""
    mark = (
        AuditEntry.objects.filter(claim=claim, action="claim.recheck", after__act=entry.after["act"])
        .filter(undone_by__isnull=True)
        .first()
    )
    if mark is None or claim.freshness_cause != mark.after.get("freshness_cause"):
        return
    record.change(
        claim,
        actor=user,
        action="claim.current",
        undoes=mark,
        freshness=Freshness.CURRENT,
        freshness_cause="",
    )
