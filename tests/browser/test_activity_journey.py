"""The feed in a real browser: it tells what happens without moving, narrows, and fits every screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_look import faults
from tests.review.acting import act, fresh
from tests.together.test_activity import entries

ASK = """() => htmx.ajax("GET", document.getElementById("feed-new").getAttribute("hx-get"),
  {target: "#feed-new", swap: "outerHTML"})"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_news_are_counted_while_the_list_stays(visit, live_server, as_user, bob, alice, twelve):
    entries(twelve, 60, bob)
    page = visit(alice)
    page.goto(live_server.url + "/activity/")
    expect(page.locator(".feed li")).to_have_count(50)
    first, top = page.locator(".feed li").first.inner_text(), page.locator(".feed").bounding_box()
    act(as_user(bob), fresh(twelve), "reject", reason="vague")
    page.evaluate(ASK)  # what its clock does every 20 seconds
    expect(page.locator("#feed-new")).to_contain_text("1 new")
    assert page.locator(".feed li").first.inner_text() == first
    assert page.locator(".feed").bounding_box() == top
    page.get_by_role("link", name="1 new").click()
    expect(page.locator(".feed li").first).to_contain_text("Bob rejected")
    page.get_by_label("What").select_option("evidence")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".feed")).to_contain_text("Nothing of this kind was done")
    page.get_by_role("link", name="Clear").click()
    page.get_by_role("link", name="Older").click()
    expect(page.locator(".feed li")).to_have_count(11)
    assert page.problems == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1440, "light")])
def test_the_feed_fits_and_is_sound(visit, live_server, bob, twelve, width, scheme):
    bob.first_name, bob.last_name = "ש" * 60, "W" * 140
    bob.save()
    entries(twelve, 5, bob, note="x" * 400)
    page = visit(bob, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(live_server.url + "/activity/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
    assert page.problems == []
