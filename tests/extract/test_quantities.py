"""The number grammar: value, unit and qualifier as an annotator would write them."""

import pytest

from claims.extract.figures.quantities import find_quantities
from claims.extract.reading.language_model import clean_text, parse_text
from tests.extract.reading import quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crews rescued 38 sailors.", [(38, "sailor", "exact")]),
        ("The bridge cost nearly £4.2m.", [(4_200_000, "GBP", "about")]),
        ("Sales reached 1.1 billion euros.", [(1.1e9, "EUR", "exact")]),
        ("A litre costs 41 cents.", [(0.41, "USD", "exact")]),
        ("They want between $1.8 billion and $2.1 billion.", [((1.8e9, 2.1e9), "USD", "range")]),
        ("About two-thirds of the crop failed.", [(66.67, "%", "about")]),
        ("One in eight of the pupils stayed home.", [(12.5, "%", "exact")]),
        ("Turnout fell by 3.5 percentage points.", [(3.5, "percentage point", "exact")]),
        ("Dozens of homes burned.", [(24, "home", "at_least")]),
        ("Tens of thousands of people marched.", [(20000, "person", "at_least")]),
        ("Up to 60 boats sank.", [(60, "boat", "at_most")]),
        ("No fewer than seven cars were hit.", [(7, "car", "at_least")]),
        ("The trial will last two to three weeks.", [((2, 3), "week", "range")]),
        ("She is a 34-year-old welder.", [(34, "year of age", "exact")]),
        ("Children under the age of 12 travel free.", [(12, "year of age", "at_most")]),
        ("The men are aged between 20 and 30.", [((20, 30), "year of age", "range")]),
        ("It is rarer among people over 70.", [(70, "year of age", "at_least")]),
        ("The fee is £30 per household.", [(30, "GBP per household", "exact")]),
        ("The crack grows four metres a day.", [(4, "metre per day", "exact")]),
        ("The wind was twice as strong.", [(2, "times", "exact")]),
        ("Two Danish patrol boats left.", [(2, "patrol boat", "exact")]),
        ("He finished in 2h21m8s.", [(8468, "second", "exact")]),
        ("About half a million dollars vanished.", [(500_000, "USD", "about")]),
        ("A dozen huts were lost.", [(12, "hut", "about")]),
        ("The base lies 650km from the border.", [(650, "km", "exact")]),
    ],
)
def test_a_figure_is_read_as_an_annotator_would(text, expected):
    assert quantities(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The storm came on 3 May 2024.",
        "The pub opened in 1987.",
        "The train left at 8.52am.",
        "Traffic stood still on Route 38.",
        "It closed six weeks ago.",
        "One of them waved.",
        "No one was there.",
        "The two sides met again.",
        "It was the third defeat in a row.",
        "A third man fled.",
    ],
)
def test_dates_times_names_and_ordinals_are_no_quantities(text):
    assert quantities(text) == []


def test_a_left_out_unit_is_taken_from_the_figure_before():
    assert [q[1] for q in quantities("The fire covers 14,600 acres, up from 9,200 on Friday.")] == [
        "acre",
        "acre",
    ]


def test_a_bare_toll_counts_deaths_and_a_bare_figure_of_missing_counts_persons():
    assert quantities("The death toll rose to 31.") == [(31, "death", "exact")]
    assert quantities("At least 57 are missing.") == [(57, "person", "at_least")]


def test_both_sides_of_a_score_are_quantities_but_a_range_is_one():
    assert [q[0] for q in quantities("They won 3-1 at home.")] == [3, 1]
    assert quantities("Some 10-15 people came.") == [((10, 15), "person", "range")]


def test_every_quantity_slices_back_to_its_text():
    text = clean_text(
        "Between 40 and 50 houses burned, at least £3m was lost and 12 men, 3 of them guards, died."
    )
    for q in find_quantities(parse_text(text)):
        assert text[q.start : q.end] == q.text


def test_an_addition_is_told_from_a_total():
    text = "Another 12 people died on Friday."
    assert find_quantities(parse_text(text))[0].measure == "incremental"
    assert find_quantities(parse_text("12 people died."))[0].measure == ""


def test_up_to_is_a_bound_but_edged_up_to_is_not():
    assert quantities("Up to 60 boats sank.")[0][2] == "at_most"
    assert quantities("The rate edged up to 5.1 per cent.")[0][2] == "exact"


def test_no_more_than_and_no_fewer_than_are_not_mixed_up():
    assert quantities("No more than nine cars were hit.")[0][2] == "at_most"
    assert quantities("More than nine cars were hit.")[0][2] == "at_least"
