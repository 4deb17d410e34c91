"""Cue phrases at the end of a statement that the parser reads as nouns; sentences of our own."""

import pytest

from tests.extract.reading import read


def source(text: str, part: str) -> str | None:
    """The words that name who says the shortest claim that holds `part`."""
    claims = [c for c in read(text).claims if part in text[c.start : c.end]]
    return min(claims, key=lambda c: c.end - c.start).source


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("Rents have risen by 9% this spring, council figures show.", "Rents have", "council figures"),
        (
            "Rents have risen by 9%, figures from the Orvale Tenants Board show.",
            "Rents have",
            "figures from the Orvale Tenants Board",
        ),
        ("Two in five wells could run dry by 2040, the study projects.", "Two in five wells", "the study"),
        (
            "Two in five wells could run dry by 2040, the study projects, a fifth of them in Orvale.",
            "a fifth of",
            "the study",
        ),
        (
            "The brakes failed twice on the way down, an inquest heard on Tuesday.",
            "The brakes failed",
            "an inquest",
        ),
        (
            "Frost explains half of the loss, Imbrey reckons, and deer may account for the rest.",
            "deer may",
            "Imbrey",
        ),
        (
            "About 900 families left when the dam broke, the aid agency estimates.",
            "About 900",
            "the aid agency",
        ),
    ],
)
def test_a_phrase_that_closes_a_statement_names_its_source(text, part, name):
    assert source(text, part) == name


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("She has bought the ferry, a quarry and the talent show.", "She has bought"),
        ("They brought maps, city plans, the agency estimates and a camera.", "They brought"),
        ("He left the firm, a bakery founded in 1990.", "He left"),
        ("The board dropped the scheme, a plan announced on Monday.", "The board dropped"),
    ],
)
def test_nouns_in_a_list_and_what_was_announced_say_nothing(text, part):
    assert source(text, part) is None
