"""One decision on many claims: looked at beforehand, done slice by slice, undone as a whole.

A batch keeps the ids of the claims it was confirmed for. Few are done at once; many are done by any worker,
under a lease, each slice in one transaction with how far the batch has come. So a killed worker loses and
doubles nothing. What somebody holds or has decided by then stays as it is.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from claims import flow, record
from claims.access import visible_to
from claims.models import AuditEntry, Claim, ClaimBatch, ClaimTag, Tag, User
from claims.models.many import BatchAction
from claims.states import CHOSEN_REASONS, JobState, Review

from . import decisions, tagging, undo
from .batch_hints import send
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
        batch = ClaimBatch.objects.create(
            desk_id=desks.pop(),
            started_by=user,
            action=deed.action,
            reason=deed.reason,
            tag=deed.tag,
            claims=sorted(claims),
            total=len(claims),
        )
        after = {
            "action": deed.action,
            "claims": len(claims),
            "reason": deed.reason,
            "tag": str(deed.tag or ""),
        }
        record.created(batch, actor=user, action="batch.start", after=after)
        if batch.total > AT_ONCE:
            transaction.on_commit(lambda: send(batch))
    return _soon(batch)


def batch_undo(*, user: User, batch: ClaimBatch) -> ClaimBatch:
    """Take the locked batch back: its own changes, where nothing was done since. Raises CannotDecide."""
    if batch.started_by_id != user.pk:
        raise CannotDecide(f"{batch.started_by.display_name} did this. Only they can undo it.")
    if batch.is_open:
        raise CannotDecide("This is not finished yet. Wait a moment, then undo it.")
    if batch.undoing:
        raise CannotDecide("This was undone already.")
    batch.state, batch.undoing, batch.done, batch.attempts = JobState.QUEUED, True, 0, 0
    batch.finished_at = batch.sent_at = None
    batch.save()
    record.created(batch, actor=user, action="batch.undo", after={"claims": len(batch.entries)})
    if batch.total > AT_ONCE:
        transaction.on_commit(lambda: send(batch))
    return batch


def _soon(batch: ClaimBatch) -> ClaimBatch:
    """Do a small batch now."""
    if batch.total <= AT_ONCE:
        batch_run(str(batch.pk))
        batch.refresh_from_db()
    return batch


def batch_run(batch_id: str) -> None:
    """Take the batch and do it to its end, unless another worker has it; the whole of the task."""
    batch = _begin(batch_id)
    if batch is None:
        return
    try:
        with flow.Heartbeat(batch):
            while _slice(batch):
                pass
    except flow.LostLease:
        return
    except Exception as error:
        ClaimBatch.objects.filter(pk=batch.pk, lease_token=batch.lease_token).update(
            state=JobState.QUEUED,
            lease_token=None,
            lease_until=None,
            sent_at=timezone.now(),
            error=f"{type(error).__name__}: {error}"[:500],
        )
        raise


def _begin(batch_id: str) -> ClaimBatch | None:
    now = timezone.now()
    took = (
        ClaimBatch.objects.filter(pk=batch_id)
        .filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now))
        .update(
            state=JobState.RUNNING,
            lease_token=uuid.uuid4(),
            lease_until=now + settings.WORK_LEASE,
            attempts=F("attempts") + 1,
        )
    )
    return ClaimBatch.objects.get(pk=batch_id) if took else None


@transaction.atomic
def _slice(batch: ClaimBatch) -> bool:
    """Do the next claims and note it, in one transaction; returns whether there are more."""
    held = ClaimBatch.objects.select_for_update(of=("self",)).select_related("started_by", "tag")
    row = held.filter(pk=batch.pk, state=JobState.RUNNING, lease_token=batch.lease_token).first()
    if row is None:
        raise flow.LostLease(str(batch))
    ids = row.claims[row.done : row.done + SLICE]
    rows = Claim.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    if row.undoing:
        row.undone += _take_back(row, rows)
    else:
        entries = _done(row, rows)
        row.entries += entries
        row.changed += len(entries)
    row.done += len(ids)
    more = row.done < row.total
    if not more:
        row.state, row.lease_token, row.lease_until = JobState.DONE, None, None
        row.finished_at, row.error = timezone.now(), ""
    row.save()
    return more


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
        last = undo.last_on(claim)
        if last is not None and last.pk in written:
            try:
                undo.claim_undo(user=user, claim=claim)
            except CannotDecide:  # an edition of a report carries it
                continue
            back += 1
    return back
