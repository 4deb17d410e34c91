"""One decision on many claims: looked at beforehand, done slice by slice, undone as a whole.

A batch is a job (claims/jobs.py) that keeps the ids of the claims it was confirmed for. Few are done before
the answer, many by workers. What somebody holds or has decided by then stays as it is.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from claims import jobs, record
from claims.access import visible_to
from claims.models import AuditEntry, Claim, ClaimBatch, ClaimTag, Tag, User
from claims.models.many import BatchAction
from claims.states import CHOSEN_REASONS, JobState, Review

from . import decisions, tagging, undo
from .decisions import CannotDecide
from .queue import free_for

AT_ONCE = 500  # claims that are done before the answer; more are done by a worker
SLICE = 100
MOST = 20_000


@dataclass(frozen=True)
class Deed:
    """What is to be done to each claim."""

    action: str
    reason: str = ""
    tag: Tag | None = None

    def touches(self, user: User, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        """Return those of `rows` that the deed changes now."""
        if self.action in {BatchAction.ACCEPT, BatchAction.REJECT}:
            return free_for(user, rows).filter(review_state=Review.EXTRACTED, high_stakes=False)
        tagged = ClaimTag.objects.filter(tag=self.tag).values("claim")
        mine = rows.filter(desk=self.tag.desk_id) if self.tag else rows.none()
        if self.tag is None or self.tag._state.adding:  # a new one, that no claim has
            return mine
        return mine.filter(pk__in=tagged) if self.action == BatchAction.UNTAG else mine.exclude(pk__in=tagged)

    def do(self, user: User, claim: Claim) -> AuditEntry | None:
        """Do it to one locked claim; None where it changes nothing."""
        if self.action == BatchAction.ACCEPT:
            return decisions.claim_accept(user=user, claim=claim)
        if self.action == BatchAction.REJECT:
            return decisions.claim_reject(user=user, claim=claim, reason=self.reason)
        put = tagging.claim_tag if self.action == BatchAction.TAG else tagging.claim_untag
        return put(user=user, claim=claim, tag=self.tag) if self.tag else None


def deed_of(*, user: User, action: str, reason: str = "", tag: str = "", make: bool = False) -> Deed:
    """Return the deed that a form asks for; a tag that is new is made only if `make`. Raises CannotDecide."""
    if action not in BatchAction.values:
        raise CannotDecide("Choose what to do with the claims.")
    if action == BatchAction.REJECT and reason not in CHOSEN_REASONS:
        raise CannotDecide("Choose a reason from 1 to 6.")
    if action not in {BatchAction.TAG, BatchAction.UNTAG}:
        return Deed(action, reason if action == BatchAction.REJECT else "")
    if user.desk is None:
        raise CannotDecide("You belong to no desk, so there are no tags.")
    if action == BatchAction.UNTAG:
        known = Tag.objects.filter(desk=user.desk, name__iexact=tag.strip()).first()
        if known is None:
            raise CannotDecide("There is no such tag.")
        return Deed(action, tag=known)
    return Deed(action, tag=tagging.tag_named(user=user, desk=user.desk, name=tag, make=make))


def batch_start(*, user: User, deed: Deed, claims: Sequence[uuid.UUID]) -> ClaimBatch:
    """Do `deed` to the claims, at once when they are few; returns the batch. Raises CannotDecide."""
    if not claims:
        raise CannotDecide("None of these claims would change. Choose others.")
    if len(claims) > MOST:
        raise CannotDecide(f"At most {MOST:,} claims are changed at once. Narrow the filters.")
    desks = set(visible_to(user, Claim).filter(pk__in=claims).order_by().values_list("desk", flat=True))
    if len(desks) != 1:
        raise CannotDecide("Choose claims of one desk.")
    with transaction.atomic():
        batch = ClaimBatch(
            desk_id=desks.pop(),
            started_by=user,
            action=deed.action,
            reason=deed.reason,
            tag=deed.tag,
            claims=sorted(claims),
            total=len(claims),
        )
        jobs.queue_again(batch, here=is_small(batch))
        after = {
            "action": deed.action,
            "claims": len(claims),
            "reason": deed.reason,
            "tag": str(deed.tag or ""),
        }
        record.created(batch, actor=user, action="batch.start", after=after)
    batch_run(batch)
    batch.refresh_from_db()
    return batch


def batch_undo(*, user: User, batch: ClaimBatch) -> None:
    """Take the locked batch back: its own changes, where nothing was done since. Raises CannotDecide."""
    _only_own(user, batch, "undo it")
    if batch.is_open:
        raise CannotDecide("This is not finished yet. Wait a moment, then undo it.")
    if batch.undoing:
        raise CannotDecide("This was undone already.")
    batch.undoing, batch.done = True, 0
    jobs.queue_again(batch, here=is_small(batch))
    record.created(batch, actor=user, action="batch.undo", after={"claims": len(batch.entries)})


def batch_stop(*, user: User, batch: ClaimBatch) -> None:
    """Stop the locked batch; what it did stays, and can be undone. Raises CannotDecide."""
    _only_own(user, batch, "stop it")
    if jobs.stop(batch):
        record.created(batch, actor=user, action="batch.stop", after={"done": batch.done})


def batch_again(*, user: User, batch: ClaimBatch) -> None:
    """Go on with the locked batch that was stopped or failed. Raises CannotDecide."""
    _only_own(user, batch, "go on with it")
    if batch.state in {JobState.STOPPED, JobState.FAILED}:
        jobs.queue_again(batch, here=is_small(batch))
        record.created(batch, actor=user, action="batch.again", after={"done": batch.done})


def _only_own(user: User, batch: ClaimBatch, what: str) -> None:
    if batch.started_by_id != user.pk:
        raise CannotDecide(f"{batch.started_by.display_name} did this. Only they can {what}.")


def is_small(batch: ClaimBatch) -> bool:
    """Return whether the batch is done before the answer."""
    return batch.total <= AT_ONCE


def batch_run(batch: ClaimBatch) -> None:
    """Do a small batch that waits, now that it is committed."""
    if is_small(batch):
        batch_slice(str(batch.pk))


# --- In workers, and for small ones before the answer ---------------------------------------------------


def batch_slice(job_id: str, *, seconds: float = jobs.SLICE) -> bool:
    """Do more claims of the batch for `seconds`, then hand it on; returns whether there is more to do."""
    until = time.monotonic() + seconds
    return jobs.run(ClaimBatch, job_id, lambda batch: _go_on(batch, until))


def _go_on(batch: ClaimBatch, until: float) -> bool:
    while batch.done < batch.total:
        _slice(batch)
        if batch.done < batch.total and time.monotonic() > until:
            jobs.pause(batch)
            return True
    jobs.finish(batch, error="")
    return False


def _slice(batch: ClaimBatch) -> None:
    """Do the next claims and note it, in one transaction. Raises flow.LostLease."""
    with transaction.atomic():
        held = jobs.hold(batch)
        ids = held.claims[held.done : held.done + SLICE]
        rows = Claim.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
        if held.undoing:
            held.undone += _take_back(held, rows)
        else:
            entries = _done(held, rows)
            held.entries += entries
            held.changed += len(entries)
        held.done += len(ids)
        held.attempts = 1
        held.save()
    batch.done, batch.attempts = held.done, 1


def _done(batch: ClaimBatch, rows: QuerySet[Claim]) -> list[int]:
    deed = Deed(batch.action, batch.reason, batch.tag)
    entries = (_try(deed, batch.started_by, claim) for claim in deed.touches(batch.started_by, rows))
    return [entry.pk for entry in entries if entry is not None]


def _try(deed: Deed, user: User, claim: Claim) -> AuditEntry | None:
    try:
        return deed.do(user, claim)
    except CannotDecide:  # split in the meantime: it stays as it is
        return None


def _take_back(batch: ClaimBatch, rows: QuerySet[Claim]) -> int:
    """Undo what the batch wrote on these claims, except where somebody did something since."""
    written = set(batch.entries)
    user, back = batch.started_by, 0
    opposite = {BatchAction.TAG: BatchAction.UNTAG, BatchAction.UNTAG: BatchAction.TAG}.get(batch.action)  # type: ignore[call-overload]
    for claim in rows:
        if opposite:
            mine = AuditEntry.objects.filter(claim=claim, pk__in=written).exists()
            back += mine and _try(Deed(opposite, tag=batch.tag), user, claim) is not None
            continue
        last = undo.last_on(claim, placing=True)
        if last is not None and last.pk in written:
            try:
                undo.claim_undo(user=user, claim=claim)
            except CannotDecide:  # an edition of a report carries it
                continue
            back += 1
    return back
