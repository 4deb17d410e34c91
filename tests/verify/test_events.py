"""What people do with events, what the machine then leaves alone, and how it is taken back."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from claims.models import AuditEntry, Claim, Desk, Event, EventsApart
from claims.verify import event_placing, events, readings
from claims.verify.matching import claims_of, looks_of
from claims.verify.refusal import CannotDecide
from tests.cast import make_claim

from .scene import article, article_of, claim, earlier_claim, later_claim, matched

pytestmark = pytest.mark.django_db


@pytest.fixture
def night(foreign_desk) -> Event:
    return Event.objects.create(desk=foreign_desk, title="Overnight attack on Ukraine")


@pytest.fixture
def other(foreign_desk) -> Event:
    return Event.objects.create(desk=foreign_desk, title="Handover of bodies")


@pytest.fixture
def two(foreign_desk, authority, night) -> list[Claim]:
    rows = [earlier_claim(foreign_desk, authority), later_claim(foreign_desk, authority)]
    Claim.objects.filter(pk__in=[row.pk for row in rows]).update(event=night)
    return list(Claim.objects.filter(event=night).select_related("event").order_by("pk"))


def where(rows: list[Claim]) -> list[tuple[object, object]]:
    ids = [row.pk for row in rows]
    return list(Claim.objects.filter(pk__in=ids).order_by("pk").values_list("event", "event_by"))


@transaction.atomic
def undo(user, done):
    return events.event_undo(user=user, entry=done.entry)


@transaction.atomic
def test_a_moved_claim_is_marked_recorded_and_the_events_are_told_apart(two, night, other, bob):
    done = events.event_move(user=bob, claims=two[:1], to=other, note="Another place")
    assert where(two) == [(other.pk, bob.pk), (night.pk, None)]
    rows = AuditEntry.objects.filter(subject_type="event", subject_id=other.pk)
    assert {(row.action, row.claim_id, row.note) for row in rows} == {
        ("event.move", None, "Another place"),
        ("event.move.claim", two[0].pk, "Another place"),
    }
    assert done.claims == 1
    apart = EventsApart.objects.get()
    assert {apart.one, apart.other} == {night, other}


@pytest.mark.parametrize("act", ["move", "remove", "split", "merge"])
def test_every_act_can_be_taken_back_once(act, two, night, other, bob):
    before = where(two)
    with transaction.atomic():
        done = {
            "move": lambda: events.event_move(user=bob, claims=two, to=other),
            "remove": lambda: events.event_move(user=bob, claims=two, to=None),
            "split": lambda: events.event_split(user=bob, event=night, claims=two[:1], title="New"),
            "merge": lambda: events.event_merge(user=bob, event=night, into=other),
        }[act]()
    assert where(two) != before
    undo(bob, done)
    assert where(two) == before
    night.refresh_from_db()
    assert night.merged_into is None
    with pytest.raises(CannotDecide):
        undo(bob, done)


def test_taking_back_leaves_what_was_moved_on_since(two, night, other, bob, alice):
    third = Event.objects.create(desk=night.desk, title="Third")
    with transaction.atomic():
        done = events.event_move(user=bob, claims=two, to=other)
        mine = list(Claim.objects.filter(pk=two[0].pk).select_related("event"))
        events.event_move(user=alice, claims=mine, to=third)
    assert undo(bob, done).claims == 1
    assert where(two) == [(third.pk, alice.pk), (night.pk, None)]


@transaction.atomic
def test_a_merged_event_keeps_its_address_and_takes_no_more(two, night, other, bob):
    events.event_merge(user=bob, event=night, into=other)
    night.refresh_from_db()
    assert night.merged_into == other
    assert Claim.objects.filter(event=other).count() == 2
    with pytest.raises(CannotDecide):
        events.event_move(user=bob, claims=two, to=night)
    with pytest.raises(CannotDecide):
        events.event_rename(user=bob, event=night, title="New")


@transaction.atomic
def test_a_name_given_by_a_person_stays_and_can_be_taken_back(two, night, bob):
    done = events.event_rename(
        user=bob, event=night, title=" The  raid ", starts_on=date(2025, 6, 8), ends_on=date(2025, 6, 9)
    )
    event_placing.event_name(night)
    night.refresh_from_db()
    assert (night.title, night.ends_on) == ("The raid", date(2025, 6, 9))
    events.event_undo(user=bob, entry=done.entry)
    night.refresh_from_db()
    assert (night.title, night.ends_on) == ("Overnight attack on Ukraine", None)


@transaction.atomic
def test_what_makes_no_sense_is_refused(two, night, other, bob):
    with pytest.raises(CannotDecide):
        events.event_rename(user=bob, event=night, title="  ")
    with pytest.raises(CannotDecide):
        events.event_rename(user=bob, event=night, title="A", ends_on=date(2025, 6, 9))
    with pytest.raises(CannotDecide):
        events.event_move(user=bob, claims=two, to=night)
    with pytest.raises(CannotDecide):
        events.event_merge(user=bob, event=night, into=night)
    with pytest.raises(CannotDecide):
        events.event_split(user=bob, event=other, claims=two, title="New")
    with pytest.raises(CannotDecide):
        events.event_split(user=bob, event=night, claims=two, title=" ")


def test_the_database_refuses_what_the_rules_refuse(night):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=night.pk).update(merged_into=night.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=night.pk).update(title="")


# --- The machine --------------------------------------------------------------------------------------


def stage(foreign_desk, authority) -> tuple[Claim, Claim]:
    """Two articles of one morning, matched as they came; the second joins the first."""
    first = earlier_claim(foreign_desk, authority)
    matched(article_of(first))
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    return Claim.objects.get(pk=first.pk), Claim.objects.get(pk=second.pk)


def again(row: Claim) -> None:
    """Look for the claim's event as after an upgrade of the grouping."""
    Claim.objects.update(grouper="older")
    version = article_of(row).versions.get(number=1)
    event_placing.claims_group(desk_id=row.desk_id, looks=looks_of(claims_of(version)))


def test_a_lone_claim_waits_until_another_article_joins_it(foreign_desk, authority):
    first = earlier_claim(foreign_desk, authority)
    matched(article_of(first))
    assert Claim.objects.get(pk=first.pk).event is None
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    event = Event.objects.get()
    assert set(event.claims.all()) == {first, second}
    assert event.title
    assert event.kept_by is None


@pytest.mark.parametrize(("claims", "events"), [(2, 0), (3, 1)])
def test_three_claims_of_one_article_that_belong_together_start_an_event(
    claims, events, foreign_desk, authority
):
    values = (277, 279, 281)[:claims]
    words = [f"Divers recovered {value} containers from the bay" for value in values]
    piece = article(foreign_desk, ". ".join(words) + ".", "Harbour Herald")
    for value, said in zip(values, words, strict=True):
        claim(piece, said, value, authority)
    matched(piece)
    assert [event.claims.count() for event in Event.objects.all()] == [claims] * events


def test_another_desk_gets_events_of_its_own(foreign_desk, other_desk, authority):
    first, second = stage(foreign_desk, authority)
    theirs = earlier_claim(other_desk, authority)
    matched(article_of(theirs))
    assert Claim.objects.get(pk=theirs.pk).event is None
    assert first.event == second.event


def test_the_machine_leaves_what_a_person_placed(foreign_desk, authority, bob, other):
    first, second = stage(foreign_desk, authority)
    together = first.event
    for to in (other, None):
        with transaction.atomic():
            mine = list(Claim.objects.filter(pk=second.pk).select_related("event"))
            events.event_move(user=bob, claims=mine, to=to)
        again(second)
        second.refresh_from_db()
        assert (second.event, second.event_by) == (to, bob)
    Claim.objects.filter(pk=second.pk).update(event_by=None)  # the negative control: nobody placed it
    again(second)
    second.refresh_from_db()
    assert second.event == together


def test_a_closed_event_gets_no_more_claims(foreign_desk, authority, bob):
    first, _ = stage(foreign_desk, authority)
    with transaction.atomic():
        events.event_close(user=bob, event=first.event, closed=True)
    third = later_claim(foreign_desk, authority, hours=5)
    matched(article_of(third))
    assert Claim.objects.get(pk=third.pk).event is None
    with transaction.atomic():
        events.event_close(user=bob, event=Event.objects.get(pk=first.event_id), closed=False)
    again(third)
    assert Claim.objects.get(pk=third.pk).event == first.event


def test_a_second_run_places_nothing_anew(foreign_desk, authority):
    first, _ = stage(foreign_desk, authority)
    rows = AuditEntry.objects.count()
    version = article_of(first).versions.get(number=1)
    assert event_placing.claims_group(desk_id=first.desk_id, looks=looks_of(claims_of(version))) == 0
    assert AuditEntry.objects.count() == rows


def test_events_that_people_had_a_hand_in_are_left_as_they_are(foreign_desk, authority, bob, other):
    first, second = stage(foreign_desk, authority)
    for act in ("rename", "place", "apart"):
        with transaction.atomic():
            if act == "rename":
                events.event_rename(user=bob, event=first.event, title="Ours")
            elif act == "place":
                Claim.objects.filter(pk=second.pk).update(event_by=bob)
            else:
                one, two = sorted((first.event, other), key=lambda event: event.pk)
                EventsApart.objects.create(one=one, other=two, decided_by=bob)
        assert not loose([first, second]), act
        EventsApart.objects.all().delete()
        Claim.objects.update(event_by=None)
        Event.objects.update(kept_by=None)
        assert loose([first, second]), act


def loose(claims: list[Claim]) -> list[Event]:
    """Return the events of the claims that the machine may put together afresh."""
    ids = {row.pk for row in claims}
    return list(event_placing._stand(ids, ids).loose)


def test_an_event_that_is_not_seen_whole_is_left_as_it_is(foreign_desk, authority):
    first, _ = stage(foreign_desk, authority)
    assert not loose([first])


def test_a_group_akin_to_an_event_that_a_person_keeps_joins_it(foreign_desk, authority, bob):
    first, _ = stage(foreign_desk, authority)
    with transaction.atomic():
        events.event_rename(user=bob, event=first.event, title="Ours")
    third = later_claim(foreign_desk, authority, hours=5)
    matched(article_of(third))
    third.refresh_from_db()
    assert third.event == first.event
    assert third.event.title == "Ours"


# What five articles say, an hour between them: of containers in a bay, and of a school in the north.
NEWS = (
    ("Divers recovered 277 containers from the bay", "277 containers from the bay were recovered by divers"),
    ("The mayor opened a school for 90 pupils in Lapland", "The school in Lapland cost the town two years"),
    ("Divers recovered 292 containers from the bay", "The mayor opened a school for 90 pupils in Lapland"),
    ("292 containers were recovered from the bay", "Divers recovered 15 more containers from the bay"),
    ("A school for 90 pupils was opened in Lapland", "The mayor of the town opened the school"),
)


def come_in(desk, source, order: list[int]) -> set[frozenset[tuple[int, str]]]:
    """Let the articles of NEWS come in this order; return which of their claims are together in the end."""
    names: dict[object, tuple[int, str]] = {}
    for number in order:
        piece = article(desk, ". ".join(NEWS[number]) + ".", f"Paper {number}", number)
        rows = [make_claim(piece, words, source=source) for words in NEWS[number]]
        names |= {row.pk: (number, words) for row, words in zip(rows, NEWS[number], strict=True)}
        readings.keep(rows)
        matched(piece)
    together: dict[object, set[tuple[int, str]]] = {}
    for pk, event in Claim.objects.filter(desk=desk).values_list("pk", "event"):
        together.setdefault(event or pk, set()).add(names[pk])
    return {frozenset(group) for group in together.values()}


def test_any_order_ends_in_the_same_events(db, authority):
    dice = random.Random(4)
    ends = []
    for turn in range(3):
        order = dice.sample(range(len(NEWS)), len(NEWS)) if turn else list(range(len(NEWS)))
        ends.append(come_in(Desk.objects.create(name=f"Desk {turn}"), authority, order))
    assert all(end == ends[0] for end in ends)
    assert len([group for group in ends[0] if len(group) > 2]) == 2
    bay = {number for group in ends[0] for number, words in group if "bay" in words and len(group) > 2}
    assert bay == {0, 2, 3}


def test_events_go_on_under_their_address_when_others_come_and_lead_on_when_they_become_one(
    foreign_desk, authority
):
    first, _ = stage(foreign_desk, authority)
    third = later_claim(foreign_desk, authority, hours=5)
    Claim.objects.filter(pk=third.pk).update(event=Event.objects.create(desk=foreign_desk, title="Another"))
    matched(article_of(third))
    rows = Event.objects.filter(desk=foreign_desk)
    assert Claim.objects.get(pk=third.pk).event == first.event
    assert {row.merged_into for row in rows} == {None, first.event}
    assert AuditEntry.objects.filter(action="event.merge", actor=None).count() == 1
