"""Credit lines: who is credited, and what only looks like a credit."""

from __future__ import annotations

import pytest

from claims.ingest.agencies import agency_of, split_outlet


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("Reuters", "Reuters"),
        ("The Associated Press", "AP"),
        ("By Ann Lee, with inputs from agencies", "agencies"),
        ("Ann Lee with inputs from PTI", "PTI"),
        ("agencies, AFP", "AFP"),  # a named one says more
        ("AP/dpa", "AP"),
        ("Paula Reuters-Hall", ""),
        ("Ann Lee", ""),
    ],
)
def test_a_byline_names_the_agency(byline, agency):
    assert agency_of(byline, "Words.") == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KYIV, March 3 (AFP) - Three drones fell.", "AFP"),
        ("Three drones fell. (PTI)", "PTI"),
        ("Three drones fell.\n\nAP/dpa", "AP"),
        ("Three drones fell.\n\nWith inputs from agencies", "agencies"),
        ("Three drones fell. (With AFP inputs)", "AFP"),
        ("Three drones fell.\n\nReuters contributed to this report.", "Reuters"),
        ("Three drones fell.\n\nWith reporting from Reuters and AFP", "Reuters"),
        ("Three drones fell.\n\nSource: Reuters", "Reuters"),
        ("Three drones fell.\n\n© 2025 AFP", "AFP"),
        ("Three drones fell.\n\n— AP", "AP"),
        ("Jobs will go, according to a Reuters report. The cuts begin on Tuesday.", "Reuters"),
    ],
)
def test_a_text_credits_the_agency(text, agency):
    assert agency_of("", text) == agency


@pytest.mark.parametrize(
    "text",
    [
        "Reuters could not verify the report.",
        "Three drones fell.\nThe minister told Reuters.",
        "Reuters reported on Monday that three drones fell.",
        "AFP",  # all the text there is
        "The verdict was overturned, he told the wire.",
    ],
)
def test_an_agency_that_is_only_spoken_of_is_no_credit(text):
    assert agency_of("", text) == ""


@pytest.mark.parametrize(
    ("name", "outlet", "agency"),
    [
        ("NZ Herald (AFP)", "NZ Herald", "AFP"),
        ("Rediff (ANI, citing RT)", "Rediff", "ANI"),
        ("Daily Sabah (agencies)", "Daily Sabah", "agencies"),
        ("Harbour Post (AP/dpa)", "Harbour Post", "AP"),
        ("Suriname Times (BBC)", "Suriname Times (BBC)", ""),
        ("The Telegraph (blog excerpt)", "The Telegraph (blog excerpt)", ""),
    ],
)
def test_an_outlet_carries_its_agency_in_brackets(name, outlet, agency):
    assert split_outlet(name) == (outlet, agency)
