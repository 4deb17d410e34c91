"""Two people edit one claim at once, each in a browser of their own: the later one merges, by keys."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_look import faults
from tests.review.acting import fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def edit(page, live_server, claim):
    page.goto(live_server.url + reverse("claims:claim-edit", args=[claim.pk]))
    expect(page.locator("textarea[name=statement]")).to_be_focused()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_later_of_two_edits_is_merged_field_by_field(visit, live_server, bob, edna, twelve, width):
    first, second = visit(bob), visit(edna, viewport={"width": width, "height": 900})
    edit(first, live_server, twelve)
    edit(second, live_server, twelve)
    first.locator("[name=place]").fill("Odesa")
    first.locator("textarea[name=statement]").fill("What Bob wrote")
    first.locator("[name=value_0]").fill("13")
    first.locator("[name=value_0]").press("Enter")
    expect(first.locator("p.statement")).to_contain_text("What Bob wrote")

    second.locator("[name=event_from]").fill("2025-06-08")
    second.locator("[name=value_0]").fill("14")
    second.locator("textarea[name=statement]").fill("What Edna wrote")
    second.locator("textarea[name=statement]").press("Control+Enter")
    dialog = second.locator("dialog.conflict")
    expect(dialog).to_contain_text("Bob changed claim 1 first")
    expect(dialog.locator(".fits")).to_contain_text("Odesa")  # theirs alone
    expect(dialog.locator(".fits")).to_contain_text("2025-06-08")  # mine alone
    saved = dialog.locator('input[name="pick-statement"][value="theirs"]')
    expect(saved).to_be_focused()
    expect(saved).to_be_checked()
    assert faults(second) == []

    second.keyboard.press("ArrowDown")  # mine
    expect(dialog.locator('input[name="pick-statement"][value="mine"]')).to_be_checked()
    figure = dialog.locator('input[name="other-figure_0-value_0"]')
    expect(figure).to_have_value("14")
    figure.fill("15")  # typing another value chooses it
    expect(dialog.locator('input[name="pick-figure_0"][value="other"]')).to_be_checked()
    figure.press("Enter")
    expect(second.locator("p.statement")).to_contain_text("What Edna wrote")
    claim = fresh(twelve)
    assert (claim.statement, claim.place, str(claim.event_from)) == ("What Edna wrote", "Odesa", "2025-06-08")
    assert claim.quantities.get().low == 15
    assert [line for line in second.problems if "409" not in line] == []
