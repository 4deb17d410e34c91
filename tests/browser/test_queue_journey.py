"""The queue in a real browser: handing out thirty in four acts, keys, ranges, filters that keep the focus."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Assignment, Claim, ClaimTag, SavedSearch
from claims.states import Review
from tests.browser.test_look import faults
from tests.cast import make_article, make_claim, make_source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue(foreign_desk, live_server):
    """Sixty claims, thirty of them about drones; the address of the queue."""
    article = make_article(foreign_desk, text="\n\n".join(f"Item {n}." for n in range(60)))
    source = make_source("Air force", "military")
    for n in range(60):
        words = f"{n} drones fell" if n % 2 else f"{n} boats sank"
        make_claim(article, f"Item {n}.", statement=words, source=source, worth=1 - n / 100)
    return live_server.url + reverse("claims:claim-list")


def test_thirty_filtered_claims_are_handed_out_in_four_acts(visit, queue, alice, bob):
    page = visit(alice)
    page.goto(f"{queue}?q=drones")  # 1: filter
    expect(page.locator(".listhead [role=status]")).to_have_text("30 found")
    page.get_by_label("Select all on this page").check()  # 2: select all
    expect(page.locator("[data-count]")).to_have_text("30 selected")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Assign…").click()  # 3: assign
    page.locator("#bulk-assign").get_by_role("button", name="Bob").click()  # 4: to whom, which confirms it
    expect(page.locator(".toast")).to_contain_text("30 claims handed to Bob")
    assert Assignment.objects.filter(assignee=bob).count() == 30
    assert page.problems == []


def test_all_that_match_beyond_the_page_are_handed_out_too(visit, queue, alice, bob):
    page = visit(alice)
    page.goto(queue)
    page.get_by_label("Select all on this page").check()
    page.get_by_role("link", name="Select all 60").click()
    expect(page.locator("[data-count]")).to_have_text("60 selected")
    page.locator("body").press("g")
    page.locator("#bulk-assign").get_by_role("button", name="Bob").click()
    expect(page.locator(".toast")).to_contain_text("60 claims handed to Bob")
    assert Assignment.objects.filter(assignee=bob).count() == 60


def test_unticking_one_of_all_leaves_those_on_the_page(visit, queue, alice):
    page = visit(alice)
    page.goto(f"{queue}?all=1")
    expect(page.locator("[data-count]")).to_have_text("60 selected")
    page.locator("[data-row]").first.uncheck()
    expect(page.locator("[data-count]")).to_have_text("49 selected")
    assert page.locator(".bulkform input[name=all]").count() == 0


def test_rows_are_reached_ticked_and_opened_by_keys(visit, queue, bob):
    page = visit(bob)
    page.goto(queue)
    for key in "jjx":
        page.keyboard.press(key)
    expect(page.locator("tbody tr").nth(1)).to_be_focused()
    expect(page.locator("[data-count]")).to_have_text("1 selected")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+J")
    expect(page.locator("[data-count]")).to_have_text("3 selected")
    page.keyboard.press("k")
    page.locator("tbody tr").nth(10).locator("[data-row]").click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text("10 selected")
    page.locator("tbody tr").nth(4).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{queue}{Claim.objects.order_by('-worth')[4].pk}/")
    page.goto(queue)
    page.keyboard.press("/")
    expect(page.locator("#find-here")).to_be_focused()
    assert page.problems == []


def test_every_key_is_a_button(visit, queue, bob):
    page = visit(bob)
    page.goto(queue)
    page.get_by_role("button", name="Next row").click()
    expect(page.locator("tbody tr").first).to_be_focused()
    page.locator("tbody tr").first.locator("[data-row]").check()
    for key in "argtjkx/":
        assert page.locator(f"[data-key='{key}']:visible").count() >= 1, key


def test_a_ticked_filter_keeps_the_focus_and_a_chip_takes_it_off(visit, queue, bob, twelve):
    page = visit(bob)
    page.goto(queue)
    box = page.get_by_label("Extracted")
    box.check()
    expect(page.locator(".chip.filter")).to_have_count(1)
    expect(page.get_by_label("Extracted")).to_be_focused()
    assert "review=extracted" in page.url
    page.locator(".chip.filter").click()
    expect(page.locator(".chip.filter")).to_have_count(0)
    page.go_back()
    expect(page.locator(".chip.filter")).to_have_count(1)
    assert page.problems == []


def test_many_are_accepted_after_a_look_at_the_count_and_undone(visit, queue, bob):
    page = visit(bob)
    page.goto(f"{queue}?q=boats&all=1")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Accept 30 claims?")).to_be_visible()
    page.get_by_role("button", name="Accept 30").press("Enter")
    expect(page.get_by_role("heading", name="30 claims accepted")).to_be_visible()
    assert Claim.objects.filter(review_state=Review.ACCEPTED).count() == 30
    page.keyboard.press("z")
    expect(page.get_by_role("heading", name="30 of 30 undone")).to_be_visible()
    assert Claim.objects.filter(review_state=Review.ACCEPTED).count() == 0
    page.get_by_role("link", name="Back to the claims").click()
    expect(page).to_have_url(f"{queue}?q=boats")


def test_a_search_is_saved_and_a_tag_put_on_by_keys(visit, queue, bob):
    page = visit(bob)
    page.goto(f"{queue}?q=boats")
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name of this search").fill("Boats")
    page.get_by_label("Name of this search").press("Enter")
    expect(page.locator(".facets .view[aria-current]").first).to_have_text("Boats 30")
    assert SavedSearch.objects.get().name == "Boats"
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("t")
    page.get_by_label("Tag", exact=True).fill("Ports")
    page.get_by_label("Tag", exact=True).press("Enter")
    page.get_by_role("button", name="Tag 1").click()
    expect(page.get_by_role("heading", name="1 claim tagged")).to_be_visible()
    page.get_by_role("link", name="Back to the claims").click()
    page.locator(".tagmark").click()
    expect(page.locator(".toast")).to_contain_text("Tag “Ports” taken off")
    assert not ClaimTag.objects.exists()
    assert page.problems == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_queue_is_without_faults_and_without_scrolling_sideways(visit, queue, bob, scheme, width):
    page = visit(bob, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(f"{queue}?q=boats&all=1")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
