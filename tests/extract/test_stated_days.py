"""Dates in statements for words that count from the day of publication, Thursday 12 June 2025."""

import pytest

from tests.extract.reading import read


def statements(text, **kwargs) -> list[str]:
    """The statement of every claim of an invented article."""
    return [claim.canonical for claim in read(text, **kwargs).claims]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ashland sank nine boats on Monday.", "Ashland sank nine boats on 9 June"),
        ("Ashland sank nine boats Monday.", "Ashland sank nine boats on 9 June"),
        ("Ashland will sell nine boats on Monday.", "Ashland will sell nine boats on 16 June"),
        ("Ashland is due to sell nine boats on Monday.", "Ashland is due to sell nine boats on 16 June"),
        ("Ashland cut nine jobs on Monday.", "Ashland cut nine jobs on 9 June"),
        ("Ashland sank nine boats yesterday.", "Ashland sank nine boats on 11 June"),
        ("Ashland sank nine boats on Monday night.", "Ashland sank nine boats on the night of 9 June"),
        (
            "Ashland had sunk nine boats by Monday lunchtime.",
            "Ashland had sunk nine boats by lunchtime on 9 June",
        ),
        ("Ashland sank nine boats last week.", "Ashland sank nine boats in the week of 2 June"),
        ("Ashland sank nine boats last month.", "Ashland sank nine boats in May"),
        ("Ashland sank nine boats last year.", "Ashland sank nine boats in 2024"),
        ("Ashland sank nine boats two years ago.", "Ashland sank nine boats in 2023"),
        ("Ashland sank nine boats last summer.", "Ashland sank nine boats in summer 2024"),
        (
            "Ashland will sell nine boats by the end of next year.",
            "Ashland will sell nine boats by the end of 2026",
        ),
        ("Monday's raid killed nine people.", "The 9 June raid killed nine people"),
        ("Last year's raid killed nine people.", "The 2024 raid killed nine people"),
        ("Ashland sank nine boats on Monday and Tuesday.", "Ashland sank nine boats on 9 June and 10 June"),
    ],
)
def test_a_day_that_counts_from_publication_becomes_a_date(text, line):
    assert statements(text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "Ashland sinks boats every Monday.",
        "Ashland sank nine boats on Black Friday.",
        "Ashland sank nine boats over the last year.",
        "Ashland sank nine boats more than two years ago.",
        "The poll was paid for by HALE TODAY.",
    ],
)
def test_habits_names_lengths_and_rough_times_stay(text):
    assert statements(text) == [text.rstrip(".")]


def test_a_day_in_full_needs_no_weekday():
    assert statements("Ashland sank nine boats on Monday, 9 June.") == ["Ashland sank nine boats on 9 June"]


def test_without_a_day_of_publication_the_words_stay():
    assert statements("Ashland sank nine boats on Monday.", published=None) == [
        "Ashland sank nine boats on Monday"
    ]


def test_a_year_earlier_counts_from_the_other_date_of_the_sentence():
    found = statements("In May boats were 17% cheaper than a year earlier.")
    assert found == ["In May boats were 17% cheaper than in May 2024"]
