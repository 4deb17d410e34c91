"""Clauses that something interrupts are whole again: participles, cues and names between commas."""

import pytest

from tests.extract.reading import contents, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It said that two cranes, bought in 2021, were to move this winter.",
            ["two cranes, bought in 2021, were to move this winter"],
        ),
        (
            "He put the losses at 12, adding that none of the divers, aged 19 to 73, wore a belt.",
            ["the losses at 12", "none of the divers, aged 19 to 73 | wore a belt"],
        ),
        (
            "The bakery, rebuilt in spring, closed on Monday.",
            ["The bakery, rebuilt in spring, closed on Monday"],
        ),
        ("The mayor smiled, opened the gate and left.", ["The mayor smiled, opened the gate and left"]),
    ],
)
def test_a_participle_between_commas_is_not_the_verb(text, expected):
    assert contents(text) == expected


def test_a_cue_between_subject_and_verb_leaves_the_subject_to_the_verb():
    found = contents("Nobody, she admitted under oath, had counted the votes or locked the box.")
    assert found[-1] == "Nobody | locked the box"
    assert contents("On Friday, she admitted, the votes were lost.")[0].endswith("the votes were lost")


@pytest.mark.parametrize(
    ("text", "claim", "source"),
    [
        (
            "The fire was lit on purpose, one of the investigators, Ola Berg, conceded on Friday.",
            "The fire was lit on purpose",
            "one of the investigators",
        ),
        (
            "The price will double by 2030, an economist at the bank, Lena Ross, warned.",
            "The price will double by 2030",
            "an economist at the bank, Lena Ross",
        ),
        (
            "Wolves are back in the valley, a ranger who works there, Jan Pol, reported.",
            "Wolves are back in the valley",
            "a ranger who works there, Jan Pol",
        ),
    ],
)
def test_a_speaker_named_behind_the_office_closes_the_sentence(text, claim, source):
    found = read(text).claims
    assert [text[s:e] for c in found for s, e in c.spans] == [claim]
    assert found[0].source == source


def test_a_name_in_a_list_is_no_speaker():
    text = "The bill was backed by a mill, a bank, Norhold, and sold on Monday."
    assert read(text).claims[0].source is None


def test_a_forum_that_closes_the_sentence_is_the_source():
    text = "The boat sank off Hale Island on Monday, drowning three people, an inquest heard."
    assert {c.source for c in read(text).claims} == {"an inquest"}
    text = "He lost the case, a story heard by thousands on Monday."
    assert all(c.source is None for c in read(text).claims)


def test_what_is_joined_behind_a_quotation_is_the_speakers_own():
    found = contents("He claimed that the boats “left the yard in order” and blamed cheap paint.")
    assert found == ["the boats “left the yard in order", "cheap paint"]
    found = contents("He said the boats left the yard and struck a rock on Monday.")
    assert found[-1] == "the boats | struck a rock on Monday"


def test_a_plural_before_a_bare_form_is_its_subject():
    text = "A third of tenants are living with mould and landlords take 74 days to inspect it."
    assert contents(text) == [
        "A third of tenants are living with mould",
        "landlords take 74 days to inspect it",
    ]


def test_a_second_that_answers_the_cue_when_the_first_clause_has_none():
    text = "A diplomat said the convoy had yet to leave Trabzon and that mines might hold it up."
    assert contents(text) == ["the convoy had yet to leave Trabzon", "mines might hold it up"]


def test_counted_votes_are_claims_and_no_stance():
    text = "Of the members, 212 backed the merger and 40 opposed it."
    assert contents(text) == ["Of the members, 212 backed the merger", "40 opposed it"]


def test_a_second_thought_stays_with_the_number():
    text = "Mines might hold the ship up for two weeks, maybe three."
    assert contents(text) == [text[:-1]]


def test_a_noun_with_an_aside_and_a_past_form_is_a_sentence():
    text = "The bridge, which cost £60 million, opened in March."
    assert contents(text) == ["The bridge | opened in March", "which cost £60 million"]
    assert len(contents("The tower, which cost £9 million, as seen from the river.")) == 1


def test_a_past_form_with_a_subject_is_no_participle():
    assert contents("Prices rose 5%, whereas wages barely moved.") == ["Prices rose 5%", "wages barely moved"]


def test_a_participle_with_an_agent_goes_with_its_clause():
    text = "Revenue slid 17% to £4 million, dragged down by a slump in exports to Norway."
    assert contents(text) == [text[:-1]]
    assert len(contents("Revenue slid 17%, costs jumped and 40 posts were cut by the board.")) > 1


def test_a_number_before_a_past_form_is_its_subject():
    text = "In a ballot that closed a day earlier, 412 backed industrial action and 67 opposed it."
    assert contents(text)[1] == "67 opposed it"
