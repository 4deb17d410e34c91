"""What "and" joins: a second clause is told apart from what merely stands beside it."""

import pytest

from tests.extract.reading import contents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kline will skip the summer games and return to racing in May.",
            ["Kline will skip the summer games", "Kline will | return to racing in May"],
        ),
        (
            "The firm said that its pumps ran when the wall burst and that it would fight any charge.",
            ["its pumps ran when the wall burst", "it would fight any charge"],
        ),
        (
            "Harlow had led from the 12th minute, when a shot was deflected, and looked safe until the end.",
            [
                "Harlow had led from the 12th minute, when a shot was deflected",
                "Harlow | looked safe until the end",
            ],
        ),
        (
            "At least six people are dead and about 50 hurt after a bus left the road.",
            [
                "At least six people are dead | after a bus left the road",
                "about 50 hurt after a bus left the road",
            ],
        ),
        (
            "The slide buried the school, killing 14 pupils and injuring 30.",
            ["The slide buried the school", "killing 14 pupils", "injuring 30"],
        ),
    ],
)
def test_a_second_clause_is_a_claim(text, expected):
    assert sorted(contents(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "He bought a dog and cats.",
        "The firm, which owns the mill and runs the pub, shut on Tuesday.",
        "The minister welcomed talk and return of the land.",
    ],
)
def test_a_second_noun_or_a_clause_within_a_clause_is_not(text):
    assert len(contents(text)) <= 1


def test_a_bullet_is_no_word_of_its_item():
    text = (
        "The harbour burned on Monday. What we know:\n• Four people have died: two sailors, a cook and a boy."
    )
    assert contents(text)[-2:] == ["Four people have died", "two sailors, a cook and a boy"]


def test_a_verb_that_never_changes_its_form_shares_the_modal():
    text = "It would buy back stock, raise its dividend by 5% and cut about 1,200 jobs."
    assert contents(text)[-1] == "It would | cut about 1,200 jobs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Crews fought a blaze that had burned 2,400 hectares and forced 900 people from their homes.",
            [
                "Crews fought a blaze",
                "a blaze that had burned 2,400 hectares",
                "a blaze that | forced 900 people from their homes",
            ],
        ),
        (
            "The Hale family lost everything: their house, two barns and 60 sheep.",
            ["The Hale family lost everything", "their house, two barns and 60 sheep"],
        ),
        (
            "The attack came two days after parliament extended the truce by 90 days.",
            ["parliament extended the truce by 90 days"],
        ),
        (
            "The plane, a jet carrying 162 passengers and six crew, overshot the runway.",
            ["The plane, a jet carrying 162 passengers and six crew, overshot the runway"],
        ),
    ],
)
def test_lists_and_modifiers_stay_whole_and_clauses_keep_what_they_are_about(text, expected):
    assert sorted(contents(text)) == sorted(expected)


def test_past_tenses_in_a_row_are_clauses_side_by_side():
    text = "Police seized £2 million, froze six accounts and arrested the owner on Friday."
    assert contents(text) == [
        "Police seized £2 million",
        "Police | froze six accounts",
        "Police | arrested the owner on Friday",
    ]
    text = "About 40 homes burned, three barns collapsed and a school was shut."
    assert contents(text) == ["About 40 homes burned", "three barns collapsed", "a school was shut"]
    text = "The boats had sunk on Monday, killed by mines."
    assert contents(text) == [text[:-1]]


def test_a_figure_in_a_participle_does_not_cut_off_the_clause_before_it():
    text = "The pilot radioed for help before the plane hit a barn, killing two cows."
    assert contents(text) == [
        "The pilot radioed for help before the plane hit a barn",
        "killing two cows",
    ]
