"""Two people in browsers of their own see each other on an article and on a claim, and see each other go."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.review import presence
from tests.browser.test_look import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def nobody(harbour, twelve):
    for row in (harbour, twelve):
        presence._redis().delete(f"looking:{row.pk}")


def later(monkeypatch, seconds):
    """Let time pass for the list of who looks."""
    now = presence.time.time()
    monkeypatch.setattr(presence, "time", type("Later", (), {"time": staticmethod(lambda: now + seconds)}))


def test_the_workbench_shows_who_else_looks_at_the_article(
    visit, live_server, bob, edna, harbour, twelve, monkeypatch
):
    address = live_server.url + reverse("claims:workbench", args=[harbour.pk])
    first, second = visit(bob), visit(edna)
    first.goto(address)
    expect(first.locator("#lookers")).to_have_text("")
    second.goto(address)
    expect(second.locator("#lookers")).to_contain_text("Bob")
    expect(second.locator("#lookers .sr")).to_have_text("Also here: ")
    expect(second.locator("#lookers")).not_to_contain_text("Edna")  # oneself is no news
    assert faults(second) == []
    first.keyboard.press("h")  # any deed brings the news, none polls for it
    expect(first.locator("#lookers")).to_contain_text("Edna")
    later(monkeypatch, presence.SHOWN + 1)
    first.reload()
    expect(first.locator("#card")).to_be_visible()
    expect(first.locator("#lookers")).to_have_text("")
    assert [*first.problems, *second.problems] == []


def test_the_page_of_a_claim_says_who_is_also_here_and_asks_again(
    visit, live_server, bob, edna, twelve, monkeypatch
):
    address = live_server.url + reverse("claims:claim", args=[twelve.pk])
    first, second = visit(bob), visit(edna, viewport={"width": 390, "height": 844})
    first.clock.install()
    first.goto(address)
    expect(first.locator("#here")).to_have_text("")
    second.goto(address)
    expect(second.locator("#here")).to_contain_text("Bob is also here")
    expect(second.locator("#here")).to_have_attribute("role", "status")
    assert faults(second) == []
    first.clock.run_for(61_000)
    expect(first.locator("#here")).to_contain_text("Edna is also here")
    second.close()
    later(monkeypatch, presence.SHOWN + 1)
    first.clock.run_for(61_000)
    expect(first.locator("#here")).to_have_text("")
    assert [*first.problems, *second.problems] == []


def test_who_looks_at_another_article_is_not_shown(visit, live_server, bob, edna, harbour, twelve, accepted):
    """The control: it is this article and this claim that people share, not the desk."""
    first, second = visit(bob), visit(edna)
    first.goto(live_server.url + reverse("claims:claim", args=[accepted.pk]))
    second.goto(live_server.url + reverse("claims:claim", args=[twelve.pk]))
    expect(second.locator("#here")).to_have_text("")
    second.goto(live_server.url + reverse("claims:workbench", args=[harbour.pk]))
    expect(second.locator("#lookers")).to_have_text("")
