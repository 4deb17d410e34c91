"""A claim goes through the hands of a desk: put into the pool, taken, handed back, given to somebody else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from claims.models import Assignment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_claim_is_pooled_taken_handed_back_given_on_and_undone(
    alice, bob, edna, twelve, accepted, visit, live_server
):
    editor, reporter = visit(alice), visit(bob, viewport={"width": 390, "height": 1000})
    editor.goto(f"{live_server.url}/assignments/")
    editor.get_by_label("12 containers").check()
    editor.get_by_label("To", exact=True).select_option("pool")
    editor.get_by_label("Due", exact=True).select_option("2h")
    editor.get_by_label("Question to answer").fill("Who counted them?")
    editor.get_by_role("button", name="Hand out").click()
    expect(editor.get_by_text("put into the desk’s pool").first).to_be_visible()
    assert Assignment.objects.get().assignee is None

    reporter.goto(f"{live_server.url}/assignments/?person=pool")
    reporter.get_by_role("button", name="Take it").click()
    expect(reporter.get_by_text("Taken.").first).to_be_visible()
    assert Assignment.objects.get().assignee == bob

    reporter.goto(f"{live_server.url}/claims/{twelve.pk}/")
    hands = reporter.locator("#hands")
    expect(hands).to_contain_text("Who counted them?")
    hands.get_by_text("Hand back…").click()
    hands.get_by_label("Why?").fill("I am away until Friday")
    hands.get_by_role("button", name="Hand back").click()
    expect(reporter.locator("#hands")).to_contain_text("I am away until Friday")
    assert not Assignment.objects.filter(state="open").exists()

    editor.goto(f"{live_server.url}/assignments/")
    editor.get_by_label("12 containers").check()
    editor.get_by_label("To", exact=True).select_option(str(bob.pk))
    editor.get_by_role("button", name="Hand out").click()
    editor.goto(f"{live_server.url}/assignments/?person=all")
    editor.get_by_label("Select its crews recovered").check()
    bar = editor.locator("#reassign-bar")
    expect(bar).to_contain_text("1 selected")
    bar.get_by_label("Hand to").select_option(str(edna.pk))
    bar.get_by_role("button", name="Change").click()
    expect(editor.get_by_text("1 claim handed to Edna.").first).to_be_visible()
    assert Assignment.objects.get(state="open").assignee == edna

    editor.keyboard.press("z")
    expect(editor.get_by_text("Undone for 1 claim.").first).to_be_visible()
    assert Assignment.objects.get(state="open").assignee == bob
    assert editor.problems == reporter.problems == []
