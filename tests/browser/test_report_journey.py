"""A report from ticked claims to files on a disk, in a real browser."""

from __future__ import annotations

import csv
import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims import jobs
from claims.models import Export, Report
from claims.report import exporting, services
from tests.report import archive_checker, makers

BEGINS = {
    "CSV": b"\xef\xbb\xbf",
    "JSON": b"{",
    "HTML": b"<!doctype html>",
    "PDF": b"%PDF-1.7",
    "DOCX": b"PK",
    "XLSX": b"PK",
    "ClaimReview": b"PK",
    "Markdown": b"# ",
}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def claims(bob, alice):
    """Three accepted and assessed claims; the second needs a re-check."""
    made = [
        makers.full_claim(bob, alice, words=words, title=words, statement=f"{words} were recovered")
        for words in ("12 containers", "7 boats", "3 cranes")
    ]
    made[1].freshness, made[1].freshness_cause = "needs_recheck", "a later source"
    made[1].save(update_fields=["freshness", "freshness_cause"])
    return made


def statements(page):
    return page.locator(".builder-statement").all_inner_texts()


def expect_order(page, *wanted):
    expect(page.locator(".builder-statement")).to_have_text(list(wanted))


def test_from_ticked_claims_to_files(bob, claims, visit, live_server, tmp_path):
    page = visit(bob)
    page.goto(live_server.url + reverse("claims:report-list"))
    page.get_by_role("link", name="New report").click()
    page.get_by_label("Title").fill("The port: what is known")
    for claim in claims:
        page.get_by_role("checkbox", name=claim.statement).check()
    page.get_by_role("button", name="Start the report").click()
    page.wait_for_url("**/reports/*-*/")
    assert sorted(statements(page)) == sorted(claim.statement for claim in claims)
    assert page.get_by_text("1 claim needs a re-check. It will carry that note.").is_visible()

    first, second, third = statements(page)
    page.locator(".builder-statement").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect_order(page, second, first, third)
    expect(page.locator(".builder-item", has_text=first).locator(":focus")).to_have_count(1)
    page.keyboard.press("Alt+ArrowDown")
    expect_order(page, second, third, first)

    page.get_by_label("Title").fill("The port: what is known so far")
    page.get_by_label("Introduction").fill("Two people read every line.")
    page.keyboard.press("Tab")
    expect(page.locator(".preview .report-intro")).to_have_text("Two people read every line.")
    expect(page.locator(".preview .report-title")).to_have_text("The port: what is known so far")

    page.locator("summary.builder-tool").first.click()
    page.get_by_label("Note for readers on claim 1").locator("visible=true").last.fill("Counted at night.")
    page.keyboard.press("Tab")
    expect(page.locator(".preview")).to_contain_text("Counted at night.")

    page.get_by_role("button", name="Freeze edition 1").click()
    page.wait_for_url("**/editions/1/")
    body = page.locator("article").inner_text()
    assert body.index(second) < body.index(third) < body.index(first)
    assert "Counted at night." in body
    assert "Under re-check: a later source." in body
    assert page.locator("nav, script").count() == 0

    files = {}
    for kind in BEGINS:
        with page.expect_download() as caught:
            page.get_by_role("link", name=kind, exact=True).click()
        files[kind] = tmp_path / caught.value.suggested_filename
        caught.value.save_as(files[kind])
        assert files[kind].read_bytes().startswith(BEGINS[kind])
    with files["CSV"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["statement"] for row in rows] == [second, third, first]
    content = json.loads(files["JSON"].read_text(encoding="utf-8"))["content"]
    assert content["claims"][0]["note"] == "Counted at night."
    assert page.problems == []
    read_from_disk(page, files["HTML"])


def read_from_disk(page, path):
    """The file alone looks like a report and asks the network for nothing."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert [url for url in asked if not url.startswith("file:") and not url.startswith("data:")] == []
    assert len(asked) == 1
    tag = page.locator(".tag").first
    assert tag.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"
    assert tag.locator("svg").bounding_box()["width"] > 8
    assert page.problems == []


def test_what_is_typed_survives_another_persons_change(bob, alice, claims, visit, live_server):
    report = makers.report_of(bob, claims, title="First title")
    page = visit(bob)
    page.goto(live_server.url + reverse("claims:report", args=[report.pk]))
    services.report_edit(user=alice, report=report, title="Her title", introduction="Hers", version=1)
    page.get_by_label("Title").fill("My title")
    page.get_by_label("Introduction").fill("My words")
    page.get_by_role("button", name="Save mine instead").wait_for()
    assert page.get_by_text("Alice changed this report").is_visible()
    assert page.get_by_label("Title").input_value() == "My title"
    assert page.get_by_label("Introduction").input_value() == "My words"
    assert Report.objects.get().title == "Her title"
    page.get_by_role("button", name="Save mine instead").click()
    page.get_by_text("Alice changed this report").wait_for(state="detached")
    report.refresh_from_db()
    assert (report.title, report.introduction) == ("My title", "My words")


def test_a_report_is_built_and_frozen_without_javascript(bob, claims, visit, live_server):
    report = makers.report_of(bob, claims)
    page = visit(bob, java_script_enabled=False)
    page.goto(live_server.url + reverse("claims:report", args=[report.pk]))
    page.get_by_role("button", name="Move claim 3 up").click()
    first, second, third = (claim.statement for claim in claims)
    assert statements(page) == [first, third, second]
    page.get_by_role("button", name="Take claim 3 out").click()
    assert statements(page) == [first, third]
    page.get_by_label("Title").fill("Without scripts")
    page.get_by_role("button", name="Save the text").click()
    page.get_by_role("button", name="Freeze edition 1").click()
    assert page.get_by_role("heading", name="Without scripts").is_visible()


def test_a_case_becomes_an_archive_that_checks(bob, edna, claims, visit, live_server, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs.app, "send_task", lambda *_, **__: None)
    frozen = services.report_freeze(user=bob, report=makers.report_of(bob, claims), version=None)
    page = visit(edna)
    page.goto(live_server.url + reverse("claims:edition", args=[frozen.report_id, 1]))
    page.get_by_role("link", name="Archive of this case").click()
    page.get_by_role("button", name="Write the archive").click()
    page.wait_for_url("**/jobs/export/*/")
    expect(page.locator(".jobstate progress")).to_be_visible()
    exporting.export_slice(str(Export.objects.get().pk))  # the test is the worker
    with page.expect_download() as caught:
        page.get_by_role("link", name="Download").click()
    file = tmp_path / caught.value.suggested_filename
    caught.value.save_as(file)
    assert archive_checker.faults(file.read_bytes()) == []
    assert page.problems == []
