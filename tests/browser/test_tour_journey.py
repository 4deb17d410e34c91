"""The tour by keyboard: next, next, finish; it stays closed, and begins again from the settings."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 390])
def test_the_tour_is_walked_by_keys_and_remembered(width, bob, harbour, visit):
    page = visit(bob, viewport={"width": width, "height": 900})
    page.goto("/")
    tour = page.get_by_role("region", name="Tour")
    expect(tour).to_contain_text("1 of 5")
    for number in range(2, 6):
        tour.get_by_role("button", name="Next").focus()
        page.keyboard.press("Enter")
        expect(tour).to_contain_text(f"{number} of 5")
        expect(page.locator("#tour-title")).to_be_focused()
    tour.get_by_role("button", name="Finish").focus()
    page.keyboard.press("Enter")
    expect(tour).to_have_count(0)
    page.goto("/")
    expect(tour).to_have_count(0)
    page.goto("/settings/")
    page.get_by_role("button", name="Start the tour again").click()
    expect(tour).to_contain_text("1 of 5")
    scroll = page.evaluate("document.documentElement.scrollWidth")
    assert scroll <= width
    assert page.problems == []
