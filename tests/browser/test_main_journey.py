"""The main road in a real browser: a pasted article becomes a reviewed, verified, exported claim.

A real worker splits the text; the review is done with keys alone, no pointer; one person proposes the
verdict, another approves it; the frozen report is downloaded and read.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim, ReportEdition
from claims.states import Review, Verdict
from tests.plugins.workers import wait_until

SEED = Path(__file__).parents[2] / "seeds" / "articles" / "pow-exchange-2025-06-09.txt"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def paste(page: Page, url: str) -> None:
    """Paste the seed article and wait, without a reload, until it is split into claims."""
    page.goto(f"{url}/articles/new/")
    page.get_by_label("Text", exact=True).fill(SEED.read_text(encoding="utf-8"))
    page.get_by_label("Outlet", exact=True).fill("Harbour Herald")
    page.get_by_label("Title", exact=True).fill("Russia and Ukraine exchange prisoners of war")
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("link", name="Review").filter(has_text="claims").wait_for(timeout=60_000)


def press(page: Page, key: str, expected: int) -> None:
    """Press one key and wait until the page says that `expected` claims are decided."""
    page.keyboard.press(key)
    expect(page.locator("#progress")).to_contain_text(f"{expected} of")


def review_by_keys(page: Page) -> None:
    """Accept two, reject one, take that back, look at the neighbours, then accept all the rest."""
    press(page, "a", 1)
    press(page, "a", 2)
    page.keyboard.press("x")
    expect(page.locator("#reject-menu")).to_be_visible()
    press(page, "3", 3)
    rejected = Claim.objects.filter(review_state=Review.REJECTED)
    assert wait_until(
        lambda: [claim.reject_reason for claim in rejected.all()] == ["vague"], 20
    )  # painted first
    press(page, "z", 2)
    assert wait_until(lambda: not rejected.exists(), 20)
    before = page.locator("#card .statement").first.inner_text()
    page.keyboard.press("j")
    expect(page.locator("#card")).not_to_contain_text(before)
    page.keyboard.press("k")
    expect(page.locator("#card")).to_contain_text(before)
    total = Claim.objects.filter(set_aside=False).count()
    for number in range(3, total + 1):
        press(page, "a", number)


def test_from_pasted_text_to_an_exported_claim(bob, alice, worker, visit, live_server, tmp_path):
    page = visit(bob)
    paste(page, live_server.url)
    page.keyboard.press("r")
    page.wait_for_url("**/review/**")
    review_by_keys(page)
    assert not Claim.objects.filter(review_state=Review.EXTRACTED, set_aside=False).exists()
    claim = Claim.objects.get(quantities__low=277)
    assert (claim.review_state, claim.reviewed_by) == (Review.ACCEPTED, bob)
    assert claim.source.name == "Ukraine"

    page.goto(f"{live_server.url}/claims/{claim.pk}/")
    page.get_by_role("link", name="Add evidence").first.click()
    page.get_by_label("A note, a document, a call").check()
    page.get_by_label("Note or quotation").fill("The air force’s own post of 9 June gives the same figure.")
    page.get_by_role("radio", name="Repeats").check()
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_text("own post of 9 June").first).to_be_visible()

    page.get_by_role("link", name="Propose a verdict").click()
    page.get_by_role("radio", name="Single source").check()
    page.get_by_role("radio", name="Fair paraphrase").check()
    page.get_by_label("Reason").fill("One party to the conflict says so; nobody else has counted.")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("so somebody else approves it")).to_be_visible()
    claim.refresh_from_db()
    assert claim.verdict == Verdict.UNASSESSED

    editor = visit(alice)
    editor.goto(f"{live_server.url}/claims/{claim.pk}/")
    editor.get_by_role("button", name="Approve").click()
    expect(editor.get_by_text("approved by").first).to_be_visible()
    claim.refresh_from_db()
    assert (claim.verdict, claim.attribution_verdict) == (Verdict.SINGLE_SOURCE, "fair_paraphrase")

    files = export(editor, live_server.url, claim, tmp_path)
    check_files(files, claim, bob, alice)
    assert page.problems == editor.problems == []


def export(page: Page, url: str, claim: Claim, folder: Path) -> dict[str, Path]:
    """Put the claim into a report, freeze it, and download every format."""
    page.goto(f"{url}/reports/new/")
    page.get_by_label("Title").fill("The night of 8 June")
    page.get_by_role("checkbox", name=claim.statement).check()
    page.get_by_role("button", name="Start the report").click()
    page.wait_for_url("**/reports/*-*/")
    page.get_by_role("button", name="Freeze").click()
    page.wait_for_url("**/editions/**")
    edition = ReportEdition.objects.get()
    files = {}
    for kind in ("csv", "json", "html"):
        answer = page.request.get(f"{url}/reports/{edition.report_id}/editions/1.{kind}")
        assert answer.ok
        files[kind] = folder / f"edition.{kind}"
        files[kind].write_bytes(answer.body())
    return files


def check_files(files: dict[str, Path], claim: Claim, author, approver) -> None:
    """Each file names the anchor, the hash of the text, the source, both verdicts and both people."""
    version = claim.appearances.get().version
    wanted = [version.sha256, "277", "Ukraine", author.display_name, approver.display_name]
    for kind, path in files.items():
        text = path.read_text(encoding="utf-8-sig")
        assert [words for words in wanted if words not in text] == [], kind
    [told] = json.loads(files["json"].read_text(encoding="utf-8"))["content"]["claims"]
    assert (told["verdict"], told["attribution_verdict"]) == ("single_source", "fair_paraphrase")
    rows = list(csv.DictReader(files["csv"].read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 1
