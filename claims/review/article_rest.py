"""What is done to many claims of an article at one stroke, and taken back at one: accepting, offering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from claims import record, rematch
from claims.access import visible_to
from claims.models import Article, AuditEntry, Claim, User
from claims.states import Review

from .decisions import CannotDecide, reviewed_now
from .entries import Brief
from .published import edition_since
from .queue import held_by_other
from .workbench import Bench

ONE = "claim.accept_with"  # each claim's entry; the article's entry heads them
OFFERED = "claim.offer_with"


@dataclass(frozen=True)
class Stroke:
    """How a stroke is taken back: the entries of its claims, the entry of the article, what stood before."""

    one: str
    back: str
    before: Mapping[str, Any]


STROKES = {
    "article.accept_rest": Stroke(
        ONE,
        "article.reopen_rest",
        {"review_state": Review.EXTRACTED, "reviewed_by": None, "reviewed_at": None},
    ),
    "article.offer_rest": Stroke(OFFERED, "article.aside_rest", {"set_aside": True}),
}


@dataclass(frozen=True)
class Done:
    """What came of it: the claims that were changed, and how many stayed as they are."""

    claims: Sequence[Claim]
    left: int


def waiting(found: Bench, user: User) -> list[Claim | Brief]:
    """Return the claims that may be accepted at one stroke: open, worth it, in nobody else's hands."""
    return [
        entry.claim
        for entry in found.entries
        if entry.open
        and entry.claim.pk not in found.gone
        and entry.claim.worth >= settings.ACCEPT_ABOVE
        and not entry.claim.second_opinion
        and not entry.claim.high_stakes
        and not held_by_other(entry.claim, user)
    ]


def claims_accept(*, user: User, article: Article, seen: Mapping[UUID, int], above: float) -> Done:
    """Accept the claims of `seen` that are still as they were shown (key: version), in one transaction.

    Claims that somebody changed, decided or is on, or wants a second opinion about, stay for a closer look.
    One entry on the article heads those of the claims. Raises CannotDecide when none is left to accept.
    """
    with transaction.atomic():
        rows = visible_to(user, Claim).filter(pk__in=seen, appearances__version__article=article)
        locked = Claim.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("pk"))
        chosen = [row for row in locked.order_by("pk") if _still_open(row, user, seen[row.pk], above)]
        if not chosen:
            raise CannotDecide("None of these claims is left to accept. They were changed in the meantime.")
        head = record.created(
            article,
            actor=user,
            action="article.accept_rest",
            after={"claims": [str(row.pk) for row in chosen], "above": above},
        )
        for row in chosen:
            record.change(
                row,
                actor=user,
                action=ONE,
                extra=({}, {"act": head.pk, "version": row.version + 1}),
                review_state=Review.ACCEPTED,
                **reviewed_now(user),
            )
    return Done(chosen, len(seen) - len(chosen))


def _still_open(row: Claim, user: User, version: int, above: float) -> bool:
    as_shown = row.version == version and row.worth >= above
    waits = row.review_state == Review.EXTRACTED and not row.set_aside and not row.second_opinion
    waits = waits and not row.high_stakes  # two people decide it apart
    return as_shown and waits and not held_by_other(row, user)


def claims_offer(*, user: User, article: Article, seen: Mapping[UUID, int]) -> Done:
    """Put the claims of `seen` that are still set aside, as they were shown (key: version), before people.

    One entry on the article heads those of the claims. Raises CannotDecide when none is left to offer.
    """
    with transaction.atomic():
        rows = visible_to(user, Claim).filter(pk__in=seen, appearances__version__article=article)
        locked = Claim.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("pk"))
        chosen = [row for row in locked.order_by("pk") if row.version == seen[row.pk] and _aside(row)]
        if not chosen:
            raise CannotDecide("None of these claims is set aside any more.")
        ids = [str(row.pk) for row in chosen]
        head = record.created(article, actor=user, action="article.offer_rest", after={"claims": ids})
        for row in chosen:
            act = {"act": head.pk, "version": row.version + 1}
            record.change(row, actor=user, action=OFFERED, extra=({}, act), set_aside=False)
        rematch.claims_again(chosen)
    return Done(chosen, len(seen) - len(chosen))


def _aside(row: Claim) -> bool:
    return row.set_aside and row.review_state == Review.EXTRACTED


def claims_reopen(*, user: User, head: AuditEntry) -> Done:
    """Take back the stroke of `head`, but for claims that were changed since; puts it on record."""
    stroke = STROKES[head.action]
    with transaction.atomic():
        ids = head.after["claims"]
        locked = Claim.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
        rows = {row.pk: row for row in locked}
        entries = AuditEntry.objects.filter(claim__in=ids, action=stroke.one, actor=user, undone_by=None)
        mine = {entry.subject_id: entry for entry in entries if entry.after.get("act") == head.pk}
        free = [pk for pk in sorted(mine) if not _changed(rows[pk], mine[pk])]
        if not free:
            raise CannotDecide("All of these claims were changed since. Undo them one by one.")
        article = Article.objects.get(pk=head.subject_id)
        record.change(article, actor=user, action=stroke.back, undoes=head)
        for pk in free:
            record.change(rows[pk], actor=user, action="claim.undo", undoes=mine[pk], **stroke.before)
        if stroke.one == OFFERED:
            rematch.claims_again([rows[pk] for pk in free])
    return Done([rows[pk] for pk in free], len(ids) - len(free))


def _changed(row: Claim, entry: AuditEntry) -> bool:
    """Whether somebody changed the claim after the entry, or an edition carries the decision."""
    return row.version != entry.after["version"] or edition_since(row.pk, entry.at) is not None
