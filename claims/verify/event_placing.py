"""The machine puts claims into events as they come, and those near them anew, so that no order shows.

What a person placed stays where it is. An event that people had a hand in keeps all its claims and may get
more; it is neither named nor merged. A closed one gets nothing more. All others near the new claims are put
together afresh, and go on under the name and address that most of their claims had. It looks at a bounded
number of claims, never over all. Callers write in a transaction of their own; one at a time a desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Q

from claims import record
from claims.models import Claim, Event, EventsApart

from .candidates import open_to_matching
from .comparing import Look
from .event_members import drawn_of
from .event_naming import event_name, name_of
from .event_near import near
from .grouping.kin import Drawn, kin_of
from .grouping.linking import linked
from .grouping.settling import became, is_event, kept

GROUPER = "groups-3"
TRIES = 3  # the last one holds every claim that it looks at


class Overtaken(Exception):
    """A person placed one of the claims, or took an event in hand, while the machine worked it out."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the claims that are looked at are, and which events are put together afresh."""

    claims: Mapping[UUID, Claim]
    rows: Sequence[Drawn]
    loose: Sequence[Event]  # the machine's alone, all of their claims among these
    firm: Mapping[UUID, int]  # the other events, by number: their claims stay together

    def held(self) -> list[int | None]:
        """Return for each row the number of the firm event that it stays in."""
        events = [self.claims[row.member.key].event_id for row in self.rows]  # type: ignore[index]
        return [self.firm.get(event) if event else None for event in events]


def claims_group(*, desk_id: UUID, looks: Sequence[Look]) -> int:
    """Put the claims that were looked at into events; returns how many are in one.

    Does nothing for claims that a person placed or this version has placed already: safe to repeat.
    """
    with transaction.atomic():
        one_at_a_time(desk_id)
        for tries_left in reversed(range(TRIES)):
            try:
                with transaction.atomic():
                    return _group(desk_id, looks, hold=not tries_left)
            except Overtaken:
                continue
    raise AssertionError("claims that are held cannot be placed by somebody else")


def _group(desk_id: UUID, looks: Sequence[Look], *, hold: bool) -> int:
    """Group once; raises Overtaken when somebody placed a claim meanwhile. `hold`: nobody can."""
    mine = _to_place(look.claim.pk for look in looks)
    if not mine:
        return 0
    around = near(desk_id, mine, looks)
    if hold:
        _locked(Q(pk__in=around | mine))
    stand = _stand(around, mine)
    _settle(desk_id, stand, mine, linked(kin_of(stand.rows), stand.held()))
    Claim.objects.filter(pk__in=mine).update(grouper=GROUPER)
    return Claim.objects.filter(pk__in=mine).exclude(event=None).count()


def one_at_a_time(desk_id: UUID) -> None:
    """Let one transaction at a time work out the desk's events."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"events {desk_id}"])


def _to_place(ids: Iterable[UUID]) -> set[UUID]:
    """Return the claims that the machine may place: nobody placed them, nor this version of it."""
    rows = Claim.objects.filter(pk__in=list(ids), event_by=None).exclude(grouper=GROUPER)
    return set(rows.filter(Q(event=None) | Q(event__closed=False)).values_list("pk", flat=True))


# --- Where the claims are --------------------------------------------------------------------------------


def _stand(ids: set[UUID], mine: set[UUID]) -> Stand:
    """Return the claims that take part: those to place, and those that were looked for an event before."""
    rows = Claim.objects.filter(open_to_matching(), pk__in=ids).select_related("event")
    looked_for = rows.filter(Q(pk__in=mine) | ~Q(grouper="") | Q(event__isnull=False))
    # Those that a person took out of every event, and those of closed events, are left as they are.
    taking_part = looked_for.exclude(event=None, event_by__isnull=False).exclude(event__closed=True)
    claims = {claim.pk: claim for claim in taking_part}
    events = {claim.event.pk: claim.event for claim in claims.values() if claim.event}
    loose = _loose(events, claims)
    firm = sorted((event for event in events.values() if event.pk not in loose), key=_age)
    return Stand(
        claims,
        drawn_of(claims),
        sorted((events[pk] for pk in loose), key=_age),
        {event.pk: number for number, event in enumerate(firm)},
    )


def _age(event: Event) -> tuple[str, str]:
    return event.created_at.isoformat(), str(event.pk)


def _loose(events: Mapping[UUID, Event], claims: Mapping[UUID, Claim]) -> set[UUID]:
    """Return the events that may be put together afresh: nobody touched them, and they are seen whole."""
    free = {pk for pk, event in events.items() if not touched(event)}
    apart = EventsApart.objects.filter(Q(one__in=free) | Q(other__in=free)).values_list("one", "other")
    placed = Claim.objects.filter(event__in=free, event_by__isnull=False).values_list("event", flat=True)
    free -= {pk for pair in apart for pk in pair} | {pk for pk in placed if pk}
    sizes = Claim.objects.filter(open_to_matching(), event__in=free).values("event").annotate(n=Count("pk"))
    held = [claim.event_id for claim in claims.values()]
    return {row["event"] for row in sizes if row["n"] == held.count(row["event"])}


def touched(event: Event) -> bool:
    """Whether a person had a hand in the event itself: named, corrected, closed or merged it."""
    return bool(event.kept_by_id or event.closed or event.merged_into_id)


# --- Where they go ---------------------------------------------------------------------------------------


def _settle(desk_id: UUID, stand: Stand, mine: set[UUID], groups: Sequence[Sequence[int]]) -> None:
    """Put the groups into the events that they go on, or into new ones; the rest goes out of its event."""
    firm = {number: pk for pk, number in stand.firm.items()}
    held = stand.held()
    keys: list[list[UUID]] = []
    events: list[Event | None] = []
    alone: list[UUID] = []
    for group in groups:
        members = [stand.rows[at].member for at in group]
        ids: list[UUID] = [member.key for member in members]  # type: ignore[misc]
        number = next((found for at in group if (found := held[at]) is not None), None)
        if number is None and not is_event([member.article for member in members]):
            alone += ids
            continue
        keys.append(ids)
        events.append(None if number is None else stand.claims[_first(stand, firm[number])].event)
    _move(desk_id, stand, mine, keys, events, alone)


def _first(stand: Stand, event: UUID) -> UUID:
    return next(pk for pk, claim in stand.claims.items() if claim.event_id == event)


def _move(
    desk_id: UUID,
    stand: Stand,
    mine: set[UUID],
    groups: Sequence[Sequence[UUID]],
    events: Sequence[Event | None],
    alone: Sequence[UUID],
) -> None:
    """Move the claims; `events` gives for each group the firm event that it belongs to."""
    was = {pk: claim.event for pk, claim in stand.claims.items() if claim.event}
    free = [group if event is None else [] for group, event in zip(groups, events, strict=True)]
    goes_on = [event or found for event, found in zip(events, kept(free, was, stand.loose), strict=True)]
    for at, group in enumerate(groups):
        goes_on[at] = goes_on[at] or _start(desk_id, [stand.claims[pk] for pk in group])
    merged = {old: new for old, new in became(groups, was, goes_on).items() if old in stand.loose and new}
    _lock(stand, mine | _leaving(stand, groups, goes_on, alone), merged)
    changed: dict[UUID, Event] = {}
    for group, event in zip(groups, goes_on, strict=True):
        assert event is not None  # noqa: S101 - one was found or started
        moved = [stand.claims[pk] for pk in group if stand.claims[pk].event_id != event.pk]
        if moved:
            changed |= {claim.event.pk: claim.event for claim in moved if claim.event}
            changed[event.pk] = event
            put(event, moved)
    changed |= _take_out([stand.claims[pk] for pk in alone if stand.claims[pk].event])
    for old, new in merged.items():
        _merge(new, old)
        changed.pop(old.pk, None)
    for event in changed.values():
        event_name(event)


def _leaving(
    stand: Stand, groups: Sequence[Sequence[UUID]], goes_on: Sequence[Event | None], alone: Sequence[UUID]
) -> set[UUID]:
    """Return the claims that are in another event afterwards, or in none."""
    stays = {
        pk
        for group, event in zip(groups, goes_on, strict=True)
        if event
        for pk in group
        if stand.claims[pk].event_id == event.pk
    }
    left = {pk for pk in alone if stand.claims[pk].event}
    return {pk for group in groups for pk in group} - stays | left


def _lock(stand: Stand, claims: set[UUID], merged: Iterable[Event]) -> None:
    """Lock what is about to be written, by id: people who decide on these claims wait, never in a circle.

    Raises Overtaken when a claim is not where it was seen, or somebody took one of the events in hand.
    """
    for pk, event, by in _locked(Q(pk__in=claims) | Q(event__in=[event.pk for event in merged])):
        seen = stand.claims.get(pk)
        if seen is None and pk in claims:
            continue  # it takes no part; it is only marked as looked at
        if seen is None or (seen.event_id, seen.event_by_id) != (event, by):
            raise Overtaken
    if any(map(touched, Event.objects.filter(pk__in=[event.pk for event in stand.loose]))):
        raise Overtaken


def _locked(which: Q) -> list[tuple[UUID, UUID | None, UUID | None]]:
    """Lock claims by id; returns for each its event and who placed it."""
    rows = Claim.objects.filter(which).order_by("pk").select_for_update(no_key=True)
    return list(rows.values_list("pk", "event", "event_by"))


def _start(desk_id: UUID, claims: Sequence[Claim]) -> Event:
    event = Event.objects.create(desk_id=desk_id, title=name_of(claims).title)
    record.created(event, actor=None, action="event.start")
    return event


def put(event: Event, claims: Sequence[Claim]) -> None:
    """Put locked claims into an event in the machine's name."""
    if claims:
        record.placed(event, claims, actor=None, action="event.place")
        Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(event=event, grouper=GROUPER)


def _take_out(claims: Sequence[Claim]) -> dict[UUID, Event]:
    """Take locked claims out of their events in the machine's name; returns those events."""
    left = {claim.event.pk: claim.event for claim in claims if claim.event}
    for event in left.values():
        mine = [claim for claim in claims if claim.event_id == event.pk]
        record.placed(event, mine, actor=None, action="event.remove.claim")
        Claim.objects.filter(pk__in=[claim.pk for claim in mine]).update(event=None)
    return left


def _merge(into: Event, other: Event) -> None:
    """Put what is left of `other` into `into`; its address leads there from now on."""
    put(into, list(Claim.objects.filter(event=other).select_related("event").order_by("pk")))
    record.change(other, actor=None, action="event.merge", merged_into=into)
