"""What stands like a claim and is none: stance, scenes, questions in pieces, the page speaking of itself."""

import pytest

from tests.extract.reading import contents, read, words

FIRST = "The pier burned down on Monday."


@pytest.mark.parametrize(
    "text",
    [
        "The union rejects that account.",
        "Hale Mills disputes those figures.",
        "The mayor denies the charge.",
        "The club would neither confirm nor deny the report.",
        "She praised the crew.",
        '"Would you put a child of five through that?" he asked.',
        '"We will rebuild?" she said.',
        "That is all from us for today.",
        "We are closing this live blog now.",
        "That's where we leave our live coverage.",
    ],
)
def test_a_side_taken_a_question_or_a_farewell_is_no_claim(text):
    assert contents(f"{FIRST} {text}") == ["The pier burned down on Monday"]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The mayor denied wrongdoing.", "wrongdoing"),
        ("The union blamed poor signals.", "poor signals"),
        ("She alleged widespread fraud.", "widespread fraud"),
        ("Aid groups warned of famine.", "famine"),
        ("The party called for an inquiry.", "an inquiry"),
    ],
)
def test_a_noun_phrase_that_its_cue_makes_a_statement_is_a_claim(text, claim):
    assert contents(text) == [claim]


def test_somebody_cited_is_a_source_and_no_claim():
    assert contents("The paper, citing a person close to the board, said the firm was for sale.") == [
        "the firm was for sale"
    ]


def test_an_as_clause_behind_the_cue_sets_the_scene():
    text = "Three miners were found alive, the office said, as rain hampered the search."
    assert contents(text) == ["Three miners were found alive"]


def test_a_contrastive_clause_behind_the_cue_does_not():
    text = "Three miners were found alive, the office said, while two bodies were seen."
    assert len(contents(text)) == 2


def test_a_child_counts_in_an_including_phrase():
    assert contents("Eleven people were hurt, including a girl of six.") == [
        "Eleven people were hurt",
        "including a girl of six",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Residents were warned that water levels could rise by two metres.",
        "Ministers had been told in May that the wall was weak.",
    ],
)
def test_a_warning_given_is_one_claim_and_the_outlets_own(text):
    claims = read(text).claims
    assert [words(text, claim) for claim in claims] == [text[:-1]]
    assert claims[0].source is None


def test_what_a_jury_was_told_is_said_before_it():
    assert contents("The jury was told that he took £40,000.") == ["he took £40,000"]


def test_an_official_act_makes_a_relative_clause_a_claim():
    assert contents("The singer, who was fined in March, has left the country.") == [
        "The singer | has left the country",
        "who was fined in March",
    ]


def test_a_short_answer_keeps_its_last_word():
    assert contents('"Not yet," said Hale, the mayor.') == ["Not yet"]


def test_an_empty_bracket_does_not_stay_behind():
    assert contents("The bank (which lost £40m last year) will close.")[0] == "The bank | will close"


def test_a_condition_and_its_outcome_are_one_claim_across_the_cue():
    text = '"If head office wants silence," her message concludes, "head office can sign for it."'
    assert contents(text) == ["If head office wants silence | head office can sign for it"]


def test_what_a_relative_clause_says_stands_when_nobody_claimed_the_rest():
    text = "No group has claimed responsibility for the blast, which shattered windows 300 metres away."
    assert contents(text) == ["which shattered windows 300 metres away"]


def test_how_a_source_came_to_speak_is_no_claim():
    assert contents("Asked about the fine, Ann Hale said it was unfair.") == ["it was unfair"]


def test_a_clause_that_says_which_of_a_kind_stays():
    text = "Firms that employ more than 50 staff pay £90 a year."
    assert contents(text) == [text[:-1]]


@pytest.mark.parametrize(
    "text",
    [
        "The police warned couples not to pay deposits.",
        "The council told residents to boil water until Friday.",
        "The doctor advised him not to fly.",
        "Anyone with information is asked to call detectives.",
        "Witnesses should contact the police on 101.",
    ],
)
def test_telling_somebody_what_to_do_is_no_claim(text):
    assert contents(f"{FIRST} {text}") == ["The pier burned down on Monday"]


def test_an_act_beside_a_command_and_a_demand_are_claims():
    text = "The judge told the jury to ignore the tape and adjourned the case."
    assert contents(text) == ["The judge | adjourned the case"]
    assert len(contents("The union urged members to vote against the deal.")) == 1
    assert len(contents("Two men were told to leave the ship on Monday.")) == 1
    assert contents("The coach warned that his players would leave.") == ["his players would leave"]


@pytest.mark.parametrize(
    "text",
    [
        "The museum neither confirmed nor denied that the vase was fake.",
        "The agency offered no details of the deal.",
        "She does not accept the ruling.",
        "Officials acknowledged the mistake.",
        "The mayor offered her condolences to the families.",
    ],
)
def test_what_is_left_unsaid_or_only_owned_up_to_is_no_claim(text):
    assert contents(f"{FIRST} {text}") == ["The pier burned down on Monday"]


def test_what_looks_like_an_absence_and_states_something_stays():
    assert contents("The mill neither bought nor sold grain last year.")
    assert contents("The shop does not accept cash.")
    assert contents("Officials acknowledged that the mistake cost £4 million.")
    assert contents("The agency said it was not clear who paid.") == ["it was not clear who paid"]
    assert contents("Serra Mills said it would sue if bad news came.") == ["it would sue if bad news came"]


def test_only_the_clause_that_tells_of_a_question_is_left_out():
    text = "Pressed on how many cows had died, the farmer laughed and shut the gate."
    assert contents(text) == ["the farmer laughed and shut the gate"]
    text = "Invited by the judge to say how much she had given, she whispered: “Four million.”"
    assert contents(text) == ["Four million"]


def test_the_outlets_half_answer_to_its_own_question_is_no_claim():
    items = "• Is a recount automatic? Only if the gap is under 1%.\n\n• Who pays? The town pays £4 million."
    assert contents(f"{FIRST}\n\n{items}") == ["The pier burned down on Monday", "The town pays £4 million"]


def test_the_items_of_a_reported_list_are_claims_without_a_verb():
    text = "Two units will shut, according to a staff bulletin:\n\n- the Hafan stroke unit;\n\n- Swift."
    assert contents(text)[:1] == ["the Hafan stroke unit"]


def test_who_is_charged_beside_a_passive_accuses_nobody():
    found = read("She was arrested on Monday and charged with fraud on Tuesday.").claims
    assert all(claim.source is None for claim in found)


def test_a_place_before_source_and_cue_is_no_claim():
    text = "Across the river, Prime Minister Ludo Hrast vowed to hold the bank."
    assert contents(text) == ["to hold the bank"]


def test_a_debate_is_an_act_and_a_price_no_accusation():
    assert contents("MPs will debate the bill on Monday.") == ["MPs will debate the bill on Monday"]
    assert contents("The ferry charges £9 a car.") == ["The ferry charges £9 a car"]
    assert contents("Prosecutors charged him with theft.") != ["Prosecutors charged him with theft"]


def test_only_an_authority_acts_officially():
    text = "“You cannot inspect a flat with a clerk you sacked,” she said."
    assert contents(text) == ["You cannot inspect a flat with a clerk you sacked"]
