"""What an undated claim inherits from an event told before, and what inherits nothing."""

import pytest

from tests.extract.reading import read

RAID = (
    "Rebels fired 14 rockets at the port of Lorne on Monday, killing six people, officials said.\n\n"
    "{}\n\nThe ministry has 40 ships."
)
MATCH = "Lorne Town beat the holders Marne 4-2 on Saturday, their biggest win since 2019.\n\n{}"


def dated(text, words):
    """The date of the claim that holds some words."""
    return next(c.event_date for c in read(text).claims if words in text[c.start : c.end])


def test_the_next_paragraph_goes_on_with_a_sudden_event():
    text = RAID.format("Two of the rockets hit a grain store.")
    assert dated(text, "grain store") == "2025-06-09"


def test_a_count_of_the_wounded_belongs_to_the_event():
    text = RAID.format("The governor put the number of wounded at 31.")
    assert dated(text, "wounded") == "2025-06-09"


def test_how_an_event_ranks_is_dated_by_the_event():
    text = RAID.format("It was the deadliest raid on the coast since 2019.")
    assert dated(text, "deadliest") == "2025-06-09"


def test_a_status_a_plan_and_a_perfect_inherit_nothing():
    for sentence, words in [
        ("The port has two docks.", "docks"),
        ("The army will send 40 guards.", "guards"),
        ("Nobody has been charged.", "charged"),
    ]:
        assert dated(RAID.format(sentence), words) is None


def test_the_past_of_what_was_said_may_be_its_present_and_inherits_nothing():
    text = RAID.format("A spokesman said the ministry was weighing a ban on 12 firms.")
    assert dated(text, "weighing") is None


def test_what_a_witness_says_inherits_nothing():
    text = RAID.format("“I lost two cousins,” said Ida Holt, a nurse.")
    assert dated(text, "cousins") is None


def test_meanwhile_ends_the_event():
    text = RAID.format("Meanwhile, the navy found 12 barrels off Marne.")
    assert dated(text, "barrels") is None


def test_the_figures_of_a_match_belong_to_its_day():
    text = MATCH.format("Shots 9-23; fouls 17-8; corners 4-6, per Lorne Sport.")
    assert dated(text, "fouls") == "2025-06-07"


def test_the_report_of_a_match_goes_back_to_its_earlier_minutes():
    text = MATCH.format("Marne had led from the 31st minute, but two defenders were sent off.")
    assert dated(text, "31st minute") == "2025-06-07"


def test_a_change_since_a_month_is_no_event_to_go_on_with():
    text = "The town has lost 300 homes since January. Someone stole 40 bicycles."
    assert dated(text, "bicycles") is None


def test_an_occasion_named_again_keeps_its_day():
    text = (
        "Councillors met for nearly five hours. A meeting was held on Tuesday at the fairground.\n\n"
        "The mayor said the town has 40 buses.\n\nSomeone slashed the tyres of six vans during the meeting."
    )
    assert dated(text, "slashed") == "2025-06-10"


def test_some_of_those_told_of_share_their_date():
    text = "The sheriff wrote that two deputies quit last week.\n\n“One resigned,” a union official said."
    assert dated(text, "One resigned") == "2025-06-02/2025-06-08"


def test_figures_go_on_with_the_quarter_before_them():
    text = "Net profit rose 12% to $40m in the first quarter. Revenue slipped to $190m from $200m."
    assert dated(text, "Revenue") == "2025-01-01/2025-03-31"


def test_what_was_expected_of_a_figure_is_of_the_same_time():
    text = "Inflation eased to 9.4% in May, the institute said. Economists had expected 9.6%."
    assert dated(text, "9.6%") == "2025-05-01/2025-05-31"


def test_a_lead_in_dates_its_list():
    text = "The firm is cautious.\n\nFor 2026, it expects:\n\n- revenue of $7.4bn;\n\n- about 300 new jobs."
    assert [dated(text, w) for w in ("revenue", "jobs")] == ["2026-01-01/2026-12-31"] * 2


def test_an_article_without_a_dated_event_stays_undated():
    text = "Researchers fitted tags to 214 gulls.\n\nOne in eight of the birds never returned."
    assert {c.event_date for c in read(text).claims} == {None}


def test_what_came_after_an_event_of_the_day_shares_its_day():
    text = "Trains stopped after a wall fell on the line on Monday."
    assert dated(text, "Trains") == "2025-06-09"
    text = "A clerk was jailed for six years after he stole £400,000 in 2021."
    assert dated(text, "jailed") is None


def test_the_main_event_is_gone_on_with_and_not_what_came_before_it():
    text = (
        "The army sank two boats on Wednesday after rebels shelled a port on Sunday. It also hit 14 trucks."
    )
    assert dated(text, "14 trucks") == "2025-06-11"


def test_what_a_review_found_is_not_of_the_day_somebody_acted_on_it():
    text = "The minister quit on Tuesday after a review found that her office had paid £61m for masks."
    assert dated(text, "paid") is None


def test_a_perfect_tells_an_event_when_what_did_it_has_a_day():
    text = "A storm that hit the coast on Sunday has destroyed nine homes.\n\nThe pier lost 40 planks."
    assert dated(text, "planks") == "2025-06-08"


def test_how_things_are_now_is_no_event_to_go_on_with():
    text = "The ice now breaks up nine days sooner than in the 1980s. Melting was fastest on two rivers."
    assert dated(text, "Melting") is None
    assert dated(text, "breaks up") == "2025-06-12"


def test_what_forces_claim_to_have_done_is_past_and_hearsay_is_of_any_time():
    text = "The army shelled two villages on Wednesday. It claimed to have sunk four boats."
    assert dated(text, "sunk") == "2025-06-11"
    text = "The army shelled two villages on Wednesday. The mayor is said to have sold 40 cows."
    assert dated(text, "sold") is None


HEARING = "A miller poured oil into the Marne for six years, a court in Lorne was told on Tuesday.\n\n"


@pytest.mark.parametrize(
    ("told", "word", "day"),
    [
        ("Olga Quill, 51, wept as she listened. She pleaded not guilty.", "pleaded", "2025-06-10"),
        ("The judge granted her bail of £4,000.", "bail", "2025-06-10"),
        ("A warrant was issued on 12 May. The judge granted her bail of £4,000.", "bail", "2025-06-10"),
        ("She bought nine drums of oil.", "drums", None),
        ("She had poured 400 litres into the river, a witness said.", "litres", None),
    ],
)
def test_what_happened_in_the_courtroom_is_of_the_day_the_court_sat(told, word, day):
    assert dated(HEARING + told, word) == day


def test_elsewhere_leaves_the_event_for_one_paragraph():
    text = (
        "A storm hit Marne on Sunday, killing nine.\n\n"
        "Elsewhere on Monday, a mill burned in Lorne and 40 fled.\n\n"
        "The storm destroyed 12 homes in an hour."
    )
    assert dated(text, "12 homes") == "2025-06-08"
    assert dated(text, "40 fled") == "2025-06-09"


def test_a_crowd_counted_after_its_rally_is_of_that_day():
    text = "Thousands marched on the port on Monday. Organisers claimed a turnout of 5,000."
    assert dated(text, "turnout") == "2025-06-09"
    text = "The port was sold on Monday. Engineers claimed a cost of $5,000."
    assert dated(text, "cost") is None


def test_what_a_source_tells_of_before_is_no_thread_of_the_telling():
    text = "A nurse said a boy had waited three hours last month. Some 300 people turned out."
    assert dated(text, "300") is None


def test_a_state_from_then_on_is_no_event_to_go_on_with():
    text = "The guns had been silent since Monday evening. Two drones crossed the river."
    assert dated(text, "drones") is None


RESULTS = "Varm AB's operating profit fell 18% to 410m crowns in the first quarter, it said on Tuesday.\n\n"


@pytest.mark.parametrize(
    ("told", "word", "day"),
    [
        ("Sales were flat at 3.2bn crowns.", "Sales", "2025-01-01/2025-03-31"),
        ("Its margin narrowed to 12.8% from 15.6% a year earlier.", "margin", "2025-01-01/2025-03-31"),
        ("Its share price fell 6% in Oslo.", "price", None),
        ("It owned 40 shops.", "shops", None),
        ("Sales were 3.2bn crowns in 2023.", "Sales", "2023-01-01/2023-12-31"),
    ],
)
def test_figures_of_results_are_of_the_quarter_reported(told, word, day):
    assert dated(RESULTS + told, word) == day


def test_a_record_beside_the_day_does_not_stop_the_report_of_a_match():
    text = (
        "Rovers beat City 3-2 on Sunday to reach their first final since 1987.\n\nBako scored after a break."
    )
    assert dated(text, "Bako") == "2025-06-08"


def test_the_day_an_inquest_heard_it_is_not_the_day_it_was():
    text = "The boat sank in a storm, an inquest heard on Monday.\n\nThe company sold 40 tickets too many."
    assert dated(text, "sank") is None
    assert dated(text, "tickets") is None
