"""Merging: two claims that say the same are one. One stays; the other keeps its row and leads to it.

What hangs on the claim that goes moves with its places: evidence that people added or decided, the open
assignment, its place in reports being built. The machine's own proposals are made anew by matching again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from claims import record, rematch
from claims.models import (
    Appearance,
    Assessment,
    Assignment,
    AuditEntry,
    Claim,
    Evidence,
    ReportEdition,
    ReportItem,
    User,
)
from claims.states import AssessmentState, AssignmentState, EvidenceState, RejectReason, Review, Verdict

from .decisions import CannotDecide, not_apart, not_half_decided, reviewed_now, still_here
from .queue import held_by_other

INSTEAD = "Add the other one as evidence instead."


def claim_merge(
    *, user: User, claim: Claim, keep: Claim, version: int | None = None, keep_version: int | None = None
) -> AuditEntry:
    """Merge `claim` into `keep`: its places move there, and it leads there from now on.

    Both are locked, and so are those of `beside`.

    Returns the entry by which it is undone. Raises Conflict for `claim`; CannotDecide when `keep` was
    changed since it was shown, or one of them carries a verdict, stands in a published report or is in
    another person's hands.
    """
    record.expect_version(claim, version)
    _may_merge(user, claim, keep, keep_version)
    moved = {
        "appearances": _move_places(claim, keep),
        "evidence": _move_evidence(user, claim, keep),
        "assignment": _move_assignment(user, claim, keep),
        "reports": _move_report_items(user, claim, keep),
    }
    event: dict[str, Any] = {}
    if claim.event and not keep.event:
        event = {"event": claim.event, "event_by": claim.event_by}
    record.change(keep, actor=user, action="claim.take_in", extra=({}, {"claim": claim}), **event)
    entry = record.change(
        claim,
        actor=user,
        action="claim.merge",
        extra=({}, {"moved": moved, "gave_event": bool(event)}),
        merged_into=keep,
        review_state=Review.REJECTED,
        reject_reason=RejectReason.MERGED,
        second_opinion=False,
        **reviewed_now(user),
    )
    rematch.claims_again([claim, keep])
    return entry


def beside(claims: Iterable[UUID]) -> set[UUID]:
    """Return the ids of the claims whose evidence one of `claims` is, which moves when that one is merged."""
    rows = Evidence.objects.filter(peoples_evidence(), other__in=list(claims))
    return set(rows.values_list("claim_id", flat=True))


def _may_merge(user: User, claim: Claim, keep: Claim, keep_version: int | None) -> None:
    still_here(claim)
    if claim.pk == keep.pk:
        raise CannotDecide("This is the same claim. Choose another one.")
    if claim.desk_id != keep.desk_id:
        raise CannotDecide("The other claim is another desk’s. Choose one of this desk.")
    for row in (claim, keep):
        if row.review_state == Review.REJECTED:
            raise CannotDecide(f"{_named(row)} is rejected. Undo that first, or choose another one.")
        not_apart(row)
        _nobodys_verdict(row)
        if held_by_other(row, user):
            until = timezone.localtime(row.lease_until).strftime("%H:%M") if row.lease_until else ""
            raise CannotDecide(f"{row.lease_holder} is on {_named(row, low=True)} until {until}. Try later.")
    if keep_version is not None and keep.version != keep_version:
        raise CannotDecide(f"{_named(keep)} was changed since you opened this list. Look at it again.")


def _nobodys_verdict(row: Claim) -> None:
    """Raise CannotDecide when a verdict was given or proposed, or an edition carries the claim."""
    standing = Assessment.objects.filter(claim=row).exclude(state=AssessmentState.SUPERSEDED)
    if row.verdict != Verdict.UNASSESSED or standing.filter(state=AssessmentState.APPROVED).exists():
        raise CannotDecide(f"{_named(row)} has an approved verdict and stays as it is. {INSTEAD}")
    if standing.exists():
        raise CannotDecide(f"A verdict on {_named(row, low=True)} is under way. Decide that first.")
    edition = ReportEdition.objects.filter(content__claims__contains=[{"id": str(row.pk)}]).first()
    if edition is not None:
        raise CannotDecide(f"{_named(row)} stands in the published “{edition}” and stays. {INSTEAD}")


def _named(row: Claim, *, low: bool = False) -> str:
    words = row.statement if len(row.statement) <= 60 else f"{row.statement[:59].rstrip()}…"
    return f"{'the' if low else 'The'} claim “{words}”"


# --- What moves; each returns what undo needs to put it back ---------------------------------------------


def _move_places(claim: Claim, keep: Claim) -> list[str]:
    """Move the places; one where the other claim stands already stays with the row that goes."""
    taken = set(keep.appearances.values_list("version_id", "start", "end"))
    going = [
        row
        for row in claim.appearances.select_for_update()
        if (row.version_id, row.start, row.end) not in taken
    ]
    Appearance.objects.filter(pk__in=[row.pk for row in going]).update(claim=keep)
    return [str(row.pk) for row in going]


def peoples_evidence() -> Q:
    """Return the condition of evidence in which a person had a hand."""
    decided = Q(state__in=[EvidenceState.CONFIRMED, EvidenceState.DISMISSED])
    return decided | Q(proposed_by__isnull=False)


def _move_evidence(user: User, claim: Claim, keep: Claim) -> dict[str, list[str]]:
    """Move what people added or decided, on either side of the pair; a pair that is there already stays."""
    rows = Evidence.objects.select_for_update(of=("self",)).filter(peoples_evidence())
    on_keep = set(Evidence.objects.filter(claim=keep).values_list("other_id", flat=True))
    files = set(Evidence.objects.filter(claim=keep).values_list("document_id", flat=True)) - {None}
    of_keep = set(Evidence.objects.filter(other=keep).values_list("claim_id", flat=True))
    own = [
        row
        for row in rows.filter(claim=claim)
        if (row.other_id is None or row.other_id not in {keep.pk, *on_keep}) and row.document_id not in files
    ]
    others = [row for row in rows.filter(other=claim) if row.claim_id not in {keep.pk, *of_keep}]
    for row in own:
        record.change(row, actor=user, action="evidence.move", claim=keep)
    for row in others:
        record.change(row, actor=user, action="evidence.move", other=keep)
    return {"claim": [str(row.pk) for row in own], "other": [str(row.pk) for row in others]}


def _move_assignment(user: User, claim: Claim, keep: Claim) -> dict[str, str]:
    """Hand the open assignment on to the claim that stays, or close it when that has one already."""
    row = _open(claim).first()
    if row is None:
        return {}
    if not _open(keep).exists():
        record.change(row, actor=user, action="assignment.move", claim=keep)
        return {"moved": str(row.pk)}
    record.change(
        row,
        actor=user,
        action="assignment.drop",
        note="merged into another claim",
        state=AssignmentState.WITHDRAWN,
        closed_at=timezone.now(),
        closing_note=f"Merged into “{keep.statement[:400]}”",
    )
    return {"closed": str(row.pk)}


def _open(claim: Claim) -> QuerySet[Assignment]:
    rows = Assignment.objects.select_for_update(of=("self",))
    return rows.filter(claim=claim, state=AssignmentState.OPEN)


def _move_report_items(user: User, claim: Claim, keep: Claim) -> list[str]:
    """Let reports that are being built hold the claim that stays, unless they hold it already."""
    has = ReportItem.objects.filter(claim=keep).values("report")
    return _follow(user, ReportItem.objects.filter(claim=claim).exclude(report__in=has), claim, keep)


def _follow(user: User, items: QuerySet[ReportItem], was: Claim, now: Claim) -> list[str]:
    """Let items of reports hold another claim, on the record of each report; returns their keys."""
    rows = list(items.select_related("report").order_by("report"))
    ReportItem.objects.filter(pk__in=[row.pk for row in rows]).update(claim=now)
    for row in rows:
        extra = ({"claims": [str(was.pk)]}, {"claims": [str(now.pk)]})
        record.change(row.report, actor=user, action="report.follow", extra=extra)
    return [str(row.pk) for row in rows]


# --- Undo ------------------------------------------------------------------------------------------------


def take_back_out(user: User, claim: Claim, entry: AuditEntry) -> Claim:
    """Give everything that moved by `entry` back to `claim`; returns the claim that had it. Both are locked.

    The row of `claim` itself is restored by the caller. Raises CannotDecide when the other claim was split
    or merged since.
    """
    keep = Claim.objects.get(merged=claim)
    if keep.reject_reason in {RejectReason.SPLIT, RejectReason.MERGED, RejectReason.WITHDRAWN}:
        raise CannotDecide(f"{_named(keep)} was split or merged since. Undo that first.")
    not_half_decided(keep)
    moved: dict[str, Any] = entry.after["moved"]
    Appearance.ever.filter(pk__in=moved["appearances"], claim=keep).update(claim=claim)
    _follow(user, ReportItem.objects.filter(pk__in=moved["reports"], claim=keep), keep, claim)
    for side, ids in moved["evidence"].items():
        for row in Evidence.objects.select_for_update(of=("self",)).filter(pk__in=ids, **{side: keep}):
            values: dict[str, Any] = {side: claim}
            record.change(row, actor=user, action="evidence.move", **values)
    _give_assignment_back(user, claim, keep, moved["assignment"])
    took = entry.after["gave_event"] and keep.event_id == claim.event_id
    event: dict[str, Any] = {"event": None, "event_by": None} if took else {}
    record.change(keep, actor=user, action="claim.give_back", extra=({}, {"claim": claim}), **event)
    return keep


def _give_assignment_back(user: User, claim: Claim, keep: Claim, moved: dict[str, str]) -> None:
    rows = Assignment.objects.select_for_update(of=("self",))
    if "moved" in moved and (row := rows.filter(pk=moved["moved"], claim=keep).first()):
        record.change(row, actor=user, action="assignment.move", claim=claim)
    ids = [moved["closed"]] if "closed" in moved else []
    closed = rows.filter(pk__in=ids, state=AssignmentState.WITHDRAWN).first()
    if closed is not None and not _open(claim).exists():
        record.change(
            closed,
            actor=user,
            action="assignment.restore",
            state=AssignmentState.OPEN,
            closed_at=None,
            closing_note="",
        )
