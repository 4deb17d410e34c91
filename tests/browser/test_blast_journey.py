"""A correction and its blast radius, in a real browser: pasted, seen, ticked off."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Claim
from claims.states import Freshness, Review
from tests.cast import TEXT, make_article, make_claim
from tests.report import makers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_correction_is_pasted_and_what_it_touches_is_ticked_off(
    visit, live_server, foreign_desk, alice, bob
):
    article = make_article(foreign_desk)
    claims = [
        make_claim(article, words, review_state=Review.ACCEPTED, reviewed_by=bob)
        for words in ("41 containers were missing", "recovered 12 containers")
    ]
    makers.report_of(bob, claims, title="The port")
    page = visit(alice)
    page.goto(live_server.url + reverse("claims:article", args=[article.pk]))
    page.get_by_role("link", name="Changed, corrected, retracted").click()
    page.get_by_label("Why, and where it says so").fill("A note below the article.")
    page.get_by_role("textbox", name="The text as it reads now").fill(
        TEXT.replace("12 containers", "14 containers")
    )
    page.get_by_role("button", name="Put on record").click()

    expect(page.locator(".toast")).to_contain_text("2 claims and 1 report are marked; nothing was flipped.")
    expect(page.locator(".touchline").first).to_contain_text("No longer in the text")
    expect(page.locator("#touched-reports")).to_contain_text("The port")
    page.get_by_label("Note on: recovered 12 containers").fill("The port confirmed 12 by phone.")
    page.keyboard.press("Enter")
    expect(page.locator("#touched-claims .n")).to_contain_text("1 to look at")
    expect(page.locator("#touched-claims")).to_contain_text("The port confirmed 12 by phone.")
    assert Claim.objects.get(freshness=Freshness.NEEDS_RECHECK) == claims[0]
    page.keyboard.press("s")
    expect(page.locator("#touched-claims")).not_to_contain_text("to look at")

    words = reverse("claims:claim-words", args=[article.pk, claims[1].pk])
    page.goto(f"{live_server.url}{words}?words=recovered 14 containers")
    page.get_by_role("button", name="The claim stands here").press("Enter")
    expect(page.locator("#card")).to_contain_text("chose this place in the new text")
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("The place is taken back.")
    expect(page.locator("#lost")).to_contain_text("recovered 12 containers")
    assert not page.problems
