"""A high-stakes claim from mark to settlement, each person in a browser of their own, by keys and sound."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.states import Review
from tests.browser.test_look import faults
from tests.review.acting import fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 390])
def test_two_decide_apart_and_a_third_settles(visit, live_server, bob, edna, alice, twelve, width):
    size = {"width": width, "height": 900}
    editor, first, second = (visit(user, viewport=size) for user in (alice, bob, edna))
    home = live_server.url + reverse("claims:claim", args=[twelve.pk])
    editor.goto(home)
    editor.get_by_role("link", name="Mark high-stakes…").click()
    editor.get_by_label("Why is it high-stakes?").fill("Front page")
    assert faults(editor) == []
    editor.get_by_role("button", name="Mark high-stakes").click()
    expect(editor.locator(".round")).to_contain_text("Front page")

    first.goto(home)
    first.get_by_role("link", name="Give your decision").click()
    first.wait_for_url("**/apart/")
    first.keyboard.press("a")
    expect(first.get_by_label("Accept")).to_be_checked()
    assert faults(first) == []
    first.get_by_role("button", name="Store my decision").click()
    expect(first.locator(".round")).to_contain_text("You have decided: accept")

    second.goto(home)
    expect(second.locator(".round")).to_contain_text("One of two is in")
    expect(second.locator(".round")).not_to_contain_text("accept")
    second.get_by_role("link", name="Give your decision").click()
    second.wait_for_url("**/apart/")
    second.keyboard.press("x")
    expect(second.locator("input[value=reject]")).to_be_checked()
    second.get_by_label("Reason, if rejected").select_option("vague")
    second.get_by_role("button", name="Store my decision").click()
    expect(second.locator(".both")).to_contain_text("Bob")

    editor.goto(live_server.url + "/")
    editor.locator("#apart").get_by_role("link").first.click()
    expect(editor.locator(".both")).to_contain_text("reject, too vague to check")
    assert faults(editor) == []
    editor.keyboard.press("a")
    editor.get_by_label("Why it is settled so").fill("The count is named")
    editor.get_by_role("button", name="Settle it").click()
    expect(editor.locator(".round")).to_contain_text("settled it")
    assert fresh(twelve).review_state == Review.ACCEPTED
    for page in (editor, first, second):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert faults(page) == []
        assert page.problems == []
