"""The day of the event, counted from the day of publication, never the day of the saying."""

from datetime import date

import pytest

from claims.extract.when.dates import find_expressions, resolve
from claims.extract.when.days import iso
from tests.extract.reading import read

THURSDAY = date(2025, 6, 12)


def events(text):
    return [claim.event_date for claim in read(text).claims]


def days(text, *, future=False, published=THURSDAY):
    found = [r for e in find_expressions(text) if (r := resolve(e, published, future=future))]
    return iso(found[0]) if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Monday", "2025-06-09"),
        ("on Thursday", "2025-06-12"),
        ("on Thursday last week", "2025-06-05"),
        ("yesterday", "2025-06-11"),
        ("overnight", "2025-06-11/2025-06-12"),
        ("on Sunday night and in the early hours of Monday morning", "2025-06-08/2025-06-09"),
        ("on 9 November", "2024-11-09"),
        ("on June 2nd", "2025-06-02"),
        ("in May 2021", "2021-05-01/2021-05-31"),
        ("in March", "2025-03-01/2025-03-31"),
        ("in 1987", "1987-01-01/1987-12-31"),
        ("between 2016 and 2022", "2016-01-01/2022-12-31"),
        ("last month", "2025-05-01/2025-05-31"),
        ("last year", "2024-01-01/2024-12-31"),
        ("three weeks ago", "2025-05-22"),
        ("two years ago", "2023-01-01/2023-12-31"),
        ("at the weekend", "2025-06-07/2025-06-08"),
        ("in mid-March", "2025-03-11/2025-03-20"),
        ("early in 2020", "2020-01-01/2020-04-30"),
        ("last summer", "2024-06-01/2024-08-31"),
        ("last winter", "2024-12-01/2025-02-28"),
        ("in the spring", "2025-03-01/2025-05-31"),
        ("late last year", "2024-09-01/2024-12-31"),
        ("at the end of last year", "2024-12-31"),
        ("between March and December 2019", "2019-03-01/2019-12-31"),
        ("between October and December", "2024-10-01/2024-12-31"),
        ("between early March and the end of May", "2025-03-01/2025-05-31"),
        ("from 3 to 9 May", "2025-05-03/2025-05-09"),
        ("May 3-7", "2025-05-03/2025-05-07"),
        ("on 12 and 13 May", "2025-05-12/2025-05-13"),
        ("in the first three months of the year", "2025-01-01/2025-03-31"),
        ("in the six months to March", "2024-10-01/2025-03-31"),
        ("in the year ended March 31", "2024-04-01/2025-03-31"),
        ("in the first half of 2024", "2024-01-01/2024-06-30"),
        ("first-half profit", "2024-01-01/2024-06-30"),
        ("in Q1", "2025-01-01/2025-03-31"),
        ("last quarter", "2025-01-01/2025-03-31"),
        ("a fortnight ago", "2025-05-29"),
        ("18 months ago", "2023-12-01/2023-12-31"),
        ("the day before yesterday", "2025-06-10"),
        ("overnight into Tuesday", "2025-06-09/2025-06-10"),
        ("on Tuesday of last week", "2025-06-03"),
        ("on Easter Sunday", "2025-04-20"),
        ("on Christmas Day", "2024-12-25"),
        ("at Christmas 2019", "2019-12-25"),
        ("on Good Friday", "2025-04-18"),
        ("in the 1990s", "1990-01-01/1999-12-31"),
        ("on 25/12/2024", "2024-12-25"),
        ("12.03.2024", "2024-03-12"),
        ("on 3 July", "2025-07-03"),
    ],
)
def test_a_past_expression_names_its_days(text, expected):
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Monday", "2025-06-16"),
        ("by 20 May", "2026-05-20"),
        ("next spring", "2026-03-01/2026-05-31"),
        ("before Christmas", "2025-12-25"),
        ("by the end of the year", "2025-12-31"),
        ("tomorrow", "2025-06-13"),
        ("until Easter", "2026-04-05"),
        ("before the year is out", "2025-12-31"),
        ("next March", "2026-03-01/2026-03-31"),
        ("early next year", "2026-01-01/2026-04-30"),
        ("on Thursday week", "2025-06-19"),
        ("in two weeks' time", "2025-06-26"),
        ("in the second half of the year", "2025-07-01/2025-12-31"),
        ("in the third quarter", "2025-07-01/2025-09-30"),
    ],
)
def test_a_future_expression_names_its_days(text, expected):
    assert days(text, future=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the fallout",
        "the fall in prices",
        "on Mondays",
        "2,019 homes",
        "a plate stamped “2019”",
        "a couple of weeks ago",
        "The team won Euro 2024",
    ],
)
def test_what_looks_like_a_time_and_is_none_names_no_day(text):
    assert days(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a year earlier", "2024-05-03"),
        ("the previous day", "2025-05-02"),
        ("two days later", "2025-05-05"),
        ("that month", "2025-05-01/2025-05-31"),
        ("the same period last year", "2024-05-03"),
    ],
)
def test_a_relative_expression_counts_from_the_event_before(text, expected):
    anchor = (date(2025, 5, 3), date(2025, 5, 3))
    found = [r for e in find_expressions(text) if (r := resolve(e, THURSDAY, future=False, anchor=anchor))]
    assert iso(found[0]) == expected


def test_a_whole_quarter_a_year_earlier_stays_whole():
    quarter = (date(2025, 1, 1), date(2025, 3, 31))
    found = resolve(find_expressions("a year earlier")[0], THURSDAY, future=False, anchor=quarter)
    assert found == (date(2024, 1, 1), date(2024, 3, 31))


def test_an_impossible_date_names_no_day():
    assert days("on 31 February 2024") is None


def test_the_saying_is_not_the_event():
    claim = read("Mayor Ida Holt said on Monday that the old mill burned down in March.").claims[0]
    assert claim.event_date == "2025-03-01/2025-03-31"


def test_a_claim_without_a_date_beside_a_dated_saying_stays_undated():
    claim = read("Mayor Ida Holt said on Monday that the old mill has burned down.").claims[0]
    assert claim.event_date is None


def test_an_undated_sentence_goes_on_with_the_event_before_it():
    claims = read("A barge hit the pier on Tuesday. Nine people were hurt.").claims
    assert [c.event_date for c in claims] == ["2025-06-10", "2025-06-10"]


def test_present_states_do_not_inherit_a_date():
    claims = read("A barge hit the pier on Tuesday. The pier has 40 lamps.").claims
    assert claims[1].event_date is None


def test_since_runs_up_to_publication_and_until_to_its_end():
    claims = read("The yard has built nine ships since March. The road will stay shut until Monday.").claims
    assert [c.event_date for c in claims] == ["2025-03-01/2025-06-12", "2025-06-16"]


def test_without_a_publication_date_only_full_dates_count():
    claims = read("The mill burned on Tuesday. The inn burned in 1987.", published=None).claims
    assert [c.event_date for c in claims] == [None, "1987-01-01/1987-12-31"]


def test_the_day_of_the_saying_between_cue_and_clause_is_left_out():
    claim = read("Mayor Ida Holt said on Tuesday it would cost £40m.").claims[0]
    assert claim.event_date is None
    assert claim.quantities[0].low == 40_000_000


def test_a_clause_with_when_is_dated_by_the_date_before_it():
    claims = read("It was the worst fire since 1994, when 11 people died.").claims
    assert [c.event_date for c in claims if c.quantities] == ["1994-01-01/1994-12-31"]


def test_a_month_of_that_year_counts_from_the_year_told_of():
    text = "The quarry opened in March 1987. In June of that year 12 men died there."
    assert events(text) == ["1987-03-01/1987-03-31", "1987-06-01/1987-06-30"]


def test_the_following_month_and_weekday_count_from_the_event_before():
    text = "Skarn closed its mill in November 2023. It sold the land the following April."
    assert events(text)[-1] == "2024-04-01/2024-04-30"
    text = "Police arrested a courier on 3 March. She was freed the following Friday."
    assert events(text)[-1] == "2025-03-07"


def test_any_weekday_is_no_day():
    assert events("I have sold 40 coats on a wet Tuesday.") == [None]
    assert events("The mill sold 40 coats on Tuesday.") == ["2025-06-10"]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("on June 3 last year", "2024-06-03"),
        ("on 3 June last year", "2024-06-03"),
        ("in the year to the end of March", "2024-04-01/2025-03-31"),
        ("in the week ending 30 May", "2025-05-24/2025-05-30"),
        ("this past weekend", "2025-06-07/2025-06-08"),
        ("over the past winter", "2024-12-01/2025-02-28"),
        ("on Easter Saturday", "2025-04-19"),
        ("in the early hours of Sunday", "2025-06-08"),
    ],
)
def test_forms_that_news_uses(words, days):
    assert events(f"The mill sold 40 coats {words}.") == [days]


def test_an_hour_in_a_named_city_is_no_place_and_only_an_hour():
    (claim,) = read("The ferry sank at 9am Oslo time on Sunday.").claims
    assert (claim.event_date, claim.place, claim.quantities) == ("2025-06-08", None, ())


def test_a_season_that_has_just_begun_is_meant_by_a_plan():
    text = "The firm will open 12 shops in the spring."
    (early,) = read(text, published=date(2026, 3, 5)).claims
    (late,) = read(text, published=date(2026, 5, 20)).claims
    assert (early.event_date, late.event_date) == ("2026-03-01/2026-05-31", "2027-03-01/2027-05-31")
