"""What a figure is of, and whether it is an addition, a total or still preliminary."""

import pytest

from claims.extract.figures.quantities import find_quantities
from claims.extract.reading.language_model import clean_text, parse_text
from tests.extract.reading import read


def first(text):
    return find_quantities(parse_text(clean_text(text)))[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A further 12 homes burned on Friday.", "incremental"),
        ("Another 12 homes burned on Friday.", "incremental"),
        ("Twelve more homes burned on Friday.", "incremental"),
        ("The fire brings to 12 the number of homes lost.", "cumulative"),
        ("The blaze brought the number of homes lost to 12.", "cumulative"),
        ("Twelve homes have burned in total.", "cumulative"),
        ("Twelve homes have burned so far.", "cumulative"),
        ("A total of 12 homes burned.", "cumulative"),
        ("The death toll rose to 12.", "cumulative"),
        ("Twelve homes burned on Friday.", ""),
        ("Twelve New Zealanders were hurt.", ""),
        ("More than 12 homes burned.", ""),
    ],
)
def test_an_addition_is_told_from_a_total(text, expected):
    assert first(text).measure == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 people have died so far.", True),
        ("A provisional count found 12 dead.", True),
        ("Preliminary results gave her 52% of the vote.", True),
        ("The toll of 12 is expected to rise.", True),
        ("At least 12 people died.", False),
        ("The final count found 12 dead.", False),
    ],
)
def test_a_figure_that_may_still_change_is_preliminary(text, expected):
    assert first(text).preliminary is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two Danish patrol boats left.", "Danish patrol boats"),
        ("About a third of the crop failed.", "the crop"),
        ("He paid a £600 fine.", "fine"),
        ("Unemployment rose to 5.2% in June.", "Unemployment"),
        ("Inflation in the region slowed to 4.1%.", "Inflation"),
        ("She read a 212-page report.", "page"),
    ],
)
def test_the_object_is_what_the_figure_is_of(text, expected):
    assert first(text).object == expected


def test_a_value_and_what_it_came_from_are_two_claims_with_their_own_figures():
    article = read("The toll rose to 31 on Monday, up from 12 on Sunday.")
    assert [[(q.low, q.unit) for q in claim.quantities] for claim in article.claims] == [
        [(31, "death")],
        [(12, "death")],
    ]


def test_a_fall_and_the_value_before_it_are_two_claims():
    article = read("Sales were £4m in May, down from £5m a year earlier.")
    assert [[(q.low, q.unit) for q in claim.quantities] for claim in article.claims] == [
        [(4_000_000, "GBP")],
        [(5_000_000, "GBP")],
    ]
