"""Atomicity: one predicate and one quantity role a claim; what is no claim stays out."""

import pytest

from tests.extract.reading import contents, read, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Police said officers seized 40 rifles and 12 pistols at the port.",
            ["officers seized 40 rifles", "officers seized | 12 pistols at the port"],
        ),
        (
            "The court fined the yard £9,000 and closed two docks.",
            ["The court fined the yard £9,000", "The court | closed two docks"],
        ),
        (
            "The toll rose to 31 on Monday, up from 12 on Sunday, the ministry said.",
            ["The toll rose to 31 on Monday", "up from 12 on Sunday"],
        ),
        (
            "A landslide hit the village, killing four people.",
            ["A landslide hit the village", "killing four people"],
        ),
        (
            "The yard, which employs 300 people, shut on Tuesday.",
            ["The yard | shut on Tuesday", "which employs 300 people"],
        ),
        (
            "Hale won 3-1 on Saturday, their biggest away win since 2019.",
            ["Hale won 3-1 on Saturday", "their biggest away win since 2019"],
        ),
        (
            "Exports rose 4% while imports fell 2%.",
            ["Exports rose 4%", "imports fell 2%"],
        ),
        (
            "Ten boats sank but nobody was hurt.",
            ["Ten boats sank", "nobody was hurt"],
        ),
    ],
)
def test_a_sentence_with_two_claims_is_split(text, expected):
    assert sorted(contents(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "The man was treated and released.",
        "Schools and offices in the town will close.",
        "Shares fell 3.4% to £61.20 on Thursday.",
        "The number of nests fell by a third, from 9,000 to 6,100.",
        "If lights were dimmed on ten nights a year, deaths could be cut by 20%.",
        "The ship struck the reef before dawn when the pilot was asleep.",
        "The fee will be between £20 and £30.",
    ],
)
def test_what_belongs_together_stays_together(text):
    assert len(contents(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Was it arson?",
        "The company declined to comment.",
        "A spokesman for the port did not respond to a request for comment.",
        "It was not clear how the fire began.",
        "Don't come to the harbour.",
        "Good morning and welcome to our live coverage.",
        "She took no questions.",
    ],
)
def test_what_is_no_claim_is_left_out(text):
    assert contents(f"The pier burned down on Monday. {text}") == ["The pier burned down on Monday"]


def test_headline_caption_and_boilerplate_give_no_claims():
    text = (
        "Nine boats sink off Hale\n\nNine boats sank off Hale on Monday.\n\n"
        "Boats at the pier. Photograph: A. Lund\n\nSign up for our newsletter\n"
    )
    assert contents(text) == ["Nine boats sank off Hale on Monday"]


def test_a_list_item_is_a_claim_without_a_verb():
    text = (
        "The council met on Monday.\n\nThree steps were agreed:\n\n"
        "- a £250 grant for each household;\n- free parking."
    )
    assert "a £250 grant for each household" in contents(text)


def test_the_second_clause_keeps_the_subject_that_stands_before_it():
    text = "Crews will begin digging on Thursday and Mill Road should reopen by Friday."
    assert contents(text)[1] == "Mill Road should reopen by Friday"


def test_attribution_words_are_no_part_of_the_claim():
    for claim in contents(
        "The dam is safe, the engineer said on Monday. According to the mayor, 40 homes flooded."
    ):
        assert "said" not in claim
        assert "According" not in claim


def test_own_voice_beside_an_attributed_clause_has_no_source():
    text = "The ferry sank on Monday. The coastguard said 40 people were saved."
    first, second = read(text).claims
    assert first.speaker is None
    assert first.attribution == "none"
    assert second.source == "The coastguard"


def test_colour_in_a_quotation_stays_one_claim():
    text = "“That was honest, but it was wrong,” said the mayor, Ida Holt."
    assert contents(text) == ["That was honest, but it was wrong"]


def test_every_piece_slices_back_and_holds_a_word():
    text = "The yard, which employs 300 people, said it sold 40 boats and 12 rafts, up from 9 in 2023."
    for claim in read(text).claims:
        assert words(text, claim).strip()
        assert all(text[s:e].strip() for s, e in claim.spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Fourteen people, including two children, were hurt.",
            ["Fourteen people | were hurt", "including two children"],
        ),
        (
            "Some 400 workers, or about 60% of the staff, will strike.",
            ["Some 400 workers | will strike", "about 60% of the staff"],
        ),
        ("The 40 boats, 12 of them wooden, sank.", ["The 40 boats | sank", "12 of them wooden"]),
        (
            "Eight men, 12 women and three children were rescued.",
            ["Eight men | were rescued", "12 women | were rescued", "three children were rescued"],
        ),
        ("Hale won the cup.\nShots 24-6; corners 11-2", ["Hale won the cup", "Shots 24-6", "corners 11-2"]),
    ],
)
def test_a_count_told_more_of_and_every_item_of_a_list_is_a_claim(text, expected):
    assert sorted(contents(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Hale, one of 12 winners, sang.",
        "It reunited her with her dog, Pix, after six hours.",
        "Two men, aged 20 and 30, were hurt.",
    ],
)
def test_a_time_an_age_or_a_name_between_commas_stays(text):
    assert contents(text) == [text[:-1]]


def test_a_borrowed_subject_keeps_the_clause_that_says_which_is_meant():
    text = "Two trustees who had signed the cheque have resigned and repaid the bonus of £4,000."
    assert contents(text)[1] == "Two trustees who had signed the cheque | repaid the bonus of £4,000"
    text = "Two trustees, who had signed the cheque, resigned and repaid the bonus of £4,000."
    assert contents(text)[1] == "Two trustees | repaid the bonus of £4,000"


def test_the_second_infinitive_of_a_reported_passive_takes_its_subject():
    text = "The driver was said to have left the car in a ditch and broken two ribs."
    assert contents(text)[1].startswith("The driver | ")


def test_a_second_verb_of_a_relative_clause_is_a_claim_with_a_figure_only():
    text = "The board, which runs six schools and spent £3 million on buses, was fined."
    assert "which | spent £3 million on buses" in contents(text)
    text = "The board, which runs six schools and meets in a barn, was fined."
    assert not any(c.startswith("which | ") for c in contents(text))


def test_a_second_that_opens_a_claim_and_is_no_part_of_it():
    text = "Zeta insists that its code passed every test and that call handlers had been taught to use it."
    assert contents(text) == ["its code passed every test", "call handlers had been taught to use it"]


def test_a_subject_stays_with_its_verb_when_the_source_comes_last():
    text = "Votes from the isles, where under 900 people live, will settle it, predicts pollster Ann Hale."
    assert "Votes from the isles | will settle it" in contents(text)


def test_an_apposition_that_counts_something_is_a_claim_and_a_bare_one_is_not():
    text = "Hale Foods, a bakery with 400 staff, will close."
    assert contents(text) == ["Hale Foods | will close", "a bakery with 400 staff"]
    assert contents("Hale Foods, a bakery in Leeds, will close.") == [
        "Hale Foods, a bakery in Leeds, will close"
    ]


def test_what_somebody_was_told_stays_one_claim():
    text = "Residents were told that the water was safe and that 40 wells had been tested."
    assert contents(text) == [text[:-1]]
    text = "She said that the water was safe and that 40 wells had been tested."
    assert contents(text) == ["the water was safe", "40 wells had been tested"]


def test_an_opening_participle_with_a_figure_is_a_claim_beside_another_figure():
    text = "Licensed for 120 passengers, the boat was carrying 133."
    assert contents(text) == ["Licensed for 120 passengers", "the boat was carrying 133"]
    text = "Built in 1902, the mill employs 40 people."
    assert contents(text) == [text[:-1]]


def test_none_of_them_brings_a_figure_of_its_own():
    text = "He made 64 transfers, none of them larger than $9,900, and bought a car."
    assert "none of them larger than $9,900" in contents(text)


def test_a_reason_behind_the_cue_stays_with_what_it_explains():
    text = "Cod has doubled at the quay, the buyer, Raj Dale, told Radio Hale, “because the boats burn cash”."
    assert contents(text) == ["Cod has doubled at the quay | because the boats burn cash"]
