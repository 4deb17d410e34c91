"""A file and a failed search become evidence with a grade; one sees where it is used; it is withdrawn."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Claim, Evidence
from tests.verify.scene import earlier_claim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def claim(foreign_desk, authority, bob) -> Claim:
    return earlier_claim(foreign_desk, authority, bob)


def test_a_file_and_a_failed_search_are_added_graded_found_and_withdrawn(visit, live_server, claim, bob):
    page = visit(bob)
    page.goto(live_server.url + reverse("claims:claim", args=[claim.pk]))
    page.get_by_role("link", name="Add evidence").first.click()
    page.get_by_label("A file").check()
    log = {"name": "log of the port.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 the log"}
    page.get_by_label("File, up to 25 MB").set_input_files(log)
    page.get_by_label("Corroborates").check()
    page.get_by_label("How reliable is the source?").select_option("B")
    page.get_by_label("How credible is the information?").select_option("2")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator(".timeline .grade")).to_contain_text("B2")

    page.keyboard.press("e")
    page.get_by_label("A search that found nothing").check()
    page.get_by_label("Where was searched?").fill("Register of losses")
    page.get_by_label("What for?").fill("277 containers")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator(".timeline")).to_contain_text("Searched Register of losses for 277 containers")

    page.locator(".timeline").get_by_role("link", name="log of the port.pdf").click()
    expect(page.get_by_role("heading", name="log of the port.pdf")).to_be_visible()
    expect(page.locator("#uses")).to_contain_text(claim.statement)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download").click()
    assert saved.value.suggested_filename == "log of the port.pdf"
    page.get_by_label("Why?").fill("The log is forged.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".timeline .dismissed")).to_contain_text("The log is forged.")
    assert sorted(Evidence.objects.values_list("kind", "state")) == [
        ("file", "dismissed"),
        ("search", "confirmed"),
    ]
    assert page.problems == []
