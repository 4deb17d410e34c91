"""Contents that are no sentence become one: opinions, demands, deeds beside a clause, items, fragments."""

import pytest

from tests.extract.reading import read


def statements(text, **kwargs) -> list[str]:
    """The statement of every claim of an invented article."""
    return [claim.canonical for claim in read(text, **kwargs).claims]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Mayor Ida Holt called the plan a farce.", "The plan is a farce"),
        ('Mayor Ida Holt described the plans as "hasty".', 'The plans are "hasty"'),
        ("Mayor Ida Holt wants the chair to resign by June.", "The chair should resign by June"),
        ("Mayor Ida Holt wants the unit sold off.", "The unit should be sold off"),
        ("Mayor Ida Holt expects turnout of about 78%.", "Turnout will be about 78%"),
        ("Mayor Ida Holt accused the firm of hiding nine ledgers.", "The firm hid nine ledgers"),
        ("Ida Holt admitted to burning nine ledgers.", "Ida Holt burned nine ledgers"),
        ("Footage shows a truck being blown into a shed.", "A truck was blown into a shed"),
    ],
)
def test_an_opinion_or_demand_is_stated_without_its_owner(text, line):
    assert statements(text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ida Holt called Ford's plans to open a yard in Hale a disgrace.",
        "Mayor Ida Holt called for a ban on nine drugs.",
    ],
)
def test_an_infinitive_of_a_noun_is_no_demand(text):
    assert not any("should open" in line or "should on" in line for line in statements(text))


def test_a_participle_takes_the_subject_of_its_clause():
    found = statements("Norwind sold its yard in Hale, raising $2 million for the county.")
    assert "Norwind raised $2 million for the county" in found


def test_a_thing_that_gave_way_is_not_said_to_kill():
    found = statements("The dam gave way in May, killing 14 people.")
    assert "The dam gave way in May, killing 14 people" in found


def test_what_is_taken_to_a_figure_is_that_figure():
    found = statements("Nine people died on Monday, taking the toll to 81.")
    assert "The toll was 81" in found


def test_with_and_a_participle_make_a_sentence():
    found = statements("The firm has closed, with half of its boats sold.")
    assert "Half of the firm's boats were sold" in found


def test_with_and_a_bare_noun_stay_behind_their_clause():
    found = statements("Norwind will close two of its five yards, with the loss of about 1,400 jobs.")
    assert any(line.endswith("with the loss of about 1,400 jobs") for line in found)


def test_an_item_takes_the_verb_of_its_lead_in():
    text = "Parents have been offered:\n\n- a bus to Hale at 8am each day;\n\n- online lessons on three days."
    assert statements(text) == [
        "Parents have been offered a bus to Hale at 8am each day",
        "Parents have been offered online lessons on three days",
    ]


def test_an_item_takes_the_place_of_what_its_lead_in_counts():
    text = (
        "Three measures were agreed at the meeting:\n\n- free parking until 30 June;\n\n- nine new ferries."
    )
    assert statements(text) == [
        "Free parking until 30 June was agreed at the meeting",
        "Nine new ferries were agreed at the meeting",
    ]


def test_an_item_that_is_a_sentence_needs_no_lead_in():
    text = "What the mayor promised:\n\n- The county will build nine ferries.\n\n- Fares will fall by 20%."
    assert statements(text) == ["The county will build nine ferries", "Fares will fall by 20%"]


def test_fragments_of_a_tally_get_their_verb():
    text = (
        "The story so far:\n\n- nine men arrested;\n\n- Holt ahead by 900 votes;\n\n- one arrest, for theft."
    )
    assert statements(text) == [
        "Nine men were arrested",
        "Holt is ahead by 900 votes",
        "There was one arrest, for theft",
    ]


def test_items_under_a_state_are_in_it():
    text = (
        "Still closed:\n\n- the Hale road, for at least six weeks;\n\n- the pool and the library, until May."
    )
    assert statements(text) == [
        "The Hale road is still closed for at least six weeks",
        "The pool and the library are still closed until May",
    ]


def test_items_of_what_was_done_are_its_objects():
    text = "What ministers agreed in Hale:\n\n- up to 80,000 visas a year;\n\n- a ban on nine drugs."
    assert statements(text)[0] == "Ministers agreed up to 80,000 visas a year in Hale"


def test_we_of_a_report_without_marks_is_its_speaker():
    text = (
        "A police spokeswoman, Sergeant Ida Holt, told the paper: 'We have arrested two men, aged 24 and 31."
    )
    assert not any(line.startswith("We ") for line in statements(text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Will the yard close? 'Probably not,' said Ida Holt.", "The yard will probably not close"),
        ("Was the yard safe? “Perhaps,” said Ida Holt.", "The yard was perhaps safe"),
        ("Did the county pay? “Probably,” said Ida Holt.", "The county probably paid"),
    ],
)
def test_a_short_answer_takes_the_words_of_its_question(text, line):
    assert line in statements(text)


def test_an_answer_to_who_or_where_stays():
    assert not any(
        "who" in line.lower() for line in statements("Who paid? 'Never the county,' said Ida Holt.")
    )


def test_what_somebody_is_understood_to_be_is_no_future():
    found = statements("Three senators are understood to be under investigation by the commission.")
    assert found == ["Three senators are under investigation by the commission"]


def test_who_says_what_a_list_holds_is_left_out():
    text = "Three units will shut, according to a staff bulletin:\n\n- the stroke unit;\n\n- the eye clinic."
    assert statements(text) == ["The stroke unit will shut", "The eye clinic will shut"]
