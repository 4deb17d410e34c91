"""From a later source to an approved verdict, by keys, in a real browser; and handing out work."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Assignment, Claim, Evidence
from claims.verify import readings
from tests.verify.scene import earlier_claim, later_claim, proposed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def claim(foreign_desk, authority, bob) -> Claim:
    """An accepted claim with two proposals."""
    first = earlier_claim(foreign_desk, authority, bob)
    with transaction.atomic():
        proposed(first, later_claim(foreign_desk, authority, hours=3))
        proposed(first, later_claim(foreign_desk, authority, hours=4))
    return first


def at(live_server, name, *args):
    return live_server.url + reverse(f"claims:{name}", args=args)


def test_from_proposals_to_an_approved_verdict_by_keys(visit, live_server, claim, bob, alice):
    page = visit(bob, permissions=["clipboard-read", "clipboard-write"])
    page.goto(at(live_server, "claim", claim.pk))
    expect(page.get_by_role("heading", name="A later source has a different figure")).to_be_visible()
    expect(page.locator(".differs")).to_have_text(["277", "292"])

    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("Confirmed: updates.")
    expect(page.get_by_text("1 of 1 proposal")).to_be_visible()
    page.keyboard.press("d")
    expect(page.locator("#dismiss-menu")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator(".timeline .dismissed .reason")).to_have_text("Another event or day")
    expect(page.locator(".diff")).to_have_count(0)

    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#print-line").inner_text()

    page.keyboard.press("v")
    expect(page.get_by_role("heading", name="Propose a verdict")).to_be_visible()
    page.get_by_label("Single source").check()
    page.get_by_label("Fair paraphrase").check()
    page.get_by_label("Reason").fill("One voice only; a later report gives 292.")
    page.locator("input[name=rests_on]").first.check()
    page.get_by_label("Reason").press("Control+Enter")
    expect(page.get_by_role("heading", name="A verdict waits for approval")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_attribute("aria-disabled", "true")
    assert page.problems == []

    other = visit(alice)
    other.goto(at(live_server, "claim", claim.pk))
    other.get_by_role("button", name="Approve").click()
    expect(other.locator(".axes .tag")).to_have_text("Single source")
    expect(other.get_by_role("heading", name="Why single source")).to_be_visible()
    expect(other.locator("#print-line")).to_contain_text("not independently verified")
    assert other.problems == []
    claim.refresh_from_db()
    assert (claim.verdict, claim.attribution_verdict) == ("single_source", "fair_paraphrase")


def test_from_the_desk_to_the_last_proposal_and_back_by_keys(visit, live_server, claim, bob):
    rows = list(claim.evidence.order_by("created_at"))
    rows[1].relation = "contradicts"
    rows[1].save()
    page = visit(bob, permissions=["clipboard-read", "clipboard-write"])
    page.goto(at(live_server, "desk"))
    link = page.locator("#touched li a")
    expect(link).to_have_count(1)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("of 2 proposals")).to_be_visible()
    expect(page.locator(".diff .btn:focus")).to_have_count(0)
    page.keyboard.press("c")
    expect(page.locator(".toast")).to_contain_text("Confirmed: corroborates.")
    expect(page.get_by_text("1 of 1 proposal")).to_be_visible()
    expect(page.locator("#proposal-title")).to_be_focused()
    page.keyboard.press("d")
    page.keyboard.press("2")
    expect(page.locator(".diff")).to_have_count(0)
    page.keyboard.press("z")
    expect(page.locator(".diff")).to_have_count(1)
    expect(page.get_by_text("Undone. It waits for a decision again.")).to_be_visible()
    assert sorted(claim.evidence.values_list("state", flat=True)) == ["confirmed", "proposed"]
    assert page.problems == []


def test_a_key_pressed_before_the_page_is_whole_waits_for_it(visit, live_server, claim, bob):
    """Pressed at once it would send a plain form: the page would come anew and the focus be lost."""
    page, held, sent = visit(bob), [], []
    page.add_init_script("addEventListener('keydown', event => { window.heard = event.defaultPrevented; })")
    page.route("**/htmx*.js", lambda route: held.append(route))
    page.on("request", lambda request: sent.append(request.headers) if request.method == "POST" else None)
    keyboard = page.keyboard  # as a person's: it does not wait for the page
    page.goto(at(live_server, "claim", claim.pk), wait_until="commit")
    expect(page.get_by_role("button", name="Dismiss")).to_be_visible()
    while not page.evaluate("window.heard"):
        keyboard.press("u")
    page.wait_for_timeout(100)
    assert sent == []
    held[0].continue_()
    expect(page.locator(".toast")).to_contain_text("Confirmed: updates.")
    expect(page.locator("#proposal-title")).to_be_focused()
    assert [headers.get("hx-request") for headers in sent] == ["true"]


@pytest.mark.parametrize("width", [1440, 390])
def test_similar_claims_have_room_beside_the_reason_of_a_proposal(visit, live_server, claim, bob, width):
    readings.keep(Claim.objects.all())
    page = visit(bob, viewport={"width": width, "height": 900})
    page.goto(at(live_server, "claim", claim.pk))
    row = page.locator(".similar li").filter(has=page.get_by_text("See proposal")).first
    expect(row).to_be_visible()
    whole, statement, reason = (
        place.bounding_box() for place in (row, row.locator("a.dense"), row.locator("p"))
    )
    assert statement["width"] > whole["width"] / 3
    assert reason["width"] == whole["width"]


def test_a_typed_reason_survives_a_change_by_somebody_else(visit, live_server, claim, bob):
    page = visit(bob, permissions=["clipboard-read", "clipboard-write"])
    page.goto(at(live_server, "assessment-submit", claim.pk))
    page.get_by_label("Disputed").check()
    page.get_by_label("Reason").fill("A reason that took an hour.")
    Claim.objects.filter(pk=claim.pk).update(version=claim.version + 1)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("heading", name="This claim changed while you wrote")).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("A reason that took an hour.")
    expect(page.get_by_label("Disputed")).to_be_checked()


def test_a_later_claim_is_found_by_typing_and_added(visit, live_server, foreign_desk, authority, bob):
    first = earlier_claim(foreign_desk, authority, bob)
    later_claim(foreign_desk, authority)
    page = visit(bob, permissions=["clipboard-read", "clipboard-write"])
    page.goto(at(live_server, "evidence-add", first.pk))
    page.locator("#id_q").press_sequentially("recovered 292")
    page.locator("#found [role=option]").first.click()
    page.get_by_label("Updates").check()
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator(".timeline")).to_contain_text("recovered 292 containers")
    assert Evidence.objects.get().relation == "updates"
    assert page.problems == []


def test_thirty_claims_are_handed_out_in_four_actions(visit, live_server, harbour, authority, alice, bob):
    from tests.cast import make_claim  # noqa: PLC0415

    for number in range(30):
        make_claim(harbour, "12 containers", source=authority, statement=f"Statement {number}")
    page = visit(alice)
    page.goto(at(live_server, "assignment-list") + "?free=all")
    page.get_by_label("Select all").check()  # 1
    expect(page.locator("#handout-bar")).to_contain_text("30 selected")
    page.locator("#free-to").select_option(str(bob.pk))  # 2
    page.locator("#free-due").fill("2026-12-01T16:00")  # 3
    page.get_by_role("button", name="Hand out").click()  # 4
    expect(page.locator(".toast")).to_contain_text("30 claims handed to Bob.")
    assert Assignment.objects.filter(assignee=bob, state="open").count() == 30
    assert page.problems == []


def test_deciding_works_without_scripts(visit, live_server, claim, bob):
    page = visit(bob, java_script_enabled=False)
    page.goto(at(live_server, "claim", claim.pk))
    page.get_by_role("button", name="Contradicts").first.click()
    expect(page.locator(".timeline .contradicts .state").first).to_contain_text("Confirmed")
    page.locator(".redecide summary").last.click()
    page.get_by_role("button", name="Another event or day").last.click()
    expect(page.locator(".timeline .dismissed")).to_have_count(1)
