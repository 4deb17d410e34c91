"""A reader reviews an article of 20 claims with the keys alone: one key a routine decision, one to undo."""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import AuditEntry
from tests.bench.long_article import long_article
from tests.plugins.workers import wait_until
from tests.review.acting import fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEYS = {"accept": ["a"], "reject": ["x", "3"], "opinion": ["h"]}


def test_twenty_claims_take_one_key_each(visit, live_server, bob, foreign_desk):
    article, claims = long_article(foreign_desk, 20)
    page = visit(bob, reduced_motion="reduce")
    page.goto(live_server.url + reverse("claims:workbench", args=[article.pk]))
    pressed: Counter[str] = Counter()

    def press(deed: str, *keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)
            pressed[deed] += 1

    for number in range(1, 21):
        expect(page.locator("#progress > b")).to_have_text(f"Claim {number}")
        deed = "reject" if number % 5 == 0 else "accept"
        press(deed, *KEYS[deed])
        if number == 7:  # a slip of the hand: taken back with one key, decided anew
            expect(page.locator("#progress > b")).to_have_text("Claim 8")
            press("undo", "z")
            expect(page.locator("#progress > b")).to_have_text("Claim 7")
            press("accept", "a")
        assert wait_until(lambda: page.evaluate("document.activeElement !== document.body"), 1)
    expect(page.locator("#card")).to_contain_text("All 20 claims of this article are decided")
    expect(page.locator("#saved")).to_contain_text("Saved ")
    assert [fresh(claim).review_state for claim in claims] == [
        "rejected" if number % 5 == 0 else "accepted" for number in range(1, 21)
    ]
    assert pressed == {"accept": 17, "reject": 8, "undo": 1}
    deeds = Counter(AuditEntry.objects.filter(claim__in=claims).values_list("action", flat=True))
    assert deeds == {"claim.accept": 17, "claim.reject": 4, "claim.undo": 1}
    assert page.problems == []


def test_own_keys_act_and_stand_on_the_caps(visit, live_server, bob, foreign_desk):
    article, claims = long_article(foreign_desk, 4)
    bob.own_keys = {"a": "q", "j": "k", "k": "j"}
    bob.save()
    page = visit(bob, reduced_motion="reduce")
    page.goto(live_server.url + reverse("claims:workbench", args=[article.pk]))
    expect(page.locator(".keys .primary kbd")).to_have_text("Q")
    expect(page.locator(".keys .primary")).to_have_attribute("aria-keyshortcuts", "q")
    page.keyboard.press("a")  # everybody's key does nothing for this person
    page.keyboard.press("k")
    expect(page.locator("#progress > b")).to_have_text("Claim 2")
    page.keyboard.press("j")
    expect(page.locator("#progress > b")).to_have_text("Claim 1")
    page.keyboard.press("q")
    expect(page.locator("#progress > b")).to_have_text("Claim 2")
    expect(page.locator(".keys .primary kbd")).to_have_text("Q")
    page.keyboard.press("?")
    expect(page.locator("#key-legend")).to_contain_text("QAccept")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.locator("textarea[name=statement]").press_sequentially("qa")
    expect(page.locator("textarea[name=statement]")).to_have_value(claims[1].statement + "qa")
    assert [fresh(claim).review_state for claim in claims] == ["accepted", *["extracted"] * 3]


def test_a_hold_warns_before_it_ends_and_is_kept_with_one_key(visit, live_server, bob, foreign_desk):
    article, claims = long_article(foreign_desk, 4)
    page = visit(bob, reduced_motion="reduce")
    page.clock.install()
    page.goto(live_server.url + reverse("claims:workbench", args=[article.pk]))
    before = fresh(claims[0]).lease_until
    page.clock.run_for(245_000)
    expect(page.locator("#toasts")).to_contain_text("Your hold on claim 1 ends in a minute")
    with page.expect_response("**/hold/"):
        page.keyboard.press("y")
    page.clock.run_for(2_000)
    expect(page.locator("#lease")).to_contain_text("Yours until")
    expect(page.locator("#toasts")).not_to_contain_text("Your hold")
    assert fresh(claims[0]).lease_until > before


def test_who_else_looks_stands_in_the_bar(visit, live_server, bob, alice, foreign_desk):
    article, _ = long_article(foreign_desk, 4)
    for person in (alice, bob):
        page = visit(person)
        page.goto(live_server.url + reverse("claims:workbench", args=[article.pk]))
    expect(page.locator("#lookers")).to_contain_text("Alice")
    expect(page.locator("#card")).not_to_contain_text("Take over")
