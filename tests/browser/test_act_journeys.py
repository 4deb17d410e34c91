"""The acts of the workbench beyond a decision, in a real browser and with the keyboard."""

# ruff: noqa: F811 - article is a fixture
from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Claim
from claims.states import Review
from tests.browser.test_look import faults
from tests.browser.test_review_journey import article, claims, go, press  # noqa: F401 - a fixture
from tests.cast import make_article, make_claim, make_source
from tests.review.acting import fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_claims_become_one_by_two_keys_and_two_again_by_undo(visit, live_server, bob, article):
    first, second, boats, _ = claims(article)
    page = visit(bob)
    go(page, live_server, article)
    press(page, "j", "Claim 2 of 4")
    press(page, "j", "Claim 3 of 4")
    page.keyboard.press("m")
    expect(page.locator(".option").first).to_contain_text("Claim 1")
    assert faults(page) == []
    page.keyboard.press("2")  # with claim 2
    expect(page.locator("#benchline")).to_contain_text("of 3")
    expect(page.locator("#toasts")).to_contain_text("Claim 3 merged into claim 2")
    assert (fresh(boats).merged_into, fresh(second).appearances.count()) == (second, 2)
    press(page, "z", "Claim 3 of 4")
    assert fresh(boats).review_state == Review.EXTRACTED
    assert boats.appearances.count() == 1
    assert fresh(first).merged_into is None
    assert page.problems == []


def test_an_earlier_claim_is_found_by_typing(visit, live_server, bob, article, foreign_desk):
    found = make_article(foreign_desk, text="Forty containers went overboard.", title="Overboard")
    earlier = make_claim(found, "Forty containers went overboard")
    claim = claims(article)[0]
    page = visit(bob)
    go(page, live_server, article)
    page.keyboard.press("m")
    expect(page.locator(".option").first).to_be_visible()
    page.keyboard.press("f")
    page.keyboard.type("overboard")
    expect(page.locator(".option")).to_have_count(1)
    page.locator(".option").click()
    expect(page.locator("#toasts")).to_contain_text("Claim 1 merged into another one")
    assert fresh(claim).merged_into == earlier
    assert page.problems == []


def test_merging_works_without_scripts(visit, live_server, bob, article):
    second = claims(article)[1]
    page = visit(bob, java_script_enabled=False)
    go(page, live_server, article)
    page.get_by_role("button", name="Merge").click()
    page.get_by_label("Merge it with").fill("containers dawn")
    page.get_by_role("button", name="Search").click()
    page.locator(".option").click()
    expect(page.locator(".toast")).to_contain_text("Claim 1 merged")
    assert Claim.objects.get(merged_into=second).review_state == Review.REJECTED


SELECT = """([from, to]) => {
  const walker = document.createTreeWalker(document.querySelector("#reader"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node; (node = walker.nextNode());) {
    if (node.data.includes(from)) range.setStart(node, node.data.indexOf(from));
    if (node.data.includes(to)) { range.setEnd(node, node.data.indexOf(to) + to.length); break; }
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  document.querySelector("#reader").dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
}"""


def test_words_marked_in_the_text_become_a_claim_in_three_actions(visit, live_server, bob, article):
    page = visit(bob)
    go(page, live_server, article)
    # From the middle of one mark across others: numbers and hints on the page are no part of the words.
    page.evaluate(SELECT, ["recovered", "before dawn"])  # 1: mark
    expect(page.locator(".addhere")).to_be_visible()
    page.keyboard.press("c")  # 2
    expect(page.locator("blockquote")).to_have_text("recovered 12 containers and 3 boats before dawn")
    expect(page.locator("[name=source_name]")).to_have_value("Harbour authority")
    expect(page.locator("[name=statement]")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Control+Enter")  # 3
    expect(page.locator("#toasts")).to_contain_text("Claim added and accepted")
    claim = Claim.objects.get(added_by=bob)
    assert claim.appearances.get().exact == "recovered 12 containers and 3 boats before dawn"
    assert [str(q) for q in claim.quantities.all()] == ["12 container", "3 boat"]
    press(page, "z", "of 4")
    assert page.problems == []


def test_a_claim_is_added_without_scripts_by_its_exact_words(visit, live_server, bob, article):
    page = visit(bob, java_script_enabled=False)
    go(page, live_server, article)
    page.get_by_role("button", name="Add a claim").click()
    page.get_by_label("The exact words of the claim").fill("not possible to verify")
    page.get_by_role("button", name="Find them").click()
    page.get_by_role("link", name="Use this place").click()
    page.get_by_label("New claim").fill("The claims could not be verified")
    page.get_by_role("button", name="Add and accept").click()
    expect(page.locator(".toast")).to_contain_text("Claim added")
    assert Claim.objects.get(added_by=bob).appearances.get().exact == "not possible to verify"


def test_the_rest_is_accepted_at_one_stroke_and_opened_again_at_one(visit, live_server, bob, article):
    page = visit(bob)
    Claim.objects.update(worth=0.95)
    go(page, live_server, article)
    expect(page.locator(".keyrow.three .btn")).to_contain_text("Accept the 4 claims left above 0.90")
    press(page, "Shift+a", "All decided")
    expect(page.locator("#toasts")).to_contain_text("4 claims accepted")
    press(page, "z", "4 left to decide")
    assert {row.review_state for row in claims(article)} == {Review.EXTRACTED}
    assert page.problems == []


def test_a_claim_is_split_by_choosing_words_with_the_keyboard_alone(visit, live_server, bob, article):
    whole = claims(article)[1]
    page = visit(bob)
    go(page, live_server, article)
    press(page, "j", "Claim 2 of 4")
    page.keyboard.press("s")
    expect(page.locator("[data-chooser]")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("End")  # "its crews recovered 12 containers and 3 boats before dawn"
    page.keyboard.press("Shift+ArrowLeft")  # before dawn
    page.keyboard.press("1")  # taken from part 1
    page.keyboard.press("Home")
    for _ in range(5):
        page.keyboard.press("ArrowRight")  # and
    page.keyboard.press("2")  # given to part 2
    words = page.locator("[name=words_0]"), page.locator("[name=words_1]")
    expect(words[0]).to_have_value("its crews recovered 12 containers")
    expect(words[1]).to_have_value("its crews recovered … and 3 boats before dawn")
    page.keyboard.press("2")  # and taken away again
    expect(words[1]).to_have_value("its crews recovered … 3 boats before dawn")
    expect(page.locator("[name=statement_1]")).to_have_value("Its crews recovered 3 boats before dawn")
    expect(page.locator("[name=value_1_0]")).to_have_value("3")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("Split into 2 claims")
    first, second = Claim.objects.filter(split_from=whole).order_by("appearances__end")
    assert (first.statement, [str(q) for q in first.quantities.all()]) == (
        "Its crews recovered 12 containers",
        ["12 container"],
    )
    assert [str(q) for q in second.quantities.all()] == ["3 boat"]
    assert page.problems == []


def test_words_are_chosen_for_a_part_with_the_pointer(visit, live_server, bob, article):
    page = visit(bob)
    go(page, live_server, article)
    page.keyboard.press("s")
    word = page.locator("[data-chooser] [data-word]")
    expect(page.locator("[data-chooser]")).to_be_focused()
    first, last = (word.filter(has_text=text).first.bounding_box() for text in ("were", "missing"))
    page.mouse.move(first["x"] + 4, first["y"] + 6)
    page.mouse.down()
    page.mouse.move(last["x"] + 4, last["y"] + 6, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Part 2", exact=False).click()
    expect(page.locator("[name=words_1]")).to_have_value("were missing")
    expect(page.locator("[name=statement_1]")).to_have_value("Were missing")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_chain_of_attribution_is_changed_by_keys(visit, live_server, bob, article, width):
    claim = claims(article)[0]
    claim.appearances.update(via=["Coastal Radio", "The mayor"])
    page = visit(bob, viewport={"width": width, "height": 900})
    go(page, live_server, article)
    page.get_by_role("link", name="Coastal Radio").press("Enter")
    first = page.get_by_label("Link 1, name")
    expect(first).to_be_focused()
    assert faults(page) == []
    page.get_by_role("button", name="Move link 2 nearer to the outlet").press("Enter")
    expect(first).to_have_value("The mayor")
    expect(first).to_be_focused()
    expect(page.locator("[data-link-said]")).to_have_text("The mayor is link 1 now.")
    page.get_by_role("button", name="Remove link 2").press("Enter")
    expect(page.locator("[data-link-said]")).to_have_text("Coastal Radio removed from the chain.")
    second = page.get_by_label("Link 2, name")
    expect(second).to_be_focused()
    page.keyboard.type("City council")
    page.get_by_label("Link 2, role").select_option("institution")
    page.get_by_role("button", name="Add a link").press("Enter")
    expect(page.get_by_label("Link 3, name")).to_be_focused()
    page.keyboard.press("Enter")  # saves
    expect(page.locator(".card .chain")).to_contain_text("Institution")
    assert claim.appearances.get().via == ["The mayor", "City council"]
    page.keyboard.press("z")
    expect(page.locator(".card .chain")).to_contain_text("Coastal Radio")
    assert claim.appearances.get().via == ["Coastal Radio", "The mayor"]
    assert page.problems == []


def test_a_chain_is_changed_without_scripts(visit, live_server, bob, article):
    claim = claims(article)[0]
    page = visit(bob, java_script_enabled=False)
    go(page, live_server, article)
    page.get_by_role("link", name="link", exact=True).click()
    page.get_by_label("Link 1, name").fill("Coastal Radio")
    expect(page.get_by_label("Link 2, name")).to_be_hidden()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".card .chain")).to_contain_text("Coastal Radio")
    assert claim.appearances.get().via == ["Coastal Radio"]


def test_the_source_probably_meant_is_used_by_one_button(visit, live_server, bob, article):
    first, second, *_ = claims(article)
    short = make_source("Port", "government")
    whole = make_source("Port of Odesa", "organisation")
    type(first).objects.filter(pk=first.pk).update(source=whole)
    type(second).objects.filter(pk=second.pk).update(source=short)
    page = visit(bob)
    page.goto(live_server.url + reverse("claims:workbench", args=[article.pk]) + f"?claim={second.pk}")
    expect(page.locator(".probable")).to_contain_text(
        "Probably Port of Odesa, named in the paragraph before."
    )
    assert faults(page) == []
    page.keyboard.press("e")
    page.locator("[name=statement]").fill("Typed and kept")
    page.locator(".probable button").press("Enter")
    expect(page.locator("[name=source_name]")).to_be_focused()
    expect(page.locator("[name=source_name]")).to_have_value("Port of Odesa")
    page.keyboard.press("Escape")
    expect(page.locator("p.statement")).to_be_visible()
    page.locator(".probable button").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("has another source now")
    assert fresh(second).source == whole
    expect(page.locator(".probable")).to_have_count(0)
    assert page.problems == []


def test_the_rest_is_accepted_on_a_phone_too(visit, live_server, bob, article):
    page = visit(bob)
    page.set_viewport_size({"width": 390, "height": 844})
    Claim.objects.update(worth=0.95)
    page.goto(live_server.url + reverse("claims:workbench", args=[article.pk]))
    button = page.get_by_role("button", name="Accept the 4 claims left")
    expect(button).to_have_count(1)  # what is hidden is no second one
    button.click()
    expect(page.locator("#toasts")).to_contain_text("4 claims accepted")
    assert {row.review_state for row in claims(article)} == {Review.ACCEPTED}
    assert page.problems == []
