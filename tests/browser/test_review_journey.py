"""Reviewing in a real browser: with the keyboard alone, without scripts, on a phone, two people at once."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from claims.access import Action, access_claim
from claims.models import Claim, Source
from claims.review import services
from claims.states import RejectReason, Review
from tests.browser.test_look import faults
from tests.cast import make_article, make_claim, make_source
from tests.review.acting import fresh, saved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# What sticks out of the page to the right, by class and first words.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("*")]
  .filter(e => Math.max(e.scrollWidth, e.getBoundingClientRect().right) > innerWidth)
  .map(e => e.tagName + "." + e.getAttribute("class") + ": " + e.textContent.trim().slice(0, 20))"""


@pytest.fixture
def article(harbour, authority):
    """Four claims, the second saying two things."""
    words = ("41 containers were missing", "its crews recovered 12 containers and 3 boats before dawn")
    first, second = (make_claim(harbour, text, source=authority, attribution="indirect") for text in words)
    second.quantities.create(low=12, high=12, unit="container", text="12 containers")
    second.quantities.create(position=1, low=3, high=3, unit="boat", text="3 boats")
    make_claim(harbour, "only 2 ships were delayed", source=authority, figure=(2, "ship"))
    make_claim(harbour, "3 boats", source=authority)
    make_claim(harbour, "The harbour authority", set_aside=True, worth=0.2, worth_reason="too little")
    return harbour


def claims(article) -> list[Claim]:
    rows = Claim.objects.filter(appearances__version__article=article, set_aside=False)
    return list(rows.order_by("appearances__start", "appearances__end", "pk"))


def go(page, live_server, article):
    page.goto(live_server.url + reverse("claims:workbench", args=[article.pk]))


def press(page, keys: str, wait: str | re.Pattern[str]):
    """Press keys one after the other and wait for the line at the foot to say `wait`."""
    for key in keys.split():
        page.keyboard.press(key)
    expect(page.locator("#benchline")).to_contain_text(wait)


def test_an_article_is_reviewed_with_the_keyboard_alone(visit, live_server, bob, article):
    first, second, boats, ships = claims(article)
    page = visit(bob)
    go(page, live_server, article)
    expect(page.locator("#benchline")).to_contain_text("Claim 1 of 4")

    press(page, "a", "Claim 2 of 4")  # accept: one key
    assert page.evaluate("document.activeElement.id") == "card"
    expect(page.locator("#toasts")).to_contain_text("Claim 1 accepted")

    press(page, "s", "Claim 2 of 4")  # split: the form proposes two parts
    expect(page.locator("[name=statement_1]")).to_have_value("Its crews recovered 3 boats before dawn")
    page.locator("[name=statement_0]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#benchline")).to_contain_text("of 5")
    assert fresh(second).reject_reason == RejectReason.SPLIT

    press(page, "z", "of 4")  # and back
    assert fresh(second).review_state == Review.EXTRACTED

    page.keyboard.press("e")  # edit in its place
    expect(page.locator("textarea[name=statement]")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" on Monday")
    page.keyboard.press("Control+Enter")
    expect(page.locator("p.statement")).to_contain_text("before dawn on Monday")
    assert page.evaluate("document.activeElement.id") == "card"

    page.keyboard.press("e")  # Escape drops what was typed
    expect(page.locator("textarea[name=statement]")).to_be_focused()
    page.keyboard.type("never saved")
    page.keyboard.press("Escape")
    expect(page.locator("p.statement")).to_contain_text("before dawn on Monday")

    press(page, "a", "Claim 3 of 4")
    press(page, "x 3", "Claim 4 of 4")  # reject: X and a reason
    assert saved(boats, Review.REJECTED).reject_reason == RejectReason.VAGUE  # the card is shown before
    press(page, "k", "Claim 3 of 4")
    press(page, "j", "Claim 4 of 4")
    press(page, "h", "Claim 4 of 4")  # a second opinion: nothing else is open
    expect(page.locator("#card")).to_contain_text("asked by Bob")
    press(page, "a", "All decided")
    expect(page.locator("#card")).to_contain_text("All 4 claims of this article are decided")

    for claim in (first, second, ships):
        saved(claim)
    saved(boats, Review.REJECTED)
    assert page.problems == []


def test_keys_rest_while_somebody_types_and_when_switched_off(visit, live_server, bob, article):
    page = visit(bob)
    go(page, live_server, article)
    page.keyboard.press("e")
    expect(page.locator("[name=place]")).to_be_visible()
    page.locator("[name=place]").fill("")
    page.keyboard.type("axaz")
    expect(page.locator("[name=place]")).to_have_value("axaz")
    bob.keys_enabled = False
    bob.save()
    go(page, live_server, article)
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert fresh(claims(article)[0]).review_state == Review.EXTRACTED
    expect(page.locator(".keys kbd").first).to_be_hidden()
    expect(page.locator(".keys .primary")).to_be_visible()


def test_a_source_is_chosen_from_the_names_offered(visit, live_server, bob, article):
    force = make_source("Coast guard", "military")
    page = visit(bob)
    go(page, live_server, article)
    page.keyboard.press("e")
    page.locator("[name=source_name]").fill("")
    page.locator("[name=source_name]").press_sequentially("coast")
    expect(page.locator("#source-options li")).to_contain_text("Coast guard")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=source_id]")).to_have_value(str(force.pk))
    page.keyboard.press("Enter")
    expect(page.locator(".chain")).to_contain_text("Coast guard")
    assert fresh(claims(article)[0]).source == force
    assert Source.objects.filter(name="Coast guard").count() == 1


def test_the_later_of_two_people_is_told_and_loses_nothing(visit, live_server, bob, alice, article):
    claim = claims(article)[0]
    page = visit(bob, reduced_motion="reduce")
    go(page, live_server, article)
    page.keyboard.press("e")
    page.locator("textarea[name=statement]").fill("What Bob typed")
    with transaction.atomic():
        row = access_claim(alice, claim.pk, Action.REVIEW, lock=True)
        services.claim_accept(user=alice, claim=row, version=1)
    page.keyboard.press("Control+Enter")
    dialog = page.locator("dialog.conflict")
    expect(dialog).to_contain_text("Alice changed claim 1 first")
    expect(dialog).to_contain_text("What Bob typed")
    expect(dialog.get_by_role("button", name="Save the merged claim")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("e")
    expect(page.locator("textarea[name=statement]")).to_have_value("What Bob typed")
    page.locator("textarea[name=statement]").press("Control+Enter")
    expect(page.locator("p.statement")).to_contain_text("What Bob typed")
    assert (fresh(claim).statement, fresh(claim).review_state) == ("What Bob typed", Review.ACCEPTED)


def test_a_click_on_shared_text_takes_the_shortest_claim_then_the_next_one_out(
    visit,
    live_server,
    bob,
    article,
):
    page = visit(bob)
    go(page, live_server, article)
    shared = page.locator("mark[data-claims*=' ']").first
    shared.click()
    expect(page.locator("#benchline")).to_contain_text("3 boats. ")
    page.locator("mark[data-claims*=' ']").first.click()
    expect(page.locator("#benchline")).to_contain_text("its crews recovered 12 containers and 3 boats")


def test_everything_works_without_scripts(visit, live_server, bob, article):
    first, second, boats, ships = claims(article)
    page = visit(bob, java_script_enabled=False)
    go(page, live_server, article)
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator("#benchline")).to_contain_text("Claim 2 of 4")
    page.get_by_role("button", name="Reject…").click()
    page.get_by_role("button", name="Too vague to check").click()
    expect(page.locator("#benchline")).to_contain_text("Claim 3 of 4")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#benchline")).to_contain_text("Claim 2 of 4")
    page.locator(".keys").get_by_role("button", name="Edit").click()
    page.locator("textarea[name=statement]").fill("Without scripts")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("p.statement")).to_have_text("Without scripts")
    page.locator(".margin a").last.click()
    expect(page.locator("#benchline")).to_contain_text("Claim 4 of 4")
    page.get_by_role("button", name="Offer").click()
    expect(page.locator("#benchline")).to_contain_text("of 5")
    page.goto(live_server.url + reverse("claims:claim-list"))
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("h1")).to_have_text("Claims")
    assert fresh(first).review_state == Review.ACCEPTED
    assert (fresh(second).review_state, fresh(second).statement) == (Review.EXTRACTED, "Without scripts")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_in_the_review_room(visit, live_server, alice, article, scheme, width):
    claim = claims(article)[1]
    with transaction.atomic():
        services.claim_reject(
            user=alice,
            claim=access_claim(alice, claims(article)[0].pk, Action.REVIEW, lock=True),
            reason="vague",
        )
    page = visit(alice, color_scheme=scheme, viewport={"width": width, "height": 900})
    for url in (
        reverse("claims:workbench", args=[article.pk]),
        reverse("claims:claim-edit", args=[claim.pk]),
        reverse("claims:claim-split", args=[claim.pk]),
        reverse("claims:claim-list"),
        reverse("claims:source-list"),
        reverse("claims:source", args=[claim.source_id]),
    ):
        page.goto(live_server.url + url)
        assert (url, faults(page)) == (url, [])
    assert page.problems == []


def test_long_names_and_right_to_left_text_fit_a_phone(visit, live_server, bob, foreign_desk):
    text = "قال مسؤولون إن 277 طائرة دمرت.\n\n" + "Officials said " + "unbreakable" * 30 + " was lost."
    article = make_article(foreign_desk, text=text, title="Verylongtitle" * 20)
    source = make_source(("Ministryof" * 20)[:200])
    claim = make_claim(
        article,
        "277 طائرة دمرت",
        source=source,
        attribution="indirect",
        place="Ort" * 60,
        figure=(277, "unit" * 25),
    )
    make_claim(article, "unbreakable" * 30, source=source)
    page = visit(bob, viewport={"width": 390, "height": 844})
    for url in (
        reverse("claims:workbench", args=[article.pk]),
        reverse("claims:claim-edit", args=[claim.pk]),
        reverse("claims:claim-split", args=[claim.pk]),
        reverse("claims:claim-list"),
        reverse("claims:source-list"),
        reverse("claims:source", args=[source.pk]),
    ):
        page.goto(live_server.url + url)
        assert (url, page.evaluate(TOO_WIDE)) == (url, [])
    go(page, live_server, article)
    expect(page.locator(".words").first).to_have_css("direction", "rtl")
    for name in ("Accept", "Reject…", "Undo"):
        assert page.locator(".keys").get_by_role("button", name=name).bounding_box()["height"] >= 44
