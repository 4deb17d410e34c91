"""Deciding without waiting: the next card is there at once, nothing is lost on the way, focus stays."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from claims.access import Action, access_claim
from claims.models import Claim
from claims.review import services
from claims.states import Review
from tests.bench.long_article import long_article
from tests.review.acting import deeds, fresh, saved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIVING = "document.activeElement !== document.body && document.activeElement !== null"


@pytest.fixture
def twenty(foreign_desk):
    """An article of 20 claims, and the claims in the order of the text."""
    return long_article(foreign_desk, 20)


@pytest.fixture
def open_bench(visit, live_server, twenty):
    """Open the workbench for a person; the cards that follow are there when it returns."""

    def opened(user, **options):
        page = visit(user, **{"reduced_motion": "reduce", **options})
        with page.expect_response(lambda answer: "ahead=1" in answer.url):
            page.goto(live_server.url + reverse("claims:workbench", args=[twenty[0].pk]))
        page.wait_for_load_state("networkidle")
        return page

    return opened


def shows(page, number: int, of: int = 20) -> None:
    expect(page.locator("#progress > b")).to_have_text(f"Claim {number}")
    expect(page.locator("#card")).to_have_attribute("aria-label", f"Claim {number} of {of}")


def slow(page, path: str, milliseconds: int) -> None:
    """Let answers to `path` take that much longer."""
    page.evaluate(
        "([path, wait]) => { const swift = window.fetch; window.fetch = async (url, ...more) => {"
        " if (String(url).includes(path)) await new Promise(done => setTimeout(done, wait));"
        " return swift(url, ...more); }; }",
        [path, milliseconds],
    )


def by(user, claim: Claim, do=services.claim_accept, **more) -> None:
    """Let another person decide."""
    with transaction.atomic():
        do(user=user, claim=access_claim(user, claim.pk, Action.REVIEW, lock=True), **more)


def test_the_next_card_is_painted_before_the_server_has_answered(open_bench, bob, twenty):
    page = open_bench(bob)
    slow(page, "/accept/", 1500)
    page.keyboard.press("a")
    shows(page, 2)
    assert fresh(twenty[1][0]).review_state == Review.EXTRACTED
    expect(page.locator("#saved")).to_contain_text("1 not saved yet")
    expect(page.locator(f'mark[data-claims^="{twenty[1][0].pk}"]').first).to_have_class("m accepted")
    expect(page.locator(f'.margin [data-claim="{twenty[1][0].pk}"]')).to_have_class("accepted")
    expect(page.locator("#saved")).to_contain_text("Saved ")
    expect(page.locator("#toasts")).to_contain_text("Claim 1 accepted")
    assert saved(twenty[1][0]).reviewed_by == bob
    assert page.problems == []


def test_nothing_moves_when_cards_are_swapped_and_focus_stays(open_bench, bob, twenty):
    page = open_bench(bob)
    page.evaluate(
        "() => { window.moves = []; new PerformanceObserver(list => moves.push(...list.getEntries().map(e =>"
        " [e.value, e.sources.map(s => s.node?.id || s.node?.className || s.node?.nodeName)])))"
        ".observe({type: 'layout-shift', buffered: false}); }"
    )
    for number, keys in enumerate(["a", "x 3", "h", "a", "x 1", "a"], 2):
        for key in keys.split():
            page.keyboard.press(key)
        shows(page, number)
        assert page.evaluate(LIVING)
        assert page.evaluate("document.activeElement.id") == "card"
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert page.evaluate("moves") == []
    assert page.problems == []


def test_focus_is_never_lost_whatever_is_done(open_bench, bob, twenty):
    page = open_bench(bob)
    steps = [("j", 2), ("j", 3), ("k", 2), ("a", 3), ("z", 2), ("h", 3)]
    for key, number in steps:
        page.keyboard.press(key)
        shows(page, number)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(LIVING), key
    page.keyboard.press("x")
    assert page.evaluate("document.activeElement.id") == "reject-menu"
    page.keyboard.press("Escape")
    assert page.evaluate(LIVING)
    for key in ("e", "s"):
        page.keyboard.press(key)
        expect(page.locator("#card form.editing")).to_be_visible()
        assert page.evaluate(LIVING)
        page.keyboard.press("Escape")
        expect(page.locator("#card form.editing")).to_have_count(0)
        assert page.evaluate(LIVING)
    page.locator(f'.margin [data-claim="{twenty[1][8].pk}"]').focus()
    page.keyboard.press("Enter")
    shows(page, 9)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(LIVING)
    page.locator(".strip a").nth(4).click()
    shows(page, 5)
    assert page.evaluate(LIVING)


def test_a_lost_connection_keeps_decisions_in_order_and_sends_them_when_it_is_back(open_bench, bob, twenty):
    page = open_bench(bob)
    page.context.set_offline(True)
    page.keyboard.press("a")
    shows(page, 2)
    page.keyboard.press("x")
    page.keyboard.press("3")
    shows(page, 3)
    page.keyboard.press("a")
    shows(page, 4)
    expect(page.locator("#saved")).to_contain_text("3 not saved yet, no connection")
    expect(page.locator("#toasts")).to_contain_text("No connection")
    page.keyboard.press("a")  # what comes next was not fetched: it is said, and nothing is decided unseen
    expect(page.locator("#saved")).to_contain_text("4 not saved yet")
    page.keyboard.press("a")
    expect(page.locator("#toasts")).to_contain_text("cannot be shown without a connection")
    assert fresh(twenty[1][0]).review_state == Review.EXTRACTED
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("Saved ")
    shows(page, 5)
    expect(page.locator("#toasts")).not_to_contain_text("No connection")
    states = [fresh(claim).review_state for claim in twenty[1][:5]]
    assert states == ["accepted", "rejected", "accepted", "accepted", "extracted"]
    order = [saved(claim, fresh(claim).review_state).reviewed_at for claim in twenty[1][:4]]
    assert order == sorted(order)


def test_an_answer_that_was_lost_does_not_become_a_conflict(open_bench, bob, twenty):
    page = open_bench(bob)
    lost = []

    def lose_once(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())  # the server hears it
        return route.abort()  # its answer never arrives

    page.route("**/accept/", lose_once)
    page.keyboard.press("a")
    shows(page, 2)
    expect(page.locator("#saved")).to_contain_text("Saved ")
    assert deeds(twenty[1][0]) == ["claim.accept"]
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_leaving_with_something_unsaved_asks_first_and_a_reload_sends_it(
    open_bench, live_server, bob, twenty
):
    page = open_bench(bob)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route("**/accept/", lambda route: route.abort())
    page.keyboard.press("a")
    shows(page, 2)
    expect(page.locator("#saved")).to_contain_text("1 not saved yet")
    page.unroute("**/accept/")
    page.goto(live_server.url + reverse("claims:workbench", args=[twenty[0].pk]))
    assert asked == ["beforeunload"]
    assert saved(twenty[1][0]).reviewed_by == bob
    expect(page.locator("#saved")).to_contain_text("Saved ")


def test_a_double_click_and_a_held_key_decide_one_claim(open_bench, bob, twenty):
    page = open_bench(bob)
    page.locator(".keys .primary").dblclick()
    shows(page, 2)
    page.wait_for_timeout(600)
    page.keyboard.down("a")
    for _ in range(5):
        page.keyboard.down("a")  # repeats
    page.keyboard.up("a")
    shows(page, 3)
    page.wait_for_timeout(600)
    shows(page, 3)
    page.wait_for_load_state("networkidle")
    assert [fresh(claim).review_state for claim in twenty[1][:3]] == ["accepted", "accepted", "extracted"]


def test_a_claim_that_somebody_else_decided_leaves_the_queue_with_a_sentence(open_bench, bob, alice, twenty):
    page = open_bench(bob)
    by(alice, twenty[1][1])
    page.keyboard.press("a")  # what was fetched ahead is thrown away
    shows(page, 3)
    expect(page.locator("#toasts")).to_contain_text(
        "Alice accepted claim 2 meanwhile. It has left your queue."
    )
    assert fresh(twenty[1][1]).reviewed_by == alice
    assert page.evaluate("document.activeElement.id") == "card"


def test_a_claim_that_somebody_else_is_on_is_passed_over(open_bench, bob, alice, as_user, twenty):
    page = open_bench(bob)
    as_user(alice).get(reverse("claims:workbench", args=[twenty[0].pk]), {"claim": twenty[1][1].pk})
    page.keyboard.press("a")
    shows(page, 3)
    expect(page.locator("#toasts")).to_contain_text("Alice is on claim 2 now")


def test_who_is_first_wins_and_the_other_is_told_at_once(open_bench, bob, alice, twenty):
    page = open_bench(bob)
    by(alice, twenty[1][0], services.claim_reject, reason="vague")
    page.keyboard.press("a")
    expect(page.locator("dialog.conflict")).to_contain_text("Alice changed claim 1 first")
    page.keyboard.press("Enter")
    shows(page, 2)
    assert page.evaluate(LIVING)
    assert fresh(twenty[1][0]).review_state == Review.REJECTED


def test_two_tabs_and_the_back_button_show_the_truth(open_bench, bob, twenty):
    first = open_bench(bob)
    second = first.context.new_page()
    second.goto(first.url)
    shows(second, 1)
    second.keyboard.press("a")
    shows(second, 2)
    saved(twenty[1][0])
    first.bring_to_front()
    first.keyboard.press("a")
    expect(first.locator("dialog.conflict")).to_contain_text("You changed claim 1 first")
    first.keyboard.press("Enter")
    shows(first, 2)
    first.keyboard.press("a")
    shows(first, 3)
    saved(twenty[1][1])
    first.go_back()
    shows(first, 2)
    expect(first.locator(".keys .primary")).to_be_disabled()
    expect(first.locator(f'.margin [data-claim="{twenty[1][0].pk}"]')).to_have_class("accepted")


def test_who_moves_on_by_hand_before_the_answer_stays_there(open_bench, bob, twenty):
    page = open_bench(bob)
    slow(page, "/accept/", 1500)
    page.keyboard.press("a")
    shows(page, 2)
    page.keyboard.press("j")
    shows(page, 3)
    expect(page.locator("#toasts")).to_contain_text("Claim 1 accepted")
    page.wait_for_load_state("networkidle")
    shows(page, 3)
    expect(page.locator("#progress")).to_contain_text("1 of 20")
    assert page.evaluate(LIVING)


def test_a_move_that_the_answer_of_a_decision_overtakes_arrives(open_bench, bob, twenty):
    page = open_bench(bob)
    held = []

    def hold_the_first(route):
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route(lambda url: "claim=" in url and "ahead=" not in url, hold_the_first)
    with page.expect_response("**/accept/"):
        page.keyboard.press("a")
        shows(page, 2)
        page.keyboard.press("j")
    page.wait_for_timeout(300)  # the answer of the decision is worked off
    assert len(held) == 1
    held[0].continue_()
    shows(page, 3)
    expect(page.locator("#progress")).to_contain_text("1 of 20")


def test_undo_waits_for_what_is_on_its_way(open_bench, bob, twenty):
    page = open_bench(bob)
    slow(page, "/accept/", 1000)
    page.keyboard.press("a")
    shows(page, 2)
    page.keyboard.press("z")
    shows(page, 1)
    assert deeds(twenty[1][0]) == ["claim.undo", "claim.accept"][::-1]
    assert page.evaluate(LIVING)


def sign_in(page, live_server, user) -> None:
    user.set_password("a long enough one")
    user.save()
    page.locator("[name=login]").fill(user.username)
    page.locator("[name=password]").fill("a long enough one")
    page.keyboard.press("Enter")


def test_a_decision_that_met_the_log_in_page_is_sent_after_signing_in(open_bench, live_server, bob, twenty):
    page = open_bench(bob)
    Session.objects.all().delete()
    page.keyboard.press("a")
    dialog = page.locator("#signed-out")
    expect(dialog).to_contain_text("1 not saved yet")
    assert fresh(twenty[1][0]).review_state == Review.EXTRACTED
    dialog.get_by_role("link", name="Sign in").click()
    sign_in(page, live_server, bob)
    assert saved(twenty[1][0]).reviewed_by == bob
    expect(page.locator("#progress > b")).to_have_text("Claim 2")


def test_an_edit_that_met_the_log_in_page_comes_back_after_signing_in(open_bench, live_server, bob, twenty):
    page = open_bench(bob)
    page.keyboard.press("e")
    page.locator("textarea[name=statement]").fill("What Bob typed before the session ended")
    Session.objects.all().delete()
    page.keyboard.press("Control+Enter")
    dialog = page.locator("#signed-out")
    expect(dialog).to_contain_text("What you typed is kept")
    dialog.get_by_role("link", name="Sign in").click()
    sign_in(page, live_server, bob)
    page.wait_for_url("**/review/**")
    page.keyboard.press("e")
    expect(page.locator("textarea[name=statement]")).to_have_value("What Bob typed before the session ended")
    page.keyboard.press("Control+Enter")
    expect(page.locator("p.statement")).to_contain_text("What Bob typed before")
    assert fresh(twenty[1][0]).statement == "What Bob typed before the session ended"
