"""Reads of the events pages: the list, and one event with its articles; a few queries whatever the size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from claims.access import visible_to
from claims.models import Appearance, AuditEntry, Claim, Event, EventsApart, Evidence, User
from claims.models.proposed import worth_telling
from claims.states import EvidenceState, Review
from claims.together.sentences import Told, told

from .event_articles import NO_DAY, Piece, pieces_of
from .event_figures import Figures, figures_of_event

PAGE = 50
HISTORY = 15
UNDOABLE = frozenset(
    {"event.rename", "event.close", "event.open", "event.move", "event.remove", "event.split", "event.merge"}
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much an event holds, rejected claims left out."""

    claims: int = 0
    articles: int = 0
    outlets: int = 0
    proposals: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of events, with their sizes and where the pages beside it start ("" when there is none)."""

    events: Sequence[tuple[Event, Size]]
    query: str
    back: str = ""
    onward: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to an event, in words; `entry` can be taken back when `undoable`."""

    entry: AuditEntry
    told: Told
    undoable: bool


@dataclass(frozen=True, slots=True)
class EventPage:
    """Everything on the page of one event."""

    event: Event
    size: Size
    figures: Figures
    pieces: Sequence[Piece]
    onward: str
    first: bool
    history: Sequence[Act]
    apart: Sequence[Event]


def standing(user: User) -> QuerySet[Event]:
    """Return the events that stand: not merged into another, and with a claim that is not rejected."""
    return visible_to(user, Event).filter(_holds_claims(), merged_into=None)


def _holds_claims() -> Exists:
    return Exists(Claim.objects.filter(event=OuterRef("pk")).exclude(review_state=Review.REJECTED))


def searched(rows: QuerySet[Event], query: str) -> QuerySet[Event]:
    """Keep the events whose title, place or claims have every word of `query`."""
    for word in query.split()[:8]:
        said = Claim.objects.filter(event=OuterRef("pk"), statement__icontains=word)
        rows = rows.filter(Q(title__icontains=word) | Q(place__icontains=word) | Exists(said))
    return rows


def listing(user: User, query: str = "", cursor: str = "") -> Listing:
    """Return the page of events that starts at `cursor`, the latest days first, those without days last."""
    rows = searched(standing(user), query)
    backwards, at = _read(cursor)
    found = list(_ordered(rows, at, backwards)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    sizes = sizes_of(found)
    has_back, has_onward = (more, True) if backwards else (at is not None, more)
    return Listing(
        [(event, sizes.get(event.pk, Size())) for event in found],
        query,
        _cursor("b", found[0]) if found and has_back else "",
        _cursor("f", found[-1]) if found and has_onward else "",
    )


Place = tuple[date | None, UUID]


def _ordered(rows: QuerySet[Event], at: Place | None, backwards: bool) -> QuerySet[Event]:
    if at is not None:
        rows = rows.filter(_before(*at) if backwards else _behind(*at))
    if backwards:
        return rows.order_by(F("starts_on").asc(nulls_first=True), "-id")
    return rows.order_by(F("starts_on").desc(nulls_last=True), "id")


def _behind(day: date | None, pk: UUID) -> Q:
    if day is None:
        return Q(starts_on=None, id__gt=pk)
    return Q(starts_on__lt=day) | Q(starts_on=day, id__gt=pk) | Q(starts_on=None)


def _before(day: date | None, pk: UUID) -> Q:
    if day is None:
        return Q(starts_on__isnull=False) | Q(starts_on=None, id__lt=pk)
    return Q(starts_on__gt=day) | Q(starts_on=day, id__lt=pk)


def _cursor(direction: str, event: Event) -> str:
    return f"{direction}~{event.starts_on.isoformat() if event.starts_on else NO_DAY}~{event.pk}"


def _read(cursor: str) -> tuple[bool, Place | None]:
    """Read a cursor; the first page for anything that is not one."""
    try:
        direction, day, pk = cursor.split("~")
        return direction == "b", (None if day == NO_DAY else date.fromisoformat(day), UUID(pk))
    except ValueError:
        return False, None


def sizes_of(events: Iterable[Event]) -> dict[UUID, Size]:
    """Return how much each event holds (1 query)."""
    ids = [event.pk for event in events]
    waiting = (
        Evidence.objects.filter(worth_telling(), claim__event=OuterRef("event"), state=EvidenceState.PROPOSED)
        .order_by()
        .values("claim__event")
        .annotate(n=Count("pk"))
        .values("n")
    )
    counts = (
        Claim.objects.filter(event__in=ids)
        .exclude(review_state=Review.REJECTED)
        .order_by()
        .values("event")
        .annotate(
            claims=Count("pk", distinct=True),
            articles=Count("appearances__version__article", distinct=True),
            outlets=Count("appearances__version__article__outlet", distinct=True),
            open_ones=Subquery(waiting),
        )
    )
    return {
        row["event"]: Size(row["claims"], row["articles"], row["outlets"], row["open_ones"] or 0)
        for row in counts
    }


def size_of(claims: Sequence[UUID]) -> Size:
    """Return how much the chosen claims are: what an act would move."""
    places = Appearance.objects.filter(claim__in=claims).order_by().values("version__article__outlet")
    counted = places.aggregate(
        articles=Count("version__article", distinct=True),
        outlets=Count("version__article__outlet", distinct=True),
    )
    return Size(len(claims), counted["articles"], counted["outlets"])


def event_page(event: Event, cursor: str = "") -> EventPage:
    """Return the page of `event`; `cursor` is the article that its list of articles starts behind."""
    pieces, onward = pieces_of(event, cursor)
    return EventPage(
        event=event,
        size=sizes_of([event]).get(event.pk, Size()),
        figures=figures_of_event(event),
        pieces=pieces,
        onward=onward,
        first=not cursor,
        history=_history(event),
        apart=_apart(event),
    )


def _history(event: Event) -> list[Act]:
    rows = list(
        AuditEntry.objects.filter(subject_type="event", subject_id=event.pk, claim=None)
        .exclude(action="event.name")
        .select_related("actor", "undone_by")
        .order_by("-id")[:HISTORY]
    )
    return [
        Act(row, words, row.action in UNDOABLE and not hasattr(row, "undone_by"))
        for row, words in zip(rows, told(rows), strict=True)
    ]


def _apart(event: Event) -> list[Event]:
    """Return the events that people told apart from this one, those that stand."""
    told_apart = EventsApart.objects.filter(
        Q(one=event, other=OuterRef("pk")) | Q(other=event, one=OuterRef("pk"))
    )
    rows = Event.objects.filter(Exists(told_apart), _holds_claims(), desk=event.desk_id, merged_into=None)
    return list(rows[:8])


def targets(user: User, event: Event | None, query: str = "") -> list[tuple[Event, Size]]:
    """Return the events that claims may be moved to: those that the search finds, else those of near days."""
    rows = searched(standing(user), query)
    if event is not None:
        rows = rows.exclude(pk=event.pk).filter(desk=event.desk_id)
    if not query and event is not None and event.starts_on:
        later = list(rows.filter(starts_on__gte=event.starts_on).order_by("starts_on", "id")[:6])
        earlier = list(rows.filter(starts_on__lt=event.starts_on).order_by("-starts_on", "id")[:6])
        found = sorted([*later, *earlier], key=lambda row: abs((row.starts_on - event.starts_on).days))[:8]  # type: ignore[operator]
    else:
        found = list(rows.order_by(F("starts_on").desc(nulls_last=True), "id")[:12])
    sizes = sizes_of(found)
    return [(row, sizes.get(row.pk, Size())) for row in found]


def event_claims() -> Subquery:
    """Return how many claims the event of a claim holds, but for rejected ones, to add to a query."""
    held = Claim.objects.filter(event=OuterRef("event")).exclude(review_state=Review.REJECTED)
    return Subquery(held.order_by().values("event").annotate(n=Count("pk")).values("n"))
