"""Which time dates a claim: its own, then its sentence's; never the saying, a record or a comparison."""

from datetime import date, datetime, timedelta, timezone

import pytest

from tests.extract.reading import read


def dates(text, **kwargs):
    return [claim.event_date for claim in read(text, **kwargs).claims]


def test_the_day_of_the_event_wins_over_the_year_its_number_is_counted_in():
    text = "The harbour board cut its forecast for the second time this year on Tuesday."
    assert dates(text) == ["2025-06-10"]


def test_a_time_shared_at_the_end_dates_both_verbs():
    assert dates("Soldiers shelled the port and burned two ships on Monday.") == ["2025-06-09", "2025-06-09"]


def test_a_time_shared_at_the_end_dates_two_clauses_joined_by_and():
    assert dates("Nine people died and 40 were hurt on Monday.") == ["2025-06-09", "2025-06-09"]


def test_a_time_at_the_front_dates_every_clause():
    assert dates("On Monday nine people died and 40 were hurt.") == ["2025-06-09", "2025-06-09"]


def test_the_time_of_a_later_clause_says_nothing_of_an_earlier_one():
    text = "Nobody has been charged, although a judge froze $90m of the firm's assets on Monday."
    assert dates(text) == [None, "2025-06-09"]


def test_a_past_time_does_not_date_what_still_goes_on():
    assert dates("Police detained 12 people on Friday and are still looking for two others.") == [
        "2025-06-06",
        None,
    ]


def test_the_auxiliary_of_the_first_verb_makes_the_second_a_promise_too():
    text = "Norrland County will close five depots and cut 31 jobs by July 1, officials said on Tuesday."
    assert dates(text) == ["2025-07-01", "2025-07-01"]


def test_what_bounds_a_record_does_not_date_it():
    text = "Inflation was 3.1% in May, the lowest rate since 2021."
    assert dates(text) == ["2025-05-01/2025-05-31", "2025-05-01/2025-05-31"]


def test_since_reaches_to_the_day_of_publication():
    assert dates("The town has lost 300 homes since January.") == ["2025-01-01/2025-06-12"]


def test_the_year_of_a_comparison_is_not_the_year_of_the_event():
    text = "Nearly 9,400 runners started on Sunday, twice as many as in 2023."
    assert set(dates(text)) == {"2025-06-08"}


def test_the_figure_before_has_its_own_date():
    text = "Output was 40 tonnes in 2023, up from 31 tonnes a year earlier."
    assert dates(text) == ["2023-01-01/2023-12-31", "2022-01-01/2022-12-31"]


def test_a_relative_clause_does_not_date_the_main_one():
    text = "The gunmen, who stormed a school last month, freed 40 pupils on Tuesday."
    assert dates(text)[-1] == "2025-06-10"


def test_a_time_at_the_end_of_a_relative_clause_is_its_own():
    text = "Gunmen who stormed a school last month freed 40 pupils overnight."
    assert dates(text) == ["2025-06-11/2025-06-12"]


def test_a_deadline_behind_what_is_promised_is_its_own():
    assert dates("The minister promised €12m for new points by March.") == ["2026-03-01/2026-03-31"]


def test_what_describes_a_thing_dates_the_claim_for_want_of_better():
    assert dates("The storm, which hit the coast on Monday, killed nine people.")[0] == "2025-06-09"


def test_a_month_behind_a_forecast_is_that_of_what_is_forecast():
    assert dates("The bureau expects 30mm of rain next month.") == ["2025-07-01/2025-07-31"]


def test_a_week_behind_a_promise_is_the_week_of_the_promise():
    assert dates("The minister promised $20m in aid last week.") == [None]


def test_the_day_after_an_occasion_counts_from_it():
    text = "A vote on the pier was held on Monday. The day after the vote, the council sold 40 boats."
    assert dates(text)[-1] == "2025-06-10"


def test_that_month_is_the_one_named_last():
    text = "The county took 212 calls in January, but only two of its pumps worked that month."
    assert dates(text) == ["2025-01-01/2025-01-31", "2025-01-01/2025-01-31"]


@pytest.mark.parametrize(
    "text",
    [
        "The firm employs 400 people.",
        "The firm has employed 400 people for six years.",
        "The dam will open within 90 days.",
        "The court will rule in the coming days.",
        "It was the third such fire this year.",
        "A law passed in 2019 is the model for 40 others, the ministry says.",
        "Police said late on Monday they had arrested six men.",
        "In a post on Monday evening, the chair denied that the board was split.",
    ],
)
def test_no_date_is_made_up(text):
    assert dates(text)[-1] in (None, "2019-01-01/2019-12-31")


LIVE = "10.05am\nThe bridge has been closed since 4am.\n\n{}\n\n10.40am\nTwo ferries are running."


def test_an_hour_names_the_day_in_a_live_blog():
    text = LIVE.format("10.20am\nThe harbour master was cut free at around 9am.")
    assert "2025-06-12" in dates(text)


def test_what_has_just_happened_in_a_live_blog_happened_that_day():
    text = LIVE.format("10.20am\nMinisters have just declared a state of calamity in 11 towns.")
    assert "2025-06-12" in dates(text)


def test_an_hour_alone_names_no_day_in_an_article():
    assert dates("The bus leaves at 7.50am each day.") == [None]


def test_the_day_of_publication_is_that_of_its_own_time_zone():
    published = datetime(2025, 6, 10, 0, 30, tzinfo=timezone(timedelta(hours=9)))  # still the 9th in London
    assert dates("The pier burned down on Tuesday.", published=published) == ["2025-06-10"]


def test_weekdays_count_from_the_day_of_publication():
    assert dates("The pier burned down on Monday.", published=date(2025, 6, 9)) == ["2025-06-09"]


def test_the_time_of_an_outcome_is_that_of_the_verb_before_it():
    text = "Orla Quill scored from the halfway line, handing Marne a 2-1 win over Lorne on Saturday."
    assert dates(text) == ["2025-06-07", "2025-06-07"]


def test_what_is_cited_does_not_date_the_verb_before_it():
    text = "The miller cut 40 jobs, citing a fire that burned 300 tonnes in May."
    assert dates(text)[0] is None


def test_since_listing_bounds_a_record():
    text = "Marne reported a loss of $40m in May, its first since listing in 2014."
    assert dates(text) == ["2025-05-01/2025-05-31"] * 2


def test_the_year_of_what_is_doubled_dates_nothing():
    text = "The guild put losses at £3m, roughly double the figure for 2019."
    assert dates(text) == [None, None]


def test_since_spring_counts_from_the_last_one():
    assert dates("It is the third alarm at the port since spring.") == ["2025-03-01/2025-06-12"]


def test_stamps_with_points_make_a_live_blog_and_its_hours_are_of_the_day():
    text = (
        "17.02 Polling stations closed at 5pm after nine hours.\n\n17.20 Turnout was 68% at noon.\n\n"
        "18.05 The mayor rang the governor at about 6pm."
    )
    assert set(dates(text)) == {"2025-06-12"}


def test_amounts_at_the_head_of_lines_are_no_stamps():
    text = "3.45 million people voted at 5pm.\n\n4.10 million stayed at home.\n\n5.20 million were away."
    assert set(dates(text)) == {None}


def test_a_planned_weekday_lies_ahead():
    assert dates("The choir had been due to sing on Friday.") == ["2025-06-13"]
    assert dates("The choir was scheduled to sing on Friday.") == ["2025-06-13"]
    assert dates("The choir sang in four villages on Friday.") == ["2025-06-06"]


def test_what_is_wanted_lies_ahead():
    (wanted,) = dates("The families want the mayor recalled before Christmas.")
    assert wanted == "2025-12-25"


def test_a_second_content_opened_by_that_has_its_own_time():
    text = "The report found that claims had doubled since 2021 and that few had been paid in full."
    assert dates(text) == ["2021-01-01/2025-06-12", None]


def test_only_the_verb_behind_since_goes_on_from_then():
    text = "The mill passed its test last November, its first clean result since 2019."
    assert dates(text)[0] == "2024-11-01/2024-11-30"


def test_since_alone_goes_on_from_the_event_before():
    assert dates("Lorne opened its pool on Sunday and has sold 900 tickets since.") == [
        "2025-06-08",
        "2025-06-08/2025-06-12",
    ]


def test_a_day_before_a_plan_told_of_in_the_past_counts_from_the_saying():
    text = "Nurses will strike on 10 July, they said on Tuesday. In a vote held a day earlier, 412 agreed."
    assert dates(text)[-1] == "2025-06-09"


def test_months_are_as_long_as_each_other():
    assert dates("Exports fell 3% in May compared with April.") == ["2025-05-01/2025-05-31"]
    assert dates("Exports fell 3% in May, after a 2% rise in April.") == ["2025-05-01/2025-05-31"]


def test_speaking_on_a_day_dates_the_saying():
    assert dates("Speaking on Monday, the mayor said 40 homes had been lost.") == [None]
    assert dates("The mayor said 40 homes had been lost on Monday.") == ["2025-06-09"]


def test_a_past_day_is_never_ahead():
    assert dates("The boy fell from the cliff on 12 July.") == ["2024-07-12"]


def test_what_is_put_off_is_put_off_to_a_day_ahead():
    assert dates("The judge adjourned the trial of 12 miners until 14 July.") == ["2025-07-14"]
    assert dates("The mill employed 12 people until 14 May.") == ["2025-05-14"]
