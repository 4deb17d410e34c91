"""Events in a real browser: from the list to a claim that a person moved, and back again; no page breaks."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Claim, Event
from tests.cast import make_article, make_claim
from tests.verify.scene import earlier_claim, later_claim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def raid(foreign_desk, authority) -> Event:
    event = Event.objects.create(
        desk=foreign_desk, title="Containers in the bay", starts_on=date(2025, 6, 8), ends_on=date(2025, 6, 9)
    )
    for row in (earlier_claim(foreign_desk, authority), later_claim(foreign_desk, authority)):
        Claim.objects.filter(pk=row.pk).update(event=event)
    return event


@pytest.fixture
def strike(foreign_desk) -> Event:
    event = Event.objects.create(
        desk=foreign_desk, title="إضراب عمال الميناء " * 8, starts_on=date(2025, 6, 10)
    )
    make_claim(make_article(foreign_desk, title="Strike"), "2 ships", event=event)
    return event


def at(live_server, name, *args):
    return live_server.url + reverse(f"claims:{name}", args=args)


def test_a_claim_is_moved_to_another_event_and_taken_back(visit, live_server, raid, strike, bob):
    page = visit(bob)
    page.goto(at(live_server, "event-list"))
    page.get_by_role("link", name="Containers in the bay").click()
    expect(page.get_by_role("heading", name="Containers in the bay")).to_be_visible()
    expect(page.locator(".whosays .fig")).to_have_text(["292"])
    expect(page.locator(".whosays s")).to_have_text(["277"])

    page.locator("input[data-row]").first.check()
    expect(page.locator("#bulk [data-count]")).to_have_text("1 selected")
    page.keyboard.press("m")
    expect(page.get_by_text("1 claim in 1 article from 1 outlet will move.")).to_be_visible()
    page.locator("input[name=to]").first.check()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Move: 1 claim.")
    assert Claim.objects.filter(event=strike).count() == 2

    page.get_by_role("button", name="Take back").first.click()
    expect(page.locator(".toast")).to_contain_text("Taken back.")
    assert Claim.objects.filter(event=raid).count() == 2
    assert page.problems == []


def test_an_event_is_named_in_place_by_keys(visit, live_server, raid, bob):
    page = visit(bob)
    page.goto(at(live_server, "event", raid.pk))
    page.keyboard.press("e")
    page.get_by_label("Name").fill("The wreck")
    page.get_by_label("Name").press("Enter")
    expect(page.get_by_role("heading", name="The wreck")).to_be_visible()
    assert page.problems == []
