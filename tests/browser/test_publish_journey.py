"""From a reviewed article to a report that everybody reads: two people, four clicks, counted."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import AuditEntry, Publication, Report
from claims.report.publishing import tokens
from claims.states import PublicationState
from tests.report import makers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_CLICKS = 4
COUNT = """
  addEventListener('click', event => {
    if (event.isTrusted) localStorage.clicks = Number(localStorage.clicks || 0) + 1;
  }, true);
"""


def clicks(page):
    return int(page.evaluate("localStorage.clicks || 0"))


def test_from_a_reviewed_article_to_readers_in_four_clicks(bob, alice, visit, live_server, settings):
    settings.SITE_URL = live_server.url
    claim = makers.full_claim(bob, alice)
    article = claim.appearances.get().version.article

    reporter = visit(bob, script=COUNT)
    reporter.goto(live_server.url + reverse("claims:article", args=[article.pk]))
    reporter.get_by_role("button", name="Make a report of its claims").click()
    reporter.wait_for_url("**/reports/*-*/")
    expect(reporter.locator(".preview .report-statement")).to_have_text(claim.statement)
    reporter.get_by_role("button", name="Freeze edition 1").click()
    reporter.wait_for_url("**/editions/1/")
    expect(reporter.get_by_text("another editor approves it")).to_be_visible()
    assert reporter.get_by_role("button", name="Approve and publish").count() == 0

    editor = visit(alice, script=COUNT)
    editor.goto(live_server.url + reverse("claims:desk"))
    editor.locator("#editions").get_by_role("link", name=Report.objects.get().title).click()
    only = editor.get_by_role("button", name="Approve only").bounding_box()
    back = editor.get_by_text("Send back…").bounding_box()
    assert back["y"] == only["y"], "there is room beside it"
    editor.get_by_role("button", name="Approve and publish").click()
    expect(editor.get_by_text("Published. Copy the address")).to_be_visible()

    taken = clicks(reporter) + clicks(editor)
    assert 0 < taken <= MOST_CLICKS
    publication = Publication.objects.get()
    assert (publication.state, publication.approver) == (PublicationState.PUBLISHED, alice)
    assert AuditEntry.objects.filter(action="report.publish").count() == 1

    nobody = visit(None)
    address = tokens.address_of(publication.links.get())
    nobody.goto(address)
    expect(nobody.get_by_role("heading", level=1)).to_have_text(Report.objects.get().title)
    assert nobody.locator("script").count() == 0
    nobody.get_by_role("link", name="Address of claim 1").click()
    expect(nobody.get_by_role("heading", level=1)).to_have_text(claim.statement)
    nobody.get_by_role("link", name="Method", exact=True).click()
    expect(nobody.get_by_role("heading", level=1)).to_have_text("How we check claims")
    assert reporter.problems + editor.problems + nobody.problems == []


def test_without_scripts_an_edition_is_sent_back_approved_and_taken_back(bob, alice, visit, live_server):
    claim = makers.full_claim(bob, alice)
    report = makers.report_of(bob, [claim])
    edition = makers.services.report_freeze(user=bob, report=report, version=None)
    page = visit(alice, java_script_enabled=False)
    page.goto(live_server.url + reverse("claims:edition", args=[report.pk, edition.number]))
    page.get_by_text("Send back…").click()
    page.get_by_label("What should change?").fill("Name the outlet.")
    page.get_by_role("button", name="Send it back").click()
    expect(page.get_by_text("Name the outlet.")).to_be_visible()
    page.get_by_role("button", name="Put it up for approval again as it is").click()
    page.get_by_role("button", name="Approve only").click()
    page.get_by_role("checkbox", name="Names of staff").check()
    page.get_by_role("button", name="Publish").click()
    address = page.locator("#public-address").get_attribute("href")
    reader = visit(None)
    reader.goto(address.replace("http://localhost:8000", live_server.url))
    expect(reader.get_by_text("frozen by Bob, approved by Alice")).to_be_visible()
    page.get_by_text("Change, take back, new address").click()
    page.get_by_label("Why it is taken back").fill("We confused two ports.")
    page.get_by_role("button", name="Take it back").click()
    reader.reload()
    expect(reader.get_by_text("We confused two ports.")).to_be_visible()
