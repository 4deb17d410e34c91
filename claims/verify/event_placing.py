"""The machine puts claims into events as they come, after what was compared with them.

It looks only at the claims that the candidates' indexes gave, never over all. What a person placed stays
where it is; an event that people had a hand in is neither renamed nor merged, a closed one gets nothing more.
Callers write in a transaction of their own; one at a time a desk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from claims import record
from claims.models import Claim, Event, EventsApart

from .candidates import Seen
from .comparing import Look
from .event_naming import event_name, name_of
from .grouping.kinship import Days, Member, dated, kinship
from .grouping.placing import NEAREST, Cluster, are_one, groups_of, place
from .likeness import Vectors

GROUPER = "groups-1"
SAME_ARTICLE = 2000  # pairs of claims of one article, about, that are held against each other
MOST = 3  # events beside the one joined that are looked at for merging
STARTS = 3  # claims of one article that are an event without another article
SAMPLE = 12  # members of each of two events that are held against each other

Pair = frozenset[UUID]
EventKey = tuple[str, UUID]  # ("event", id), or ("claim", id) for a claim without an event


@dataclass(slots=True)
class Kin:
    """How surely two claims are of one event, worked out when it is asked; None when nobody compared them."""

    vectors: dict[Pair, Vectors]
    known: dict[Pair, float] = field(default_factory=dict)

    def __call__(self, one: Member, other: Member) -> float | None:
        """Return the kinship of two members."""
        pair = frozenset({one.key, other.key})
        if pair not in self.known:
            vectors = self.vectors.get(pair)  # type: ignore[arg-type]
            if vectors is None:
                return None
            self.known[pair] = kinship(one, other, vectors)  # type: ignore[index]
        return self.known[pair]  # type: ignore[index]


def claims_group(*, desk_id: UUID, looks: Sequence[Look]) -> int:
    """Put the claims that were looked at into events; returns how many came into one.

    Does nothing for claims that a person placed or this version has placed already: safe to repeat.
    """
    with transaction.atomic():
        one_at_a_time(desk_id)
        mine = _to_place(look.claim.pk for look in looks)
        if not mine:
            return 0
        members, kin = _members(looks, mine)
        grouped = sum(_groups(desk_id, members, mine, kin))
        Claim.objects.filter(pk__in=mine).update(grouper=GROUPER)
        return grouped


def one_at_a_time(desk_id: UUID) -> None:
    """Let one transaction at a time change the desk's events, the machine's or a person's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"events {desk_id}"])


def _to_place(ids: Iterable[UUID]) -> dict[UUID, Claim]:
    """Return the claims that the machine may place: nobody placed them, nor this version of it."""
    rows = Claim.objects.filter(pk__in=list(ids), event_by=None).exclude(grouper=GROUPER)
    rows = rows.filter(Q(event=None) | Q(event__closed=False))
    return {row.pk: row for row in rows.order_by("pk")}


# --- What is known of the claims -----------------------------------------------------------------------


def _members(looks: Sequence[Look], mine: Mapping[UUID, Claim]) -> tuple[dict[UUID, Member], Kin]:
    """Return the claims to place and those they were compared with, and how alike each compared pair is."""
    seen: dict[UUID, Seen] = {}
    vectors: dict[Pair, Vectors] = {}
    for each in looks:
        if each.claim.pk not in mine:
            continue
        for item in each.compared:
            vectors[item.pair] = item.vectors
            for side in (item.earlier, item.later):
                seen[side.claim_id] = side
        if each.mine is not None:
            seen[each.claim.pk] = each.mine
    vectors |= _vectors_within(seen, mine)
    rows = [Member(pk, row.told, row.article_id or pk) for pk, row in seen.items()]
    return _dated(rows), Kin(vectors)


def _dated(rows: Sequence[Member]) -> dict[UUID, Member]:
    """Return the members by claim with the days of their articles' news where they have none of their own."""
    needed = {row.article for row in rows if row.told.days is None}
    told = Claim.objects.filter(
        appearances__version__article__in=[article for article in needed if article],
        event_from__isnull=False,
    ).values_list("appearances__version__article", "pk", "event_from", "event_to")
    known: dict[Hashable, list[Days]] = defaultdict(list)
    for article, _, first, last in set(told):
        if first is not None:
            known[article].append((first, last or first))
    return {member.key: member for member in dated(rows, known)}  # type: ignore[misc]


def _vectors_within(seen: Mapping[UUID, Seen], mine: Mapping[UUID, Claim]) -> dict[Pair, Vectors]:
    """Return how alike the claims of each article are that lie near each other in it."""
    articles: dict[UUID, list[Seen]] = defaultdict(list)
    for pk in mine:
        if pk in seen and (article := seen[pk].article_id):
            articles[article].append(seen[pk])
    pairs = []
    for rows in articles.values():
        rows.sort(key=lambda row: row.order)
        reach = max(8, SAME_ARTICLE // len(rows))
        pairs += [(a.claim_id, b.claim_id) for at, a in enumerate(rows) for b in rows[at + 1 : at + reach]]
    return vectors_of(pairs)


def vectors_of(pairs: Collection[tuple[UUID, UUID]]) -> dict[Pair, Vectors]:
    """Return the cosines of pairs of claims that are read, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT one.claim_id, other.claim_id, 1 - (one.text_vector <=> other.text_vector),
                1 - (one.context_vector <=> other.context_vector), coalesce(1 - (v.vector <=> w.vector), 0)
            FROM unnest(%s::uuid[], %s::uuid[]) AS pair(a, b)
            JOIN claims_claimreading one ON one.claim_id = pair.a
            JOIN claims_claimreading other ON other.claim_id = pair.b
            LEFT JOIN claims_versionreading v ON v.version_id = one.version_id
            LEFT JOIN claims_versionreading w ON w.version_id = other.version_id
            """,
            [[one for one, _ in pairs], [other for _, other in pairs]],
        )
        return {frozenset(row[:2]): Vectors(*row[2:]) for row in cursor.fetchall()}


# --- Where they go ---------------------------------------------------------------------------------------


def _groups(
    desk_id: UUID, members: Mapping[UUID, Member], mine: Mapping[UUID, Claim], kin: Kin
) -> Iterable[int]:
    """Place the claims article by article; yields how many of each group came into an event."""
    articles: dict[object, list[Member]] = defaultdict(list)
    for pk in mine:
        if pk in members:
            articles[members[pk].article].append(members[pk])
    for article, rows in articles.items():
        others = [member for member in members.values() if member.article != article]
        for group in groups_of(rows, kin):
            yield _place(desk_id, group, others, kin)


def _place(desk_id: UUID, group: Sequence[Member], others: Sequence[Member], kin: Kin) -> int:
    events, clusters = _clusters(others)
    ranked = [key for key, _ in place(group, clusters, kin)]
    claims = list(Claim.objects.filter(pk__in=[member.key for member in group]).select_related("event"))
    if not ranked and len(group) < STARTS and not any(claim.event_id for claim in claims):
        return 0  # a remark by itself waits until a claim of another article joins it
    event = _event(desk_id, ranked[0] if ranked else None, events, claims)
    moved = [claim for claim in claims if claim.event_id != event.pk]
    put(event, moved)
    if ranked and ranked[0][0] == "claim":
        put(event, list(Claim.objects.filter(pk=ranked[0][1], event_by=None)))
    for key in ranked[1 : MOST + 1]:
        joined = Cluster([*group, *clusters[ranked[0]].members], 0)
        if key[0] == "event" and _may_merge(event, events[key[1]]) and _are_one(joined, clusters[key]):
            _merge(event, events[key[1]])
    event_name(event)
    return len(claims)


def _clusters(others: Sequence[Member]) -> tuple[dict[UUID, Event], dict[EventKey, Cluster]]:
    """Return the open events of the claims that were compared, with how many claims each has.

    A claim without an event stands for one that may begin with it.
    """
    by_claim = dict(
        Claim.objects.filter(pk__in=[member.key for member in others])
        .exclude(event=None, event_by__isnull=False)
        .values_list("pk", "event_id")
    )
    ids = {event for event in by_claim.values() if event}
    events = {row.pk: row for row in Event.objects.filter(pk__in=ids, closed=False, merged_into=None)}
    found: dict[EventKey, list[Member]] = defaultdict(list)
    for member in others:
        if member.key not in by_claim:
            continue
        event = by_claim[member.key]  # type: ignore[index]
        if event is None:
            found["claim", member.key].append(member)
        elif event in events:
            found["event", event].append(member)
    sizes = _sizes(events)
    return events, {key: Cluster(rows, sizes.get(key[1], 1)) for key, rows in found.items()}


def _sizes(ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many claims each event has, as far as it matters."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT e.id, (
                SELECT count(*) FROM (SELECT 1 FROM claims_claim WHERE event_id = e.id
                    LIMIT {NEAREST}) c
            )
            FROM unnest(%s::uuid[]) AS e(id)
            """,  # noqa: S608 - a number of the grouping is put in
            [list(ids)],
        )
        return dict(cursor.fetchall())


def _event(
    desk_id: UUID, key: EventKey | None, events: Mapping[UUID, Event], claims: Sequence[Claim]
) -> Event:
    """Return the event that the claims join: the one found, the one most are in already, or a new one."""
    if key is not None and key[0] == "event":
        return events[key[1]]
    held = next((claim.event for claim in claims if claim.event and not claim.event.merged_into_id), None)
    if held is not None:
        return held
    event = Event.objects.create(desk_id=desk_id, title=name_of(claims).title)
    record.created(event, actor=None, action="event.start")
    return event


def put(event: Event, claims: Sequence[Claim]) -> None:
    """Put locked claims into an event in the machine's name."""
    if claims:
        record.placed(event, claims, actor=None, action="event.place")
        Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(event=event, grouper=GROUPER)


# --- Two events that are one -----------------------------------------------------------------------------


def _may_merge(one: Event, other: Event) -> bool:
    """Whether both are the machine's alone: nobody named, corrected or closed them, or told them apart."""
    if one.pk == other.pk or one.kept_by_id or other.kept_by_id or one.closed or other.closed:
        return False
    apart = EventsApart.objects.filter(Q(one=one, other=other) | Q(one=other, other=one))
    placed = Claim.objects.filter(event__in=[one, other], event_by__isnull=False)
    return not apart.exists() and not placed.exists()


def _are_one(one: Cluster, other: Cluster) -> bool:
    mine, yours = one.members[:SAMPLE], other.members[:SAMPLE]
    vectors = vectors_of([(a.key, b.key) for a in mine for b in yours])  # type: ignore[misc]
    return are_one(Cluster(mine, len(mine)), Cluster(yours, len(yours)), Kin(vectors))


def _merge(into: Event, other: Event) -> None:
    """Put the claims of `other` into `into`; its address leads there from now on."""
    put(into, list(Claim.objects.filter(event=other).select_related("event").order_by("pk")))
    record.change(other, actor=None, action="event.merge", merged_into=into)
