"""Undo: the last thing a person did to a claim is taken back, by a new entry on the record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from claims import record, rematch
from claims.models import Article, AuditEntry, Claim, Evidence, Source, User
from claims.states import RejectReason, Review

from .article_rest import OFFERED, ONE, STROKES
from .chains import chain_restored
from .claim_merging import take_back_out
from .decisions import CannotDecide, not_half_decided, reviewed_now
from .edits import set_quantities
from .placed import PLACES, placing_undone
from .published import edition_since

UNDOABLE = (
    "claim.accept",
    "claim.reject",
    "claim.edit",
    "claim.split",
    "claim.merge",
    "claim.opinion",
    "claim.offer",
    "claim.by_hand",
)
APART = ("claim.agree", "claim.settle", "claim.stakes")  # of two people: nobody takes it back alone
BY_PERSON = (*UNDOABLE, ONE, OFFERED, *APART, "claim.undo", "claim.verdict", "claim.take_over")
ROWS: dict[str, type[User] | type[Source]] = {"reviewed_by": User, "source": Source}


def last_of(user: User, article: Article) -> AuditEntry | None:
    """Return the person's latest entry on this article's claims that can still be taken back."""
    here = Claim.objects.filter(appearances__version__article=article)
    return (
        AuditEntry.objects.filter(
            Q(claim__in=here) | Q(claim__merged_into__in=here) | Q(article=article),
            actor=user,
            action__in=(*UNDOABLE, *PLACES, *STROKES),
            undone_by__isnull=True,
        )
        .select_related("claim")
        .order_by("-id")
        .first()
    )


def last_on(claim: Claim, *, placing: bool = False) -> AuditEntry | None:
    """Return the latest entry of a person on `claim` that has not been taken back, whoever made it.

    That the claim got a place in a new text changes nothing of it: that counts when `placing` is asked for.
    """
    actions = [*BY_PERSON, *PLACES] if placing else BY_PERSON
    return (
        AuditEntry.objects.filter(claim=claim, subject_id=claim.pk, action__in=actions)
        .exclude(action="claim.undo")
        .filter(undone_by__isnull=True)
        .select_related("actor")
        .order_by("-id")
        .first()
    )


def touched_by(claim: Claim) -> set[UUID]:
    """Return the ids of the claims that undoing the last change of `claim` changes, to be locked together.

    Beside itself those that it was merged into or split into, and those whose evidence a merge moved.
    """
    found = {claim.pk}
    entry = last_on(claim)
    if entry is not None and entry.action == "claim.split":
        found |= {UUID(pk) for pk in entry.after["parts"]}
    if claim.merged_into_id is not None:
        found.add(claim.merged_into_id)
        if entry is not None and entry.action == "claim.merge":
            moved = entry.after["moved"]["evidence"]["other"]
            found |= set(Evidence.objects.filter(pk__in=moved).values_list("claim_id", flat=True))
    return found


def claim_undo(*, user: User, claim: Claim) -> AuditEntry:
    """Take back the last change of the locked `claim`, which must be `user`'s own; returns the new entry.

    The claims of `touched_by` are locked too. Refused (CannotDecide) when there is none, when somebody else
    changed the claim since, when parts of a split were decided, and when an edition of a report carries the
    decision.
    """
    entry = last_on(claim, placing=True)
    if entry is None or entry.action not in (*UNDOABLE, *PLACES, ONE, OFFERED):
        raise CannotDecide("There is nothing to undo on this claim.")
    if entry.actor_id != user.pk:
        raise CannotDecide(f"{entry.actor} changed this claim after you. Open it to see what changed.")
    if entry.action in PLACES:
        return placing_undone(user=user, claim=claim, entry=entry)
    not_half_decided(claim)
    _unpublished(claim.pk, entry)
    touched = [claim]
    if entry.action == "claim.split":
        touched += _withdraw_parts(user, entry)
    if entry.action == "claim.merge":
        _unpublished(claim.merged_into_id, entry)
        touched.append(take_back_out(user, claim, entry))
    rematch.claims_again(touched)
    if entry.action == "claim.by_hand":
        return _withdraw(user, claim, "claim.undo", undoes=entry)
    return _restore(user, claim, entry)


def _unpublished(claim_id: UUID | None, entry: AuditEntry) -> None:
    """Raise CannotDecide when an edition frozen after `entry` carries the claim."""
    frozen = edition_since(claim_id, entry.at)
    if frozen is not None:
        raise CannotDecide(
            f"“{frozen}” carries this decision. Decide anew instead; the edition stays as it is."
        )


def _withdraw_parts(user: User, entry: AuditEntry) -> list[Claim]:
    parts = list(Claim.objects.filter(pk__in=entry.after["parts"]).order_by("pk"))
    if any(part.version > 1 for part in parts):
        raise CannotDecide("A part of this split has been worked on already. Reject the part instead.")
    for part in parts:
        _withdraw(user, part, "claim.withdraw")
    return parts


def _withdraw(user: User, claim: Claim, action: str, undoes: AuditEntry | None = None) -> AuditEntry:
    """Take a claim out of sight that should not have been made; its row and record stay."""
    return record.change(
        claim,
        actor=user,
        action=action,
        undoes=undoes,
        review_state=Review.REJECTED,
        reject_reason=RejectReason.WITHDRAWN,
        **reviewed_now(user),
    )


def _restore(user: User, claim: Claim, entry: AuditEntry) -> AuditEntry:
    before = dict(entry.before)
    was: dict[str, Any] = {}
    now: dict[str, Any] = {}
    if "quantities" in before:
        set_quantities(claim, before["quantities"])
        was["quantities"], now["quantities"] = entry.after.get("quantities"), before.pop("quantities")
    if "chain" in before:
        was["chain"], now["chain"] = chain_restored(claim, before["chain"]), before.pop("chain")
    values = {name: _value(name, old) for name, old in before.items()}
    extra = (was, now) if now else None
    return record.change(claim, actor=user, action="claim.undo", undoes=entry, extra=extra, **values)


def _value(name: str, stored: Any) -> Any:
    """Turn what the record keeps back into what the column holds."""
    if stored is None:
        return None
    if name in ROWS:
        return ROWS[name].objects.get(pk=stored["id"])
    if name in {"event_from", "event_to"}:
        return date.fromisoformat(stored)
    return datetime.fromisoformat(stored) if name == "reviewed_at" else stored
