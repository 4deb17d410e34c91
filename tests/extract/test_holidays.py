"""Feast days are computed, not listed by year."""

from datetime import date

import pytest

from claims.extract.when.holidays import easter, holiday


@pytest.mark.parametrize(
    ("year", "day"), [(1961, (4, 2)), (2000, (4, 23)), (2019, (4, 21)), (2024, (3, 31)), (2038, (4, 25))]
)
def test_easter_falls_where_the_computus_says(year, day):
    assert easter(year) == date(year, *day)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Thanksgiving", date(2024, 11, 28)),
        ("Memorial Day", date(2024, 5, 27)),
        ("Labor Day", date(2024, 9, 2)),
        ("Whit Monday", date(2024, 5, 20)),
        ("New Year’s Eve", date(2024, 12, 31)),
    ],
)
def test_a_feast_is_fixed_or_counted_from_easter_or_the_nth_weekday_of_its_month(name, expected):
    assert holiday(name, 2024) == expected
