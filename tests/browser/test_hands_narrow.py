"""The workbench on narrow screens and at large zoom, with the longest names there may be, in both themes."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Article
from tests.bench.long_article import long_article
from tests.browser.test_look import faults
from tests.cast import make_article, make_claim, make_source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def hard(foreign_desk) -> Article:
    """Names of 200 characters, a word that cannot be broken, text from right to left, nested claims."""
    text = (
        "قال مسؤولون إن 277 طائرة دمرت.\n\nOfficials said "
        + "unbreakable" * 20
        + " was lost near the bridge."
    )
    article = make_article(foreign_desk, text=text, title=("Verylongtitle" * 20)[:200])
    source = make_source(("Ministryof" * 20)[:200])
    make_claim(article, "277 طائرة دمرت", source=source, figure=(277, "unit" * 25), place="Ort" * 60)
    make_claim(article, "unbreakable" * 20 + " was lost near the bridge", source=source)
    make_claim(article, "lost near the bridge", source=source)
    return article


def go(page, live_server, article):
    page.goto(live_server.url + reverse("claims:workbench", args=[article.pk]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 720, 1024])  # 720: a screen of 1440 at 200 %
def test_nothing_scrolls_sideways_and_axe_finds_nothing(visit, live_server, bob, hard, width, scheme):
    page = visit(bob, viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    go(page, live_server, hard)
    assert page.evaluate(WIDE) <= 0
    assert faults(page) == []
    page.locator("#card a:visible", has_text="Edit").first.click()
    expect(page.locator("#card form.editing")).to_be_visible()
    assert page.evaluate(WIDE) <= 0
    assert page.problems == []


def test_a_phone_has_the_paragraph_above_the_card_and_the_keys_under_the_thumb(
    visit, live_server, bob, foreign_desk
):
    article, claims = long_article(foreign_desk, 12)
    page = visit(bob, viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    go(page, live_server, article)
    tops = [
        page.locator(name).bounding_box()["y"]
        for name in (".pane > .benchbar", "#progress", ".para:has(.current)", "#card")
    ]
    assert tops == sorted(tops)
    assert page.locator(".para:visible").count() == 1
    for name in ("Accept", "Reject…", "Undo", "Second opinion"):
        box = page.locator(".keys").get_by_role("button", name=name).bounding_box()
        assert box["height"] >= 44, name
        assert box["width"] >= 44, name
        assert box["y"] + box["height"] <= 844, name
    page.locator(".keys .primary").tap()
    expect(page.locator("#progress > b")).to_have_text("Claim 2")
    page.get_by_role("link", name="Show the whole article").tap()
    sheet = page.locator("#reader")
    assert page.locator(".para:visible").count() == 3
    assert sheet.bounding_box()["height"] == 844
    page.locator(f'.margin [data-claim="{claims[8].pk}"]').tap()
    expect(page.locator("#progress > b")).to_have_text("Claim 9")
    assert page.locator(".para:visible").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nested_claims_are_told_apart(visit, live_server, bob, hard, scheme):
    page = visit(bob, color_scheme=scheme)
    go(page, live_server, hard)
    looks = "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).boxShadow !== 'none']"
    assert page.locator("mark.ring").first.evaluate(looks)[0] == "solid"
    assert page.locator("mark.edge:not(.ring)").first.evaluate(looks)[1]


def test_the_current_claim_stands_in_the_upper_third_after_each_swap(visit, live_server, bob, foreign_desk):
    article, _ = long_article(foreign_desk, 60)
    page = visit(bob, reduced_motion="reduce")
    go(page, live_server, article)
    for number in range(2, 14):
        page.keyboard.press("j" if number % 2 else "a")
        expect(page.locator("#progress > b")).to_have_text(f"Claim {number}")
        place = page.evaluate(
            "() => { const pane = document.querySelector('[data-article]').getBoundingClientRect();"
            " return (document.querySelector('[data-current-mark]').getBoundingClientRect().top - pane.top)"
            " / pane.height; }"
        )
        assert 0 <= place <= 0.34, number
