"""Figures that lean on what stands around them: a whole, an article, an hour in words, a race."""

import pytest

from tests.extract.reading import quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The firm says no parcel left the depot. Its own list shows that eleven did.",
            [(11, "parcel", "exact")],
        ),
        ("Of the ringed gulls, only 31 came back.", [(31, "gull", "exact")]),
        ("The tenants, of whom there are 26, will move.", [(26, "tenant", "exact")]),
        ("Two of the surviving lynxes were seen near Osk.", [(2, "lynx", "exact")]),
        (
            "The repair took five days rather than the three it needs.",
            [(5, "day", "exact"), (3, "day", "exact")],
        ),
        ("They asked for ten years; the judge gave six.", [(10, "year", "exact"), (6, "year", "exact")]),
        ("They promised three weeks but took seven.", [(3, "week", "exact"), (7, "week", "exact")]),
        ("Thousands are singing in the harbour.", [(2000, "person", "at_least")]),
        ("The storm brought the confirmed dead to 19.", [(19, "death", "exact")]),
    ],
)
def test_a_bare_figure_counts_the_whole_it_is_part_of(text, expected):
    assert quantities(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The strike lasted more than a month.", [(1, "month", "at_least")]),
        ("They queued for nearly an hour.", [(1, "hour", "about")]),
        ("It must be done within a week.", [(1, "week", "at_most")]),
        ("A month of strikes began.", []),
        ("More than a year after the spill, the beach is shut.", []),
        ("He would rather walk than wait a minute.", []),
    ],
)
def test_an_article_is_one_where_it_is_bounded(text, expected):
    assert quantities(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Each kilometre of fence costs $900.", [(900, "USD per kilometre", "exact")]),
        ("Every pensioner will get €60.", [(60, "EUR per pensioner", "exact")]),
        ("All pensioners will get €60.", [(60, "EUR", "exact")]),
        ("It fell to minus 12C in Osk.", [(-12, "C", "exact")]),
        ("It was −8°C at dawn.", [(-8, "°C", "exact")]),
        ("The rise was 3-8C.", [((3, 8), "C", "range")]),
        ("The bakery sold 1.4million rolls.", [(1_400_000, "roll", "exact")]),
        ("Barely a quarter meant to stay.", [(25, "%", "about")]),
        ("They will finish within two winters.", [(2, "winter", "at_most")]),
        ("Children as young as five were hurt.", [(5, "year of age", "at_least")]),
        ("Most of them were under 30.", [(30, "year of age", "at_most")]),
        ("The temperatures were under 30.", [(30, "", "at_most")]),
        ("The motion was carried 27 to 4.", [(27, "vote", "exact"), (4, "vote", "exact")]),
        (
            "Fouls conceded 14-9; corners forced 6-2.",
            [(14, "foul", "exact"), (9, "foul", "exact"), (6, "corner", "exact"), (2, "corner", "exact")],
        ),
        ("Hill won the marathon in 2:07.", [(127, "minute", "exact")]),
        ("Hill ran the mile in 3:52.", [(232, "second", "exact")]),
        (
            "She got five years instead of the three lawyers expected.",
            [(5, "year", "exact"), (3, "year", "exact")],
        ),
        ("The board accepts that one letter was lost.", [(1, "letter", "exact")]),
    ],
)
def test_units_and_bounds_as_they_are_written(text, expected):
    assert quantities(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bell rang at ten past four that day.",
        "They met at quarter to nine.",
        "Somebody wrote a six instead of a nine.",
        "The bowl dates from about 700BC.",
        "The bowl dates from 300 BC.",
        "Tower 14 was struck by lightning.",
        "A fourth, a clerk of the court, fled.",
        "The horse was a 66-1 outsider.",
        "That one letter was lost in the post.",
    ],
)
def test_hours_digits_eras_and_names_count_nothing(text):
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The crossing takes two weeks, maybe three.", [((2, 3), "week", "range")]),
        ("It took two weeks or three miles of walking.", [(2, "week", "exact"), (3, "mile", "exact")]),
        ("The lake rose by 4 inches to 19.", [(4, "inch", "exact"), (19, "inch", "exact")]),
        ("Tickets cost from £25 to £140.", [((25, 140), "GBP", "range")]),
        ("Fares rose from £25 to £140.", [(25, "GBP", "exact"), (140, "GBP", "exact")]),
        (
            "Two men, 22 and 31, were held.",
            [(2, "man", "exact"), (22, "year of age", "exact"), (31, "year of age", "exact")],
        ),
        ("A team of 40 searched the wood.", [(40, "person", "exact")]),
        ("A team of 40 engineers searched the wood.", [(40, "engineer", "exact")]),
        ("Kent closed on 214 for 6 at stumps.", [(214, "run", "exact"), (6, "wicket", "exact")]),
        ("Khan took 5-34.", [(5, "wicket", "exact"), (34, "run", "exact")]),
        ("The repairs took 3-4 weeks.", [((3, 4), "week", "range")]),
        ("Rao made 61 not out.", [(61, "run", "exact")]),
        ("The star is 124 light-years away.", [(124, "light-year", "exact")]),
    ],
)
def test_a_second_figure_shares_what_the_first_counts(text, expected):
    assert quantities(text) == expected
