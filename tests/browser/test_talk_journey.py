"""Two people talk about a claim in a real browser: mention by key, append, permalink, put right, withdraw."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Comment, CommentText, Notification, ReadMark
from claims.together import services
from claims.together.subjects import Subject
from tests.browser.test_look import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def claim_page(live_server, claim):
    return live_server.url + reverse("claims:claim", args=[claim.pk])


def test_a_mention_by_key_reaches_its_reader(visit, live_server, bob, edna, twelve):
    page = visit(bob)
    page.goto(claim_page(live_server, twelve))
    page.keyboard.press("t")
    area = page.locator("#talk-text")
    expect(area).to_be_focused()
    page.keyboard.type("Please look, @ed")
    expect(page.locator("#talk-text-people [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(area).to_have_value("Please look, @edna ")
    page.keyboard.type("<b>not bold</b>")
    expect(page.locator("#talk-text-count")).to_contain_text("of 5,000")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#talk-list .said")).to_have_count(1)
    expect(page.locator("#talk-list .words")).to_have_text("Please look, @edna <b>not bold</b>")
    expect(area).to_have_value("")
    expect(page.locator("#talk-total")).to_have_text("1")
    assert faults(page) == []

    other = visit(edna)
    other.goto(live_server.url + "/")
    expect(other.locator("#inbox .unread")).to_have_text("1")
    other.goto(live_server.url + reverse("claims:inbox"))
    assert faults(other) == []
    other.get_by_role("link", name=re.compile("its crews recovered")).click()
    expect(other).to_have_url(re.compile(rf"#comment-{Comment.objects.get().pk}$"))
    expect(other.locator(".said.new")).to_have_count(1)
    other.locator("#talk-read").scroll_into_view_if_needed()
    expect(other.locator("form#talk-read")).to_have_count(0)  # seen for a moment: read
    assert ReadMark.objects.filter(user=edna).exists()
    assert Notification.objects.get().read_at is not None
    assert (page.problems, other.problems) == ([], [])


def test_words_said_meanwhile_come_with_the_answer(visit, live_server, bob, edna, twelve):
    pages = [visit(bob), visit(edna)]
    for page in pages:
        page.goto(claim_page(live_server, twelve))
    for number, page in enumerate(pages):
        page.locator("#talk-text").fill(f"Words {number}")
        page.get_by_role("button", name="Comment", exact=True).click()
        expect(page.locator("#talk-list")).to_contain_text(f"Words {number}")
    expect(pages[1].locator("#talk-list .words")).to_have_text(["Words 0", "Words 1"])


def test_a_comment_that_is_too_long_stays_in_its_field(visit, live_server, bob, twelve):
    page = visit(bob)
    page.goto(claim_page(live_server, twelve))
    page.locator("#talk-text").fill("я" * 5003)
    expect(page.locator("#talk-text-count")).to_have_text("3 characters too many")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#talk-error")).to_contain_text("Take out 3")
    expect(page.locator("#talk-text")).to_have_value("я" * 5003)
    expect(page.locator("#talk-text")).to_be_focused()
    assert faults(page) == []
    assert not Comment.objects.exists()


def test_an_own_comment_is_put_right_and_withdrawn_in_its_place(visit, live_server, bob, twelve):
    page = visit(bob)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(claim_page(live_server, twelve))
    page.locator("#talk-text").fill("21 containers")
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="Edit", exact=True).click()
    edit = page.locator("#talk-list textarea")
    expect(edit).to_be_focused()
    edit.fill("12 containers")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#talk-list .words").first).to_have_text("12 containers")
    expect(page.get_by_text("Edited. Show what it said before")).to_be_visible()
    assert CommentText.objects.count() == 2
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".said.gone")).to_contain_text("Withdrawn by you")
    expect(page.locator("#discussion")).not_to_contain_text("12 containers")
    assert page.problems == []


def test_typed_words_survive_a_decision_and_a_reload(visit, live_server, bob, alice, twelve):
    page = visit(bob)
    page.goto(claim_page(live_server, twelve))
    page.locator("#talk-text").fill("Half a thought")
    page.reload()
    expect(page.locator("#talk-text")).to_have_value("Half a thought")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (320, "dark"), (1440, "dark")])
def test_a_talk_fits_and_is_sound(visit, live_server, bob, edna, harbour, twelve, width, scheme):
    edna.first_name, edna.last_name = "שרה" * 20, "W" * 120
    edna.save()
    for subject in (Subject(twelve), Subject(harbour)):
        for text in ("https://example.org/" + "x" * 300, "שלום \u202e277 ships", "@bob " + "word " * 200):
            with transaction.atomic():
                services.comment_add(user=edna, subject=subject, text=text)
    page = visit(bob, color_scheme=scheme, viewport={"width": width, "height": 800})
    for name, row in (("claim", twelve), ("article", harbour), ("claim-talk", twelve)):
        page.goto(live_server.url + reverse(f"claims:{name}", args=[row.pk]))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert faults(page) == []
    assert page.problems == []


def test_without_scripts_a_comment_is_posted_and_refused_in_the_same_words(visit, live_server, bob, twelve):
    page = visit(bob, java_script_enabled=False)
    page.goto(claim_page(live_server, twelve))
    page.locator("#talk-text").fill("Plain")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#talk-list .words")).to_have_text("Plain")
    page.locator("#talk-text").fill(" ")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#talk-error")).to_contain_text("Write a comment first")
