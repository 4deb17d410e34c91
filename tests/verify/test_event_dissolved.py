"""Events that the machine dissolved hold no claim: nothing lists them, and their address leads on."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from claims import record
from claims.models import Claim, Event, EventsApart
from claims.states import Review
from claims.verify import event_reads, events
from tests.cast import make_article, make_claim

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 8)


def at(name: str, *args: object) -> str:
    return reverse(f"claims:{name}", args=args)


def begin(desk, title: str) -> Event:
    return Event.objects.create(desk=desk, title=title, starts_on=DAY)


def put(event: Event, claims: list[Claim]) -> None:
    """Let the machine put claims into an event."""
    with transaction.atomic():
        rows = [Claim.objects.select_related("event").get(pk=claim.pk) for claim in claims]
        record.placed(event, rows, actor=None, action="event.place")
        Claim.objects.filter(pk__in=[row.pk for row in rows]).update(event=event)


@pytest.fixture
def three(foreign_desk) -> list[Claim]:
    article = make_article(foreign_desk)
    return [make_claim(article, words) for words in ("12 containers", "3 boats", "2 ships")]


@pytest.fixture
def old(foreign_desk, three) -> Event:
    """An event that the machine dissolved: two of its claims went to one event, the third to another."""
    event, many, few = (begin(foreign_desk, title) for title in ("Ringed", "Most of it", "A part"))
    put(event, three)
    put(few, three[:1])
    put(many, three[1:])
    return event


def test_nothing_lists_a_dissolved_event(old, three, bob, as_user):
    most = Event.objects.get(title="Most of it")
    one, two = sorted([old, most], key=lambda row: row.pk)
    EventsApart.objects.create(one=one, other=two, decided_by=bob)
    client = as_user(bob)
    shown = [
        client.get(at("event-list")),
        client.get(at("event-list"), {"q": "Ringed"}),
        client.get(at("event-list"), {"q": "boats"}),
        client.get(at("claim-list")),
        client.get(at("claim-event", three[0].pk)),
        client.post(at("claim-event", three[0].pk), {"find": "1", "q": "Ringed"}),
        client.get(at("event-change", most.pk), {"act": "merge"}),
        client.get(at("event-change", most.pk), {"act": "merge", "q": "Ringed"}),
        client.get(at("event", most.pk)),
        client.get(at("desk")),
    ]
    assert {answer.status_code for answer in shown} == {200}
    assert [str(old.pk) in answer.content.decode() for answer in shown] == [False] * len(shown)
    assert old not in event_reads.standing(bob)
    put(old, three[2:])  # the control: with a claim it is there again
    assert str(old.pk) in client.get(at("event-list")).content.decode()
    assert str(old.pk) in client.get(at("event", most.pk)).content.decode()


def test_its_address_leads_where_most_of_its_claims_went_and_the_past_stays(old, bob, as_user):
    client = as_user(bob)
    answer = client.get(at("event", old.pk), follow=True)
    assert answer.redirect_chain == [(at("event", Event.objects.get(title="Most of it").pk), 302)]
    assert "Most of them are in this event now." in answer.content.decode()
    assert client.get(at("event", old.pk), {"as_of": "2999-01-01T00:00Z"}).status_code == 200


def test_rejected_claims_do_not_say_where_it_went(old, three, bob, as_user):
    Claim.objects.filter(pk__in=[row.pk for row in three[1:]]).update(
        review_state=Review.REJECTED, reject_reason="vague", reviewed_by=bob, reviewed_at=old.created_at
    )
    answer = as_user(bob).get(at("event", old.pk))
    assert answer["Location"] == at("event", Event.objects.get(title="A part").pk)


def test_where_there_is_nowhere_to_lead_the_page_says_so(old, three, bob, as_user):
    Claim.objects.update(event=None)
    assert "No claims are in this event now." in as_user(bob).get(at("event", old.pk)).content.decode()


def test_an_event_that_a_person_emptied_leads_on_until_that_is_taken_back(foreign_desk, three, bob, as_user):
    event, another = begin(foreign_desk, "Emptied"), begin(foreign_desk, "Another")
    put(event, three)
    with transaction.atomic():
        rows = list(Claim.objects.filter(event=event).select_related("event").select_for_update(of=("self",)))
        done = events.event_move(user=bob, claims=rows, to=another)
    assert as_user(bob).get(at("event", event.pk))["Location"] == at("event", another.pk)
    with transaction.atomic():
        events.event_undo(user=bob, entry=done.entry)
    assert as_user(bob).get(at("event", event.pk)).status_code == 200


def test_another_desk_is_led_nowhere(old, charlie, as_user):
    assert as_user(charlie).get(at("event", old.pk)).status_code == 404
