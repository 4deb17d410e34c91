"""The calendar of due times: read back by a parser, opened by its secret only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from claims.models import Assignment, AuditEntry
from claims.verify import assignments, calendar, reassigning
from tests.cast import make_claim

pytestmark = pytest.mark.django_db
DUE = datetime(2030, 6, 10, 16, 0, tzinfo=UTC)
LONG = "Сили оборони збили 277 безпілотників; 12,5 % — “наклепали” 東京\\ " * 6


def give(by, claim, to, **more) -> Assignment:
    with transaction.atomic():
        return assignments.assignment_give(user=by, claims=[claim], assignee=to, **more)[0]


@pytest.fixture
def address(bob) -> str:
    calendar.calendar_renew(user=bob)
    return reverse("claims:assignment-calendar", args=[calendar.token_of(bob)])


def read(address: str) -> list[icalendar.Event]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_due_times_are_read_back_as_events(alice, bob, harbour, authority, address):
    claim = make_claim(harbour, "12 containers", source=authority, statement=LONG[:400])
    row = give(alice, claim, bob, due_at=DUE, priority=1, instruction=LONG + "\nSecond line, with; signs")
    give(alice, make_claim(harbour, "3 boats"), bob)  # no due time: not in it
    give(alice, make_claim(harbour, "2 ships"), alice, due_at=DUE)  # not Bob's
    (event,) = read(address)
    assert event["uid"] == f"{row.pk}@second-source"
    assert event.decoded("dtstart") == DUE
    assert str(event["summary"]) == f"Due: {LONG[:400]}"
    assert str(event["description"]).startswith(LONG + "\nSecond line, with; signs")
    assert f"/claims/{claim.pk}/" in str(event["url"])
    assert (int(event["sequence"]), int(event["priority"])) == (0, 1)
    assert event.decoded("dtstamp").tzinfo is not None


def test_lines_are_folded_at_75_octets_between_characters(alice, bob, twelve, address):
    give(alice, twelve, bob, due_at=DUE, instruction=LONG)
    body = Client().get(address).content
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert {b"BEGIN:VCALENDAR", b"VERSION:2.0"} <= set(lines)


def test_a_change_raises_the_sequence_and_keeps_the_uid(alice, bob, twelve, address):
    give(alice, twelve, bob, due_at=DUE)
    (before,) = read(address)
    with transaction.atomic():
        reassigning.assignments_set(user=alice, claims=[twelve], due_at=DUE + timedelta(days=1))
    (after,) = read(address)
    assert after["uid"] == before["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)
    assert after.decoded("dtstart") == DUE + timedelta(days=1)
    assert after.decoded("dtstamp") >= before.decoded("dtstamp")


def test_an_unchanged_calendar_is_not_sent_again(alice, bob, twelve, address):
    first = Client().get(address)
    assert Client().get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    give(alice, twelve, bob, due_at=DUE)
    changed = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_a_new_address_voids_the_old_one_and_none_leads_nowhere(bob, address, as_user):
    client = as_user(bob)
    assert Client().get(address).status_code == 200
    client.post("/settings/calendar/", {"do": "renew"})
    bob.refresh_from_db()
    renewed = reverse("claims:assignment-calendar", args=[calendar.token_of(bob)])
    assert renewed in client.get("/settings/").content.decode()
    assert [Client().get(where).status_code for where in (address, renewed)] == [404, 200]
    client.post("/settings/calendar/", {"do": "revoke"})
    assert Client().get(renewed).status_code == 404
    entries = AuditEntry.objects.filter(action__startswith="calendar.")
    assert entries.count() == 3
    assert bob.calendar_key not in str(list(entries.values_list("before", "after", "note")))


def test_nothing_but_the_whole_secret_opens_it(bob, alice, address):
    token = calendar.token_of(bob)
    tried = [
        token[:-1],
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        token[:32],
        alice.pk.hex + token[32:],
    ]
    for wrong in [*tried, bob.pk.hex, "a" * 96, "é" * 40, token + "0"]:
        assert Client().get(reverse("claims:assignment-calendar", args=[wrong])).status_code == 404, wrong
    assert Client().post(address).status_code == 405
    assert calendar.token_of(alice) == ""


def test_who_left_or_lost_the_role_has_no_calendar_any_more(bob, address):
    bob.is_active = False
    bob.save()
    assert Client().get(address).status_code == 404
    bob.is_active, bob.role = True, "viewer"
    bob.save()
    assert Client().get(address).status_code == 404


def test_it_takes_few_queries(alice, bob, harbour, address, django_assert_max_num_queries):
    for number in range(20):
        give(alice, make_claim(harbour, "2 ships", statement=f"S {number}"), bob, due_at=DUE)
    with django_assert_max_num_queries(3):
        assert len(read(address)) == 20
