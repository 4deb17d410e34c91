"""Keys, toasts, colours and accessibility of the shared parts, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
# What passed is not told at length, and no style sheet read for experimental rules: that costs as much again.
ASK = """axe.run({
  runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
  resultTypes: ["violations"],
  preload: {assets: ["media"]},
}).then(result => result.violations.map(
  rule => rule.id + ": " + rule.nodes[0].target.join(" ") + " " + (rule.nodes[0].failureSummary || "")))"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page) -> list[str]:
    """Return what axe holds against the page at WCAG 2.2 AA: rule and the first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return list(page.evaluate(ASK))


def test_axe_would_find_something(ada, visit, live_server):
    page = visit(ada)
    page.goto(live_server.url + reverse("claims:settings"))
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in faults(page))


def articles(visit, live_server, person):
    page = visit(person)
    page.goto(live_server.url + reverse("claims:article-list"))
    return page


def test_a_key_presses_the_button_that_shows_it(bob, visit, live_server):
    page = articles(visit, live_server, bob)
    page.keyboard.press("n")
    page.wait_for_url("**" + reverse("claims:article-new"))


def test_keys_rest_while_somebody_types(bob, visit, live_server):
    page = articles(visit, live_server, bob)
    page.get_by_label("Search articles").press_sequentially("n?")
    expect(page.get_by_label("Search articles")).to_have_value("n?")
    expect(page.locator("#key-legend")).not_to_be_visible()
    assert page.url.endswith(reverse("claims:article-list"))


def test_keys_rest_when_switched_off(bob, visit, live_server):
    bob.keys_enabled = False
    bob.save()
    page = articles(visit, live_server, bob)
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(page.get_by_role("link", name="Add an article")).to_be_visible()
    expect(page.get_by_role("link", name="Add an article").locator("kbd")).not_to_be_visible()
    expect(page.locator("#key-legend")).not_to_be_visible()


def test_keys_with_a_modifier_belong_to_the_browser(bob, visit, live_server):
    page = articles(visit, live_server, bob)
    taken = page.evaluate(
        "['ctrlKey', 'metaKey', 'altKey'].map(held => !document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'n', code: 'KeyN', [held]: true, bubbles: true, cancelable: true}"
        ")))"
    )
    assert taken == [False, False, False]


def test_the_legend_lists_the_keys_of_the_page(bob, visit, live_server):
    page = articles(visit, live_server, bob)
    page.keyboard.press("?")
    expect(page.locator("#key-legend")).to_contain_text("Add an article")
    page.keyboard.press("n")  # an open dialog keeps the keys for itself
    expect(page.locator("#key-legend")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#key-legend")).not_to_be_visible()


def test_a_toast_leaves_after_eight_seconds_but_waits_while_looked_at(bob, visit, live_server):
    page = visit(bob)
    page.clock.install()
    page.goto(live_server.url + reverse("claims:settings"))
    page.get_by_role("button", name="Save").click()
    toast = page.locator(".toast")
    expect(toast).to_contain_text("Saved")
    page.clock.run_for(5_000)
    toast.hover()
    page.clock.run_for(20_000)
    expect(toast).to_be_visible()
    page.mouse.move(700, 20)
    page.clock.run_for(9_000)
    expect(toast).to_have_count(0)


def test_what_was_typed_survives_a_reload(bob, visit, live_server):
    page = visit(bob)
    page.goto(live_server.url + reverse("claims:article-new"))
    page.get_by_label("Title").fill("Containers lost at the port")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Containers lost at the port")


def test_one_button_turns_the_colours(bob, visit, live_server):
    page = visit(bob, color_scheme="light")
    page.goto(live_server.url + reverse("claims:desk"))
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.get_by_role("button", name="Light colours").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_the_style_guide_is_for_those_who_run_the_place(as_user, ada, bob):
    assert as_user(ada).get(reverse("claims:styleguide")).status_code == 200
    assert as_user(bob).get(reverse("claims:styleguide")).status_code in {403, 404}


def put(page, markup: str) -> None:
    """Add markup to the page as a swap would, and let the page take notice."""
    page.evaluate(
        "markup => { document.querySelector('main').insertAdjacentHTML('beforeend', markup);"
        "document.body.dispatchEvent(new CustomEvent('htmx:afterSettle', {bubbles: true, "
        "detail: {elt: document.body}})); }",
        markup,
    )


def test_undo_on_a_toast_presses_the_undo_of_the_page(bob, visit, live_server):
    page = visit(bob)
    page.goto(live_server.url + reverse("claims:settings"))
    put(
        page,
        '<a href="#undone" data-key="z">Undo</a>'
        '<div class="toast"><button data-presses="z">Back</button></div>',
    )
    page.get_by_role("button", name="Back").click()
    assert page.url.endswith("#undone")
    expect(page.locator(".toast")).to_have_count(0)


def test_a_conflict_opens_by_itself_and_takes_the_keys(bob, visit, live_server):
    page = visit(bob)
    page.goto(live_server.url + reverse("claims:article-list"))
    put(
        page,
        '<dialog class="conflict" data-arrived aria-label="Decided by another"><form method="dialog">'
        '<button autofocus data-key="enter">Keep the saved one</button></form></dialog>',
    )
    expect(page.get_by_role("button", name="Keep the saved one")).to_be_focused()
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="Decided by another")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Decided by another")).not_to_be_visible()


def test_ticked_rows_are_counted_and_let_go(bob, visit, live_server):
    page = visit(bob)
    page.goto(live_server.url + reverse("claims:settings"))
    put(
        page,
        '<div data-bulk="#bulk"><input type="checkbox" data-all aria-label="Every row">'
        '<input type="checkbox" data-row aria-label="First row">'
        '<input type="checkbox" data-row aria-label="Next row"></div>'
        '<div id="bulk" hidden><span data-count></span><button data-untick>Clear</button></div>',
    )
    page.get_by_label("First row").check()
    expect(page.locator("[data-count]")).to_have_text("1 selected")
    assert page.get_by_label("Every row").evaluate("box => box.indeterminate")
    page.get_by_label("Every row").check()
    expect(page.locator("[data-count]")).to_have_text("2 selected")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#bulk")).to_be_hidden()
    expect(page.get_by_label("Next row")).not_to_be_checked()


def test_a_lost_connection_is_said_and_stays(bob, visit, live_server):
    page = visit(bob)
    page.goto(live_server.url + reverse("claims:settings"))
    put(page, '<button hx-post="/settings/theme/" hx-swap="none">Send it</button>')
    page.evaluate("htmx.process(document.querySelector('main'))")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved: no connection")
