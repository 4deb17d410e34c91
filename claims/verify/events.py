"""What people do with events: name them, move claims, merge, split, close; and take any of it back.

Each act writes one entry on the event and one for each claim that it moved, in one transaction, so that it
can be undone exactly. What a person has placed is marked, and the machine leaves it alone from then on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from claims import record
from claims.models import AuditEntry, Claim, Desk, Event, EventsApart, User

from .refusal import CannotDecide

MOST = 20_000  # claims that one act moves


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: the entry by which it is undone, the event it is about, and how many claims moved."""

    entry: AuditEntry
    event: Event
    claims: int


def event_rename(
    *,
    user: User,
    event: Event,
    title: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    place: str = "",
    note: str = "",
) -> Done:
    """Name the locked event, with its days and place; the machine names it no more. Raises CannotDecide."""
    _stands(event)
    title = " ".join(title.split())
    if not title:
        raise CannotDecide("Write what the event is called.")
    if ends_on and (starts_on is None or ends_on < starts_on):
        raise CannotDecide("The last day lies before the first.")
    entry = record.change(
        event,
        actor=user,
        action="event.rename",
        note=note.strip(),
        title=title[:300],
        starts_on=starts_on,
        ends_on=ends_on,
        place=" ".join(place.split())[:200],
        kept_by=user,
    )
    return Done(entry, event, 0)


def event_close(*, user: User, event: Event, closed: bool, note: str = "") -> Done:
    """Close the locked event, so that the machine adds nothing more to it, or open it again."""
    _stands(event)
    action = "event.close" if closed else "event.open"
    entry = record.change(event, actor=user, action=action, note=note.strip(), closed=closed, kept_by=user)
    return Done(entry, event, 0)


def event_start(*, user: User, desk: Desk, title: str) -> Event:
    """Return a new event with this title, that a person keeps. Raises CannotDecide."""
    title = " ".join(title.split())
    if not title:
        raise CannotDecide("Write what the new event is called.")
    event = Event.objects.create(desk=desk, title=title[:300], kept_by=user)
    record.created(event, actor=user, action="event.start", after={"title": event.title})
    return event


def event_move(*, user: User, claims: Sequence[Claim], to: Event | None, note: str = "") -> Done:
    """Move locked claims to the locked event `to`, or out of any event (None). Raises CannotDecide.

    The events that they leave and the one they come to are told apart: the machine does not make them one.
    """
    moved = [claim for claim in claims if claim.event_id != (to.pk if to else None)]
    if not moved:
        raise CannotDecide("The chosen claims are there already.")
    if to is not None:
        _stands(to)
        if any(claim.desk_id != to.desk_id for claim in moved):
            raise CannotDecide("A claim and its event belong to one desk.")
    left = {claim.event_id: claim.event for claim in moved if claim.event}
    about = to or next(iter(left.values()))
    done = _act(user, about, "event.move" if to else "event.remove", moved, to, note)
    if to is not None:
        for event in left.values():
            _keep_apart(user, event, to)
    return done


def event_split(*, user: User, event: Event, claims: Sequence[Claim], title: str, note: str = "") -> Done:
    """Move locked claims of the event into a new one; the two are told apart. Raises CannotDecide."""
    _stands(event)
    mine = [claim for claim in claims if claim.event_id == event.pk]
    if not mine:
        raise CannotDecide("Choose the claims that belong to the other event.")
    new = event_start(user=user, desk=event.desk, title=title)
    done = _act(user, new, "event.split", mine, new, note)
    _keep_apart(user, event, new)
    return done


def event_merge(*, user: User, event: Event, into: Event, note: str = "") -> Done:
    """Move all claims of the locked `event` into the locked `into`; its address leads there from now on."""
    _stands(event)
    _stands(into)
    if event.pk == into.pk or event.desk_id != into.desk_id:
        raise CannotDecide("Choose another event of this desk.")
    rows = (
        Claim.objects.filter(event=event)
        .select_for_update(of=("self",))
        .select_related("event")
        .order_by("pk")
    )
    claims = list(rows[:MOST])
    done = _act(user, into, "event.merge", claims, into, note, after={"merged": event})
    record.change(event, actor=user, action="event.merged", note=note.strip(), merged_into=into, kept_by=user)
    return done


def event_undo(*, user: User, entry: AuditEntry) -> Done:
    """Take an act back: each claim that is still where it was put goes back. Raises CannotDecide."""
    if AuditEntry.objects.filter(undoes=entry).exists():
        raise CannotDecide("This was taken back already.")
    event = Event.objects.select_for_update().get(pk=entry.subject_id)
    if entry.action in {"event.rename", "event.close", "event.open"}:
        return _undo_words(user, event, entry)
    if entry.action not in {"event.move", "event.remove", "event.split", "event.merge"}:
        raise CannotDecide("This cannot be taken back.")
    merged = entry.after.get("merged")
    if merged:
        other = Event.objects.select_for_update().get(pk=merged["id"])
        record.change(other, actor=user, action="event.unmerge", merged_into=None, kept_by=user)
    return _undo_moves(user, event, entry)


def _undo_words(user: User, event: Event, entry: AuditEntry) -> Done:
    before = dict(entry.before)
    values: dict[str, Any] = {name: before[name] for name in ("title", "place", "closed") if name in before}
    for name in ("starts_on", "ends_on"):
        if name in before:
            values[name] = date.fromisoformat(before[name]) if before[name] else None
    undone = record.change(event, actor=user, action="event.undo", undoes=entry, kept_by=user, **values)
    return Done(undone, event, 0)


def _undo_moves(user: User, event: Event, entry: AuditEntry) -> Done:
    """Put the claims of an act back where they were, those that are still where the act left them."""
    rows = AuditEntry.objects.filter(
        subject_type="event", subject_id=event.pk, after__act=entry.pk, claim__isnull=False
    )
    was = {row.claim_id: (row.before["event"], row.before["by"]) for row in rows if row.claim_id}
    there = None if entry.action == "event.remove" else event.pk
    held = Claim.objects.filter(pk__in=was, event=there).select_for_update(of=("self",))
    claims = list(held.select_related("event").order_by("pk"))
    undone = record.change(
        event,
        actor=user,
        action="event.undo",
        undoes=entry,
        extra=({}, {"claims": len(claims), "left": len(was) - len(claims)}),
    )
    record.placed(event, claims, actor=user, action="event.back", head=undone)
    for (former, by), ids in _by_former(claims, was).items():
        Claim.objects.filter(pk__in=ids).update(event=former, event_by=by)
    return Done(undone, event, len(claims))


def _by_former(
    claims: Sequence[Claim], was: dict[UUID, tuple[dict[str, str] | None, str | None]]
) -> dict[tuple[str | None, str | None], list[UUID]]:
    """Return the claims by the event they were in and who had placed them there."""
    found: dict[tuple[str | None, str | None], list[UUID]] = {}
    for claim in claims:
        event, by = was[claim.pk]
        found.setdefault((event["id"] if event else None, by), []).append(claim.pk)
    return found


def _act(
    user: User,
    about: Event,
    action: str,
    claims: Sequence[Claim],
    to: Event | None,
    note: str,
    after: dict[str, Event] | None = None,
) -> Done:
    """Write the act on the event it is about, a row for each claim, and move them in the person's name."""
    head = record.change(
        about,
        actor=user,
        action=action,
        note=note.strip(),
        extra=({}, {"claims": len(claims), **(after or {})}),
        kept_by=user,
    )
    record.placed(about, claims, actor=user, action=f"{action}.claim", note=note.strip(), head=head)
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(event=to, event_by=user)
    return Done(head, about, len(claims))


def _stands(event: Event) -> None:
    if event.merged_into_id is not None:
        raise CannotDecide("This event was merged into another one. Open that one.")


def _keep_apart(user: User, one: Event, other: Event) -> None:
    first, second = sorted((one, other), key=lambda event: event.pk)
    EventsApart.objects.get_or_create(one=first, other=second, defaults={"decided_by": user})
