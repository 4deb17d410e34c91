"""A long list becomes a file while the page is open: the bar moves and the link comes without a reload."""

from __future__ import annotations

import csv

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims import jobs
from claims.models import Export
from claims.report import exporting, exports, listed
from tests.browser.test_look import faults
from tests.cast import make_article, make_claim

CLAIMS = 12

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Five claims are sent at once, three make a chunk; the test is the worker."""
    monkeypatch.setattr(exports, "AT_ONCE", 5)
    monkeypatch.setattr(listed, "BATCH", 3)
    monkeypatch.setattr(jobs.app, "send_task", lambda *_, **__: None)


@pytest.fixture
def page(visit, bob, foreign_desk):
    words = [f"{number} containers" for number in range(10, 10 + CLAIMS)]
    article = make_article(foreign_desk, text=", ".join(words) + ".")
    for each in words:
        make_claim(article, each)
    return visit(bob)


def some_more():
    exporting.export_slice(str(Export.objects.get().pk), seconds=0)


def expect_done(page, number):
    expect(page.locator(".jobstate progress")).to_have_attribute("value", str(number))


def begin(page, live_server):
    page.goto(live_server.url + reverse("claims:claim-list"))
    page.get_by_role("button", name="CSV").click()
    page.wait_for_url("**/jobs/export/*/")
    page.evaluate("window.stayed = true")


def test_the_bar_moves_and_the_link_comes_without_a_reload(page, live_server, tmp_path):
    begin(page, live_server)
    expect_done(page, 0)
    expect(page.locator("#jobs-mark.jobsmark")).to_have_attribute("aria-label", "1 running in the background")
    before = page.locator(".job").bounding_box()
    page.get_by_role("button", name="Stop").focus()
    some_more()
    expect_done(page, 3)
    assert page.locator(":focus").inner_text() == "Stop"  # the swap leaves the focus where it was
    some_more()
    expect_done(page, 6)
    expect(page.locator("[id^=job-said]")).to_contain_text("Waiting, 6 of 12 claims")
    while Export.objects.get().is_open:
        some_more()
    link = page.get_by_role("link", name="Download")
    expect(link).to_be_visible()
    assert page.locator(".job").bounding_box() == before  # nothing moved
    with page.expect_download() as download:
        link.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    rows = list(csv.DictReader(file.open(encoding="utf-8-sig")))
    assert len(rows) == CLAIMS
    assert page.evaluate("window.stayed")
    expect(page.locator("#jobs-mark")).to_be_hidden()
    assert page.problems == []


def test_a_lost_network_is_said_and_survived(page, live_server):
    begin(page, live_server)
    page.context.set_offline(True)
    lost = page.locator("[data-lost]")
    expect(lost).to_be_visible()
    assert page.locator(".toast.error").count() == 0
    some_more()
    page.context.set_offline(False)
    expect_done(page, 3)
    expect(lost).to_be_hidden()


def test_it_can_be_stopped_and_goes_on(page, live_server):
    begin(page, live_server)
    some_more()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    while Export.objects.get().is_open:
        some_more()
    expect(page.get_by_role("link", name="Download")).to_be_visible()


def test_the_page_is_accessible_and_fits_a_phone(page, live_server):
    page.set_viewport_size({"width": 390, "height": 844})
    begin(page, live_server)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults(page) == []
