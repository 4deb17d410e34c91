"""The event page as of a moment: what the event was called then, and the claims it held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from claims.asof.past import beside, claims_at
from claims.asof.since import Look
from claims.asof.undoing import take_back
from claims.models import Appearance, AuditEntry, Claim, Event
from claims.together.sentences import Told, told

from .event_figures import Figures, figures_of_claims
from .event_reads import HISTORY
from .places import Place, place_of, with_sentence

SHOWN = 200  # claims of one page
LOOKED_AT = 2000  # claims whose figures are looked at, as on the page of now


@dataclass(frozen=True)
class EventThen:
    """Everything on the page of one event as of a moment."""

    event: Event
    claims: Sequence[tuple[Claim, Place | None]]  # of this page
    count: int  # of claims, rejected ones included
    page: int  # from 1
    history: Sequence[Told]
    figures: Figures

    @property
    def first(self) -> int:
        """The place of the first claim shown, from 1."""
        return (self.page - 1) * SHOWN + 1

    @property
    def last(self) -> int:
        """The place of the last claim that this page reaches."""
        return min(self.page * SHOWN, self.count)

    @property
    def next(self) -> int:
        """The next page, 0 when there is none."""
        return self.page + 1 if self.last < self.count else 0


def event_then(event: Event, at: datetime, page: int = 1) -> EventThen | None:
    """Return a page of an event as of `at`, None before it was begun. Some 15 queries whatever its size.

    Claims stand in the order in which they were recorded; a page that is not there is the last one.
    """
    held = held_at(event, at)
    if held is None:
        return None
    rows = Claim.objects.filter(pk__in=held, created_at__lte=at).order_by("created_at", "pk")
    ids = list(rows.values_list("pk", flat=True))
    page = min(page, max(1, -(-len(ids) // SHOWN)))
    here, looked = ids[(page - 1) * SHOWN : page * SHOWN], ids[:LOOKED_AT]
    known = beside(Claim.objects.filter(pk__in={*here, *looked}))
    past = claims_at(list(known), at, places=with_sentence(Appearance.ever.all()), proposals=0).claims
    figures = figures_of_claims(_in(past, looked), part=len(ids) > LOOKED_AT)
    claims = [(row, _first(row)) for row in _in(past, here)]
    return EventThen(event, claims, len(ids), page, _history(event, at), figures)


def _in(known: dict[UUID, Claim], order: Sequence[UUID]) -> list[Claim]:
    return [known[pk] for pk in order if pk in known]


def held_at(event: Event, at: datetime) -> set[UUID] | None:
    """Return the claims that the event held at `at`, None before it was begun (3 queries).

    The event is taken back in memory: its title, days and place are those of then.
    """
    look = Look(at)
    look.ask([event.pk])
    entries = look.of(event.pk).about("event")
    if event.created_at > at or any(entry.action == "event.start" for entry in entries):
        return None
    take_back(event, entries)
    return _held(event, at)


def begins(event: Event) -> datetime:
    """Return the first moment at which there is something to show of an event (1 query)."""
    first = AuditEntry.objects.filter(chain=event.pk, action="event.start").order_by("link").first()
    return max(first.at, event.created_at) if first else event.created_at


def _held(event: Event, at: datetime) -> set[UUID]:
    """Return the claims that the event held (2 queries).

    What the first change since says stood before is where a claim was; going back does not name its goal.
    """
    key = str(event.pk)
    about = Q(before__event__id=key) | Q(after__event__id=key) | Q(action="event.back")
    rows = AuditEntry.objects.filter(about, desk=event.desk_id, at__gt=at, before__has_key="event")
    moved: dict[UUID, bool] = {}
    for claim, before in rows.exclude(claim=None).order_by("id").values_list("claim", "before__event__id"):
        moved.setdefault(claim, before == key)
    now = set(Claim.objects.filter(event=event).values_list("pk", flat=True))
    return {pk for pk in now | set(moved) if moved.get(pk, True)}


def _first(claim: Claim) -> Place | None:
    row = next(iter(claim.appearances.all()), None)
    return place_of(row) if row is not None else None


def _history(event: Event, at: datetime) -> list[Told]:
    rows = AuditEntry.objects.filter(subject_type="event", subject_id=event.pk, claim=None, at__lte=at)
    return told(rows.exclude(action="event.name").select_related("actor").order_by("-id")[:HISTORY])
